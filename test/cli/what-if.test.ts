import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { schemas } from '../result/schemas.js';
import { quorate, SMALL } from './quorate.js';

const LEDGER = 'topologies/payments-ledger.yaml';
const KEPT = `${SMALL}objectives: [{ metric: write.p99, at-most: 35ms }]
scenarios:
  lose-a: { fail: ["region:a"], description: A burns down. }
  cut: { fail: ["link:ra~rb", "link:ra~rc"] }
  flex: { quorum: { phase1: 3, phase2: 1 }, set: [clients.ca.rate=5/s] }
`;

async function kept(...args: string[]) {
  return quorate(['what-if', 't.yaml', '-q', ...args], { 't.yaml': KEPT });
}

it('a cut of what fails is refused as a pause of it is', async () => {
  for (const [flag, what] of [
    ['--cut', 'a cut'],
    ['--pause', 'a pause'],
  ]) {
    const { code, err } = await quorate(['what-if', 'a.yaml', '--fail', 'rb', flag, 'rb'], {
      'a.yaml': SMALL,
    });
    expect(err).toContain(`rb fails, so ${what} makes no difference`);
    expect(code).toBe(2);
  }
});

describe('quorate what-if', () => {
  it.each([
    ['--fail', 'region:us-east-1'],
    ['--each', 'replica'],
    ['--each', 'zone'],
    [
      '--fail',
      'link:us-east-1~us-west-2',
      '--slow',
      'disk:*=10x',
      '--degrade',
      'rtt:us-east-1~eu-west-1=+40ms',
    ],
    ['--leader', 'or1', '--protocol', 'raft', '--quorum', '{ threshold: 4 }'],
    ['--add', 'sp1@sa-east-1/a', '--remove', 'de1', '--set', 'disks.nvme.fsync=9ms'],
  ])(
    '%s %s … prints tables that fit 100 columns, JSON that its schema accepts, and Markdown',
    async (...args) => {
      const text = await quorate(['what-if', LEDGER, '-q', ...args]);
      expect(text.err).toBe('');
      for (const line of text.out.split('\n')) expect([...line].length).toBeLessThanOrEqual(100);
      const { out, code } = await quorate(['what-if', LEDGER, '-q', ...args, '-f', 'json']);
      expect(code).toBe(text.code);
      const validate = new Ajv({ strict: false }).compile(schemas['what-if']);
      expect(validate(JSON.parse(out)) ? [] : validate.errors).toEqual([]);
      const markdown = await quorate(['what-if', LEDGER, '-q', ...args, '-f', 'markdown']);
      const blocks = markdown.out
        .split('\n\n')
        .map((block) => block.split('\n').filter((line) => line.startsWith('|')));
      const tables = blocks.filter((rows) => rows.length > 0);
      expect(tables.length).toBeGreaterThan(0);
      for (const rows of tables) {
        expect(rows.length).toBeGreaterThan(2);
        expect(new Set(rows.map((row) => row.split('|').length)).size).toBe(1);
      }
      for (const printed of [text.out, out, markdown.out])
        expect(printed).not.toMatch(/NaN|undefined|Infinity|\[object/);
    },
  );

  it('without changes gives the same figures before and after as estimate does', async () => {
    const { before, scenarios } = JSON.parse((await kept('--set', 'protocol.leader=ra', '-f', 'json')).out);
    const estimated = JSON.parse(
      (await quorate(['estimate', 't.yaml', '-q', '-f', 'json'], { 't.yaml': KEPT })).out,
    );
    expect(before).toEqual(estimated);
    expect(scenarios[0].after.clients).toEqual(estimated.clients);
  });

  it('gives the same bytes every time', async () => {
    const run = () => quorate(['what-if', LEDGER, '-q', '--each', 'region', '-f', 'json']);
    expect((await run()).out).toBe((await run()).out);
  });

  it('finds the published linchpin: without us-east1 every write crosses the Atlantic (SRE book, chapter 23)', async () => {
    const { out, code } = await quorate([
      'what-if',
      'topologies/east-coast-linchpin.yaml',
      '-q',
      '--each',
      'region',
    ]);
    expect(out).toMatch(/^us-east1 +central-a +104\.3 +\+215 %.*← worst$/m);
    expect(out).toMatch(/^europe-west1 +central-a +33\.1 +same/m);
    expect(out).toContain(
      "us-east1 is the linchpin: without it us's write p50 goes 33.1 → 104.3 ms (+215 %).",
    );
    expect(code).toBe(1);
  });

  it('runs scenarios by name, in the order asked for', async () => {
    const { out } = await kept('--scenario', 'cut', '--scenario', 'lose-a', '-f', 'json');
    const { scenarios } = JSON.parse(out);
    expect(scenarios.map((one: { name: string }) => one.name)).toEqual(['cut', 'lose-a']);
    expect(scenarios[0].after.protocol.leader).toBe('rc');
    expect(scenarios[1].clients.map((one: { state: string }) => one.state)).toEqual(['down', 'served']);
  });

  it('adds options to a scenario, and refuses those that contradict it', async () => {
    const both = JSON.parse((await kept('--scenario', 'cut', '--leader', 'rb', '-f', 'json')).out);
    expect(both.scenarios[0].changes).toContain('protocol.leader: ra → rb');
    const { code, err } = await kept('--scenario', 'flex', '--quorum', 'all');
    expect([code, err]).toEqual([
      2,
      'quorate: scenario flex and the options contradict each other: the quorum is to be both \'{"phase1":3,"phase2":1}\' and \'all\'\n',
    ]);
  });

  it('a client that is lost with its region is down, not slower', async () => {
    const { out } = await kept('--fail', 'region:a');
    expect(out).toContain('ca is down with region a.');
    expect(out).toMatch(/^ca +write +10\.0 +– +down/m);
  });
});

describe('the exit code of what-if', () => {
  it('is 0 where nothing that was had is lost', async () => {
    expect((await kept('--fail', 'rc')).code).toBe(0);
  });

  it('is 1 where an objective that was met is missed', async () => {
    const { code, out } = await kept('--scenario', 'cut');
    expect(out).toContain('write.p99 at most 35ms: met (30.0 ms) → missed (60.0 ms)');
    expect(code).toBe(1);
  });

  it('is 1 where writes stop, objectives or not', async () => {
    const { code, out } = await quorate(['what-if', '-', '-q', '--fail', 'ra', '--fail', 'rb'], {}, SMALL);
    expect(out).toContain('The writes of ca and cc stop');
    expect(code).toBe(1);
  });

  it('is 2 where the protocol that is asked for cannot run the deployment, with the reason in its place', async () => {
    // PacificA's leases must end before anyone else acts; the others here do without.
    const leases = ['--set', 'timeouts.lease=3s', '--set', 'timeouts.grace=2s'];
    const { code, out } = await kept('--protocol', 'pacifica', ...leases);
    expect(code).toBe(2);
    expect(out).toContain('No answer: the lease of 3000 ms must be shorter than the grace period of 2000 ms');
    expect((await kept('--protocol', 'pacifica')).out).not.toContain('No answer');
  });
});

describe('what is left of the service', () => {
  it('is told in text, in Markdown and for each loss in turn', async () => {
    const text = await quorate(['what-if', LEDGER, '-q', '--fail', 'region:us-west-2']);
    expect(text.out).toMatch(/^writes available +99\.999\d+ % +99\.99\d+ %/m);
    expect(text.out).toMatch(/^survives, regions +2 +1/m);
    expect(text.out).toContain('Yearly figures are for a year in which what is lost stays down');
    const markdown = await quorate(['what-if', LEDGER, '-q', '--fail', 'region:us-west-2', '-f', 'markdown']);
    expect(markdown.out).toMatch(/\| survives, regions \| 2 \| 1 \|/);
    const each = await quorate(['what-if', LEDGER, '-q', '--each', 'region']);
    expect(each.out).toMatch(
      /^region lost +sustains, ops\/s +writes available +downtime\/year +next failover +then survives$/m,
    );
    expect(each.out).toMatch(/^us-west-2 +11,065 +99\.99\d+ % .* 1$/m);
  });

  it('is nothing where every replica fails: a finding, with exit code 1, in one step and by regions', async () => {
    const all = await kept('--fail', 'ra', '--fail', 'rb', '--fail', 'rc');
    expect([all.code, all.err]).toEqual([1, '']);
    expect(all.out).toContain('Nobody is served any more.');
    const each = await quorate([
      'what-if',
      'topologies/one-region-three-zones.yaml',
      '-q',
      '--each',
      'region',
    ]);
    expect(each.code).toBe(1);
    expect(each.out).toContain('Without eu-central-1 no client is served.');
  });

  it('a client whose proxy is lost is told apart from one that is down', async () => {
    const text = KEPT.replace('{ id: cc, at: c', '{ id: cc, proxy: b, at: c');
    const { out, code } = await quorate(['what-if', 't.yaml', '-q', '--fail', 'region:b'], {
      't.yaml': text,
    });
    expect(out).toContain('cc is cut off: its proxy is lost with region b.');
    expect(code).toBe(1);
  });
});

describe('bad input of what-if is refused with a sentence', () => {
  it.each<[string[], string]>([
    [
      [],
      'nothing is changed, so there is nothing to tell; try --fail region:…, or --each region. The file has scenarios: lose-a, cut, flex (--scenario NAME).',
    ],
    [['--scenario', 'lose'], "no scenario is called 'lose'; did you mean 'lose-a'?"],
    [['--scenario', 'cut', '--scenario', 'cut'], '--scenario cut is given twice'],
    [
      ['--scenario', 'cut', '--each', 'region'],
      '--each makes its own scenarios and cannot go with --scenario',
    ],
    [['--each', 'rack'], "--each rack: no replica's path names a rack"],
    [['--fail', 'region:z'], "--fail region:z: nothing is in the region 'z'; the regions are a, b and c"],
    [
      ['--fail', 'link:ra~zz'],
      "--fail link:ra~zz: 'zz' is no replica, no client and no region here; there are ra, rb, rc, ca, cc, a, b and c",
    ],
    [
      ['--slow', 'disk:ra=10x'],
      '--slow disk:ra=10x: ra has no disk that could be slow: a durable write costs nothing there',
    ],
    [
      ['--degrade', 'rtt:ca~cc=2x'],
      '--degrade rtt:ca~cc=2x: no replica is at either end of ca~cc, and clients do not talk to each other',
    ],
    [['--leader', 'rb', '--leader', 'rc'], '--leader is given as rb and as rc; there is one at a time'],
    [['--leader', 'rb', '--set', 'protocol.leader=rc'], '--leader rb: protocol.leader is set twice'],
    [
      ['--leader', 'rb', '--fail', 'region:b'],
      '--leader rb: rb is among those that fail (region b fails (rb))',
    ],
    [['--remove', 'rb', '--fail', 'rb'], '--fail rb: rb is removed, so it cannot fail'],
    [
      ['--remove', 'ra'],
      '--remove ra: ra cannot be removed while other parts refer to it: the leader (protocol.leader); set those to something else as well',
    ],
    [['--slow', 'disk:ra=50%'], "--slow disk:ra=50%: '50%' has a per cent sign"],
    [['--degrade', 'rtt:a~b=200%'], "--degrade rtt:a~b=200%: '200%' has a per cent sign"],
    [['--fail', 'region:mars'], "--fail region:mars: nothing is in the region 'mars'"],
    [
      ['--set', 'protocol.dsk=serial'],
      "--set protocol.dsk=serial: protocol has no key 'dsk'; did you mean 'disk'?",
    ],
    [['--protocol', 'rafd'], "--protocol: no protocol 'rafd'"],
  ])('%j', async (args, message) => {
    const { code, out, err } = await kept(...args);
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain(`quorate: ${message}`);
  });

  it('and points into the edited text, with the option that made it', async () => {
    const { code, err } = await kept('--set', 'protocol.disk=serail', '--set', 'network.loss=200%');
    expect(code).toBe(2);
    expect(err).toMatch(
      /^t\.yaml \(with --set protocol\.disk=serail\):\d+:\d+: error: 'disk' of protocol cannot be 'serail'/m,
    );
    expect(err).toMatch(
      /^t\.yaml \(with --set network\.loss=200%\):\d+:\d+: error: '200%' is more than 100%/m,
    );
  });

  it('names the scenario whose edit is at fault', async () => {
    const text = KEPT.replace('phase2: 1', 'phase2: 9');
    const { code, err } = await quorate(['what-if', 't.yaml', '-q', '--scenario', 'flex'], {
      't.yaml': text,
    });
    expect(code).toBe(2);
    expect(err).toContain('t.yaml (with scenario flex, quorum {"phase1":3,"phase2":9})');
  });

  it('says of a finite pause that its table is of the time after it, and what to ask of the time in it', async () => {
    const file = 'topologies/three-regions.yaml';
    const { out } = await quorate(['what-if', file, '--pause', 'va1=10s', '-q']);
    const text = out.replace(/\s+/g, ' ');
    expect(text).toContain(
      'The table is of the time after the pause, when va1 is back, and not of the pause itself',
    );
    expect(text).toContain('figures are those of --pause va1, which has no end');
    const forGood = await quorate(['what-if', file, '--pause', 'va1', '-q']);
    expect(forGood.out).not.toContain('time after the pause');
  });
});
