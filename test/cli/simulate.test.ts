import { describe, expect, it } from 'vitest';
import { quorate, SMALL } from './quorate.js';

/** etcd-io/etcd#656 (2014): two members 500 ms apart with default timeouts. */
const APART = `version: 1
name: etcd-656
network: { rtt: { sites: [canada, china], ms: [[0.5, 500], [500, 0.5]] } }
replicas:
  - { id: ca, at: canada }
  - { id: cn, at: china }
clients:
  - { id: app, at: canada }
protocol: { name: raft, leader: ca }
timeouts: { heartbeat: 50ms, election: [200ms, 400ms] }
`;

const THREE = `version: 1
name: three
network: { rtt: { sites: [a, b, c], ms: [[0.5, 20, 30], [20, 0.5, 40], [30, 40, 0.5]] } }
replicas: [{ id: ra, at: a }, { id: rb, at: b }, { id: rc, at: c }]
clients: [{ id: app, at: a }, { id: far, at: c }]
protocol: { name: raft, leader: ra }
timeouts: { heartbeat: 100ms, election: [1s, 2s] }
`;

const NO_LEADER =
  /No leader can stay: the election timeout \(200 ms to 400 ms\) is shorter than a round trip to a quorum of voters \(500 ms/;

describe('a simulation that completes nothing', () => {
  it('says so, with exit code 1, and neither agreement nor success', async () => {
    const { code, out } = await quorate(['simulate', 'a.yaml', '-q'], { 'a.yaml': APART });
    const text = out.replace(/\s+/g, ' ');
    expect(code).toBe(1);
    expect(text).toMatch(
      /NOTHING SHOWN: no operation completed \(no client was served in \d+ s of warm-up\)/,
    );
    expect(text).toMatch(NO_LEADER);
    expect(text).not.toMatch(/agree|[Nn]o (safety )?violation/);
    const json = await quorate(['simulate', 'a.yaml', '-q', '-f', 'json'], { 'a.yaml': APART });
    const result = JSON.parse(json.out);
    expect(json.code).toBe(1);
    expect(result).toMatchObject({ finished: 0, warmUp: { served: false }, leadership: { stays: false } });
    expect(result.clients[0]).toMatchObject({ model: null, notCompared: 'No operation completed.' });
  });

  it('is foretold by estimate and found by review', async () => {
    const estimate = await quorate(['estimate', 'a.yaml', '-q'], { 'a.yaml': APART });
    expect(estimate.out.replace(/\s+/g, ' ')).toMatch(NO_LEADER);
    const json = await quorate(['estimate', 'a.yaml', '-q', '-f', 'json'], { 'a.yaml': APART });
    expect(JSON.parse(json.out).leadership).toMatchObject({
      leader: 'ca',
      roundTrip: 500,
      election: [200, 400],
      chance: 0,
      stays: false,
    });
    const review = await quorate(['review', 'a.yaml', '-f', 'json'], { 'a.yaml': APART });
    const findings = JSON.parse(review.out).files?.[0]?.findings ?? JSON.parse(review.out).findings;
    const found = findings.find(({ rule }: { rule: string }) => rule === 'QR023');
    expect(found.severity).toBe('error');
    expect(found.message).toMatch(NO_LEADER);
  });

  it('is not said of one that completes all', async () => {
    const { code, out } = await quorate(['simulate', 'a.yaml', '-q', '-n', '50'], { 'a.yaml': THREE });
    const text = out.replace(/\s+/g, ' ');
    expect(code).toBe(0);
    expect(text).toMatch(
      /No safety violation in 100 operations \(checked: agreement, order, validity, at-most-once/,
    );
    expect(text).toMatch(/Model and simulation agree/);
    expect(text).not.toMatch(/NOTHING SHOWN|NOT TESTED|No leader can stay|Leadership changed/);
  });
});

describe('a fault that meets no operation', () => {
  it.each([
    ['crash:rb@1h', /NOT TESTED: crash:rb@1h\. It begins after the end of the run, which lasted \d+\.\d s\./],
    [
      'crash:rb@0.001ms..0.002ms',
      /NOT TESTED: crash:rb@0\.001ms\.\.0\.002ms\. No operation was under way while it lasted\./,
    ],
  ])('%s is said to be untested, with exit code 1', async (fault, sentence) => {
    const args = ['simulate', 'a.yaml', '-q', '-n', '20', '--fault', fault];
    const { code, out } = await quorate(args, { 'a.yaml': THREE });
    expect(out.replace(/\s+/g, ' ')).toMatch(sentence);
    expect(code).toBe(1);
  });

  it.each([
    ['restart:rb@10ms', 'what it names was up'],
    ['crash:rb@10ms..20ms crash:rb@12ms', 'what it names was down already'],
    ['pause:rb@20ms..30ms crash:rb@10ms', 'what it names was down'],
    ['promote:ra@10ms', 'what it names led already, was taking over, or was down'],
    ['add:rb@10ms', 'what it names was a member already'],
    ['remove:rb@10ms remove:rb@2s', 'what it names was no member'],
  ])('%s is said to have changed nothing, with exit code 1', async (faults, why) => {
    const given = faults.split(' ').flatMap((fault) => ['--fault', fault]);
    const args = ['simulate', 'a.yaml', '-q', '--load', 'closed:1', '--duration', '3s', ...given];
    const { code, out } = await quorate(args, { 'a.yaml': THREE });
    expect(out.replace(/\s+/g, ' ')).toContain(`It changed nothing: ${why}.`);
    expect(out.match(/NOT TESTED/g)).toHaveLength(1);
    expect(code).toBe(1);
  });

  it.each([
    [
      'promote:rb@10ms --protocol multi-paxos',
      'multi-paxos obeys no order to promote; no order of an operator means anything to it',
    ],
    ['remove:rb@10ms --protocol multi-paxos', 'multi-paxos obeys no order to remove'],
    ['remove:rb@10ms --protocol primary-backup', 'primary-backup obeys no order to remove; it obeys promote'],
    ['crash:rb@1s --fault crash:rb@1s', '--fault crash:rb@1s: it is given twice'],
    ['slow-disk:rb=1x@1s..2s', '1x leaves the disk as it is'],
    ['slow-link:ra~rb=+0ms@1s..2s', '+0ms leaves the link as it is'],
  ])('%s is refused', async (faults, why) => {
    const args = ['simulate', 'a.yaml', '-q', '--fault', ...faults.split(' ')];
    const { code, err } = await quorate(args, { 'a.yaml': THREE });
    expect(err).toContain(why);
    expect(code).toBe(2);
  });

  it('and help has every kind of fault that there is', async () => {
    const { out } = await quorate(['simulate', '--help']);
    const { err } = await quorate(['simulate', 'a.yaml', '--fault', 'x:rb@1s'], { 'a.yaml': THREE });
    const kinds = /the kinds are (.*)/.exec(err)?.[1].split(', ') ?? [];
    expect(kinds.length).toBeGreaterThan(8);
    for (const kind of kinds) expect(out).toMatch(new RegExp(`\\b${kind}:`));
  });

  it('is another thing than one that met some', async () => {
    const args = [
      'simulate',
      'a.yaml',
      '-q',
      '-n',
      '200',
      '--load',
      'closed:1',
      '--fault',
      'crash:rb@1s..2s',
    ];
    const { code, out } = await quorate(args, { 'a.yaml': THREE });
    expect(out).not.toMatch(/NOT TESTED/);
    expect(code).toBe(0);
    const json = await quorate([...args, '-f', 'json'], { 'a.yaml': THREE });
    const [outcome] = JSON.parse(json.out).faultOutcomes;
    expect(outcome).toMatchObject({ fault: 'crash:rb@1s..2s', begun: true, untested: null });
    expect(outcome.operations).toBeGreaterThan(10);
  });
});

describe('a run that leaves the standing which the model is of', () => {
  it('tells who led from when on, and is not compared with the first leader', async () => {
    const args = [
      'simulate',
      'a.yaml',
      '-q',
      '--load',
      'closed:1',
      '--fault',
      'crash:ra@1s',
      '--duration',
      '6s',
    ];
    const { out } = await quorate(args, { 'a.yaml': THREE });
    expect(out).toMatch(/Leadership changed once: ra → r[bc] at \d\.\d\d s\./);
    expect(out).toMatch(/At the end r[bc] led; at first ra did\./);
    expect(out).not.toMatch(/Model and simulation/);
    const { leaderChanges, successions } = JSON.parse(
      (await quorate([...args, '-f', 'json'], { 'a.yaml': THREE })).out,
    );
    expect(leaderChanges).toBe(1);
    expect(successions).toHaveLength(1);
    expect(successions[0]).toMatchObject({ from: 'ra' });
  });

  it('compares no client that asked another replica, and says so, and why; the others it does compare', async () => {
    const impatient = THREE.replace('election:', 'request: 45ms, election:');
    const { out } = await quorate(['simulate', 'a.yaml', '-q', '-n', '50'], { 'a.yaml': impatient });
    const text = out.replace(/\s+/g, ' ');
    expect(text).toMatch(
      /No comparison with the model for far: The client sent \d+ operations? to another replica as well; the model is of one contact\./,
    );
    expect(text).toMatch(/Model and simulation agree/);
  });
});

/** A primary whose quorum must hold it (patroni/patroni#1565, 2020): promoting another cannot help while it is down. */
const HELD = `version: 1
name: held
network: { rtt: { sites: [a, b], ms: [[0.5, 12], [12, 0.5]] } }
disks: { nvme: { fsync: 0.6ms } }
replicas: [{ id: a1, at: a, disk: nvme }, { id: b1, at: b, disk: nvme }, { id: b2, at: b, disk: nvme }]
clients: [{ id: app, at: a }]
protocol: { name: primary-backup, leader: a1, quorum: { expression: "a1 & 1 of (b1, b2)" } }
timeouts: { operator: 40s }
`;

describe('a primary that comes back after another was promoted', () => {
  it('is no new leader: the sentence, the count and who led at the end agree; the outage is told', async () => {
    const args = ['simulate', 'a.yaml', '-q', '--load', 'closed:1', '--duration', '8s'];
    const faults = ['--fault', 'crash:a1@1s..6s', '--fault', 'promote:b1@2s'];
    const { out } = await quorate([...args, ...faults], { 'a.yaml': HELD });
    expect(out).toMatch(/Leadership changed once: a1 → b1 at \d\.\d\d s\./);
    expect(out).toMatch(/At the end b1 led; at first a1 did\./);
    // b1 leads in vain until a1 is back at 6 s; then a round trip or two.
    expect(out).toMatch(
      /After the first fault began, no write was answered for 5\.\d\d s at most \(from 1\.0\d s on\)\./,
    );
    const result = JSON.parse((await quorate([...args, ...faults, '-f', 'json'], { 'a.yaml': HELD })).out);
    expect(result).toMatchObject({
      leaderChanges: 1,
      leaders: ['b1'],
      outage: { answered: true },
      clients: [{ outage: result.outage }],
    });
    expect(result.outage.lasted).toBeGreaterThan(5000 - 100);
    expect(result.outage.lasted).toBeLessThan(5500);
  });

  it('tells no outage where nothing fails', async () => {
    const { out } = await quorate(['simulate', 'a.yaml', '-q', '-n', '50'], { 'a.yaml': HELD });
    expect(out).not.toMatch(/no write was answered/);
  });
});

describe('a usage error', () => {
  const UNUSED = `${SMALL}failures: { machine: { mtbf: 90d, mttr: 1h } }\n`;
  const note = /read and checked, but not used/;

  it('is told alone; notes on the file come where the command line is right', async () => {
    const wrong = await quorate(['simulate', 'a.yaml', '--fault', 'crash:nobody@1s'], { 'a.yaml': UNUSED });
    expect(wrong.code).toBe(2);
    expect(wrong.err).toMatch(/^quorate: --fault crash:nobody@1s: /);
    expect(wrong.err).not.toMatch(note);
    const unrated = { 'a.yaml': UNUSED.replace(', rate: 50/s', '') };
    const open = await quorate(['simulate', 'a.yaml', '--load', 'open'], unrated);
    expect(open.err).toMatch(/^quorate: --load open needs a rate .* cc has none/);
    const right = await quorate(['simulate', 'a.yaml', '-n', '10'], { 'a.yaml': UNUSED });
    expect(right.err).toMatch(note);
  });
});

describe('the Markdown of a simulation', () => {
  it('has the sentences of the terminal, one table, and the listing that --trace asks for', async () => {
    const args = ['simulate', 'a.yaml', '-q', '-n', '200', '--trace', 'cc'];
    const files = { 'a.yaml': SMALL };
    const {
      out,
      code,
      files: written,
    } = await quorate([...args, '-f', 'text', '-f', 'markdown=a.md'], files);
    const markdown = (written.get('a.md') ?? '').replace(/\\(?=\W)/g, '');
    expect(code).toBe(0);
    const sentences = out
      .replace(/\n {2}(?=\w)/g, ' ')
      .split('\n')
      .filter((line) => line.endsWith('.'));
    expect(sentences.length).toBeGreaterThan(3);
    for (const sentence of sentences) expect(markdown).toContain(sentence);
    // Lanes of places in a terminal; in Markdown the place has a column.
    expect(out).toMatch(/^ +0\.000 {2}●→ .* sends request to rc$/m);
    expect(markdown).toContain('| 0.000 | cc | sends request to rc |');
    expect(markdown).toMatch(/\| {2}\| {2}\| the client has its answer; nothing below is waited for \|/);
  });
});
