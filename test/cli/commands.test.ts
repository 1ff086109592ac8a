import { readdirSync } from 'node:fs';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import manifest from '../../package.json' with { type: 'json' };
import type { Loss } from '../../src/result/losses.js';
import { VERSION } from '../../src/version.js';
import { schemas } from '../result/schemas.js';
import { quorate, SMALL } from './quorate.js';

const bundled = readdirSync(new URL('../../topologies/', import.meta.url))
  .filter((name) => name.endsWith('.yaml'))
  .map((name) => `topologies/${name}`)
  .sort();

describe('quorate explain with a rule', () => {
  it.each(['text', 'markdown', 'json'])('takes every format that the help offers: %s', async (format) => {
    const { code, out, err } = await quorate(['explain', 'QR012', 'qr019', '-f', format]);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    for (const part of ['QR012', 'QR019', 'hierarchical-would-cure', 'docs/rules.md#qr019'])
      expect(out).toContain(part);
    if (format === 'markdown') expect(out).toMatch(/^### QR012\n/);
  });
});

describe('quorate estimate', () => {
  it.each(bundled)(
    '%s prints a table that fits 100 columns, and nothing on standard error when quiet',
    async (file) => {
      const { code, out, err } = await quorate(['estimate', file, '--quiet']);
      expect({ code, err }).toEqual({ code: 0, err: '' });
      for (const line of out.split('\n')) expect([...line].length).toBeLessThanOrEqual(100);
      expect(out).not.toMatch(/NaN|undefined|Infinity|\[object/);
    },
  );

  it.each(bundled)(
    '%s gives JSON that its schema accepts, with figures that rise from p50 to p99.9',
    async (file) => {
      const { out } = await quorate(['estimate', file, '--format', 'json', '-q']);
      const result = JSON.parse(out);
      const validate = new Ajv({ strict: false }).compile(schemas.estimate);
      expect(validate(result) ? [] : validate.errors).toEqual([]);
      for (const { write, read } of result.clients) {
        for (const figures of [write, read]) {
          expect(figures.p50).toBeLessThanOrEqual(figures.p90);
          expect(figures.p90).toBeLessThanOrEqual(figures.p99);
          expect(figures.p99).toBeLessThanOrEqual(figures.p999);
          expect(figures.failure).toBe(0);
        }
        // A write waits for a quorum, a lease read for the leader alone.
        expect(read.p50).toBeLessThanOrEqual(write.p50);
      }
    },
  );

  it('works constants out to the last bit: 10 ms to the nearest of two followers, both ways of the client beside', async () => {
    const { out } = await quorate(['estimate', 'small.yaml', '--format', 'json', '-q'], {
      'small.yaml': SMALL,
    });
    const [ca, cc] = JSON.parse(out).clients;
    expect(ca).toMatchObject({ id: 'ca', entry: 'ra', write: { p50: 10, p999: 10 }, read: { p50: 0 } });
    // c → rc at once, rc → ra 10, quorum 10, ra → rc 10.
    expect(cc).toMatchObject({ id: 'cc', entry: 'rc', write: { p50: 30, mean: 30 }, read: { p50: 20 } });
    expect(ca.decidedBy[0]).toMatchObject({ replica: 'rb', decides: 1, inQuorum: 1 });
  });

  it('reads standard input as -, and several files in one run', async () => {
    const piped = await quorate(['estimate', '-', '-q'], {}, SMALL);
    expect(piped.code).toBe(0);
    expect(piped.out).toContain('small   multi-paxos, leader ra');
    const two = await quorate(['estimate', 'a.yaml', 'b.yaml', '-q', '-f', 'json'], {
      'a.yaml': SMALL,
      'b.yaml': SMALL,
    });
    expect(JSON.parse(two.out)).toHaveLength(2);
  });

  it('writes formats to files whole, and the other to standard output', async () => {
    const { code, out, files } = await quorate(
      ['estimate', 'a.yaml', '-q', '-f', 'text', '-f', 'json=out.json', '-f', 'markdown=out.md'],
      {
        'a.yaml': SMALL,
      },
    );
    expect(code).toBe(0);
    expect(out).toContain('write, ms');
    expect(JSON.parse(files.get('out.json') ?? '').schema).toBe('quorate.estimate/1');
    expect(files.get('out.md')).toContain('| ca | a → ra | 10.0 |');
  });

  it('counts failures in; simulate, which does not, says so on standard error, and not when quiet', async () => {
    const text = `${SMALL}failures: { region: { mtbf: 8y, mttr: 4h } }\n`;
    expect((await quorate(['estimate', 'a.yaml'], { 'a.yaml': text })).err).toBe('');
    const run = ['simulate', 'a.yaml', '-n', '10'];
    const loud = await quorate(run, { 'a.yaml': text });
    expect(loud.err).toBe('note: a.yaml: read and checked, but not used by this command: failures\n');
    expect((await quorate([...run, '-q'], { 'a.yaml': text })).err).toBe('');
  });

  it('lets the planner pick the leader and says why', async () => {
    const { out } = await quorate(['estimate', 'a.yaml', '-q', '-f', 'json'], {
      'a.yaml': SMALL.replace('leader: ra', 'leader: best'),
    });
    const { protocol } = JSON.parse(out);
    expect(protocol.leader).toBe('ra');
    expect(protocol.leaderReason).toMatch(/least mean write latency, .* next best rb/);
  });

  it('uses a CSV of the user’s own, relative to the topology', async () => {
    const csv = 'from,to,p50\na,b,10\na,c,20\nb,c,30\n';
    const text = SMALL.replace(
      /network:.*/,
      'network: { rtt: ./mine.csv, within-zone: 0.2ms, between-zones: 0.5ms }',
    );
    const { code, out, err } = await quorate(['estimate', 'dir/a.yaml', '-q', '-f', 'json'], {
      'dir/a.yaml': text,
      'dir/mine.csv': csv,
    });
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(JSON.parse(out).clients[0].write.p50).toBeGreaterThan(10);
  });
});

describe('quorate explain', () => {
  it.each(bundled)('%s: the steps add up to the mean, in JSON that its schema accepts', async (file) => {
    const { out } = await quorate(['explain', file, '-q', '-f', 'json']);
    const result = JSON.parse(out);
    const validate = new Ajv({ strict: false }).compile(schemas.explain);
    expect(validate(result) ? [] : validate.errors).toEqual([]);
    for (const { operations } of result.clients) {
      for (const { steps, figures } of operations) {
        const total = steps.reduce((sum: number, { adds }: { adds: number }) => sum + adds, 0);
        expect(total).toBeCloseTo(figures.mean, 6);
      }
    }
  });

  it.each(bundled)('%s fits 100 columns, and so does a trace', async (file) => {
    const explained = await quorate(['explain', file, '-q']);
    const traced = await quorate(['simulate', file, '-q', '-n', '20', '--trace']);
    for (const line of [...explained.out.split('\n'), ...traced.out.split('\n')]) {
      expect([...line].length, line).toBeLessThanOrEqual(100);
    }
  });

  it('names the source of every step', async () => {
    const { out } = await quorate([
      'explain',
      'topologies/payments-ledger.yaml',
      '-q',
      '-f',
      'json',
      '--client',
      'web-eu',
    ]);
    const { clients } = JSON.parse(out);
    expect(clients.map(({ id }: { id: string }) => id)).toEqual(['web-eu']);
    for (const { steps } of clients[0].operations) {
      for (const { source } of steps)
        expect(source).toMatch(/aws-2025-07|override at|between-zones at|disk nvme at/);
    }
  });

  it('gives for each replica what its loss does, the leader included', async () => {
    const { out } = await quorate(['explain', 'a.yaml', '-q', '-f', 'json'], { 'a.yaml': SMALL });
    const { losses } = JSON.parse(out) as { losses: Loss[] };
    const replicas = losses.filter(({ kind }) => kind === 'replica');
    expect(replicas.map(({ name, leaders }) => [name, leaders.map(({ leader }) => leader).sort()])).toEqual([
      ['ra', ['rb', 'rc']],
      ['rb', ['ra']],
      ['rc', ['ra']],
    ]);
    // Without rb the nearest follower is rc, 20 ms away.
    expect(replicas[1].clients[0]).toMatchObject({ id: 'ca', down: false, write: { p50: 20, p99: 20 } });
  });

  it('says that writes stop where the leader is lost and no phase-1 quorum is left to elect another', async () => {
    const flexible = SMALL.replace('leader: ra', 'leader: ra, quorum: { phase1: 3, phase2: 1 }');
    const { out } = await quorate(['explain', 'a.yaml', '-q', '-f', 'json'], { 'a.yaml': flexible });
    const { losses } = JSON.parse(out) as { losses: Loss[] };
    expect(losses[0]).toMatchObject({ name: 'ra', stops: true, recovery: { rto: null } });
    expect(losses[0].leaders.map(({ leader }) => leader)).toEqual([null]);
    expect(losses[0].clients.map(({ write }) => write.p50)).toEqual([null, null]);
    expect(losses[1].clients[0].write.p50).toBe(0);
  });

  it('refuses an unknown client and suggests the one that was meant', async () => {
    const { code, err } = await quorate(['explain', 'a.yaml', '--client', 'cb'], { 'a.yaml': SMALL });
    expect({ code, err }).toEqual({
      code: 2,
      err: "quorate: a.yaml has no client 'cb'; did you mean 'ca'?\n",
    });
  });
});

describe('quorate simulate', () => {
  it('gives the same bytes for the same seed, and another simulation for another', async () => {
    const args = ['simulate', 'topologies/three-regions.yaml', '-q', '-n', '200', '-f', 'json', '--trace'];
    const once = await quorate(args);
    const twice = await quorate(args);
    const other = await quorate([...args, '--seed', '2']);
    expect(twice.out).toBe(once.out);
    expect(JSON.parse(once.out).seed).toBe(1);
    expect(JSON.parse(other.out).clients).not.toEqual(JSON.parse(once.out).clients);
  });

  it('gives JSON that its schema accepts, with samples, intervals and safety', async () => {
    const { out } = await quorate([
      'simulate',
      'topologies/payments-ledger.yaml',
      '-q',
      '-n',
      '100',
      '-f',
      'json',
    ]);
    const result = JSON.parse(out);
    const validate = new Ajv({ strict: false }).compile(schemas.simulation);
    expect(validate(result) ? [] : validate.errors).toEqual([]);
    expect(result.schema).toBe('quorate.simulation/1');
    expect(result.samples).toBe(200);
    expect(result.safety.violations).toBe(0);
    expect(result.safety.checked.length).toBeGreaterThanOrEqual(4);
  });

  it('traces one operation of the client and kind asked for', async () => {
    const { out } = await quorate(
      ['simulate', 'a.yaml', '-q', '-n', '50', '--trace', 'cc', '--op', 'write'],
      { 'a.yaml': SMALL },
    );
    expect(out).toContain('Trace of write 1 of cc, answered after 30.0 ms');
    expect(out).toMatch(/sends forward to ra/);
    expect(out).toMatch(/executes slot/);
    for (const line of out.split('\n')) expect([...line].length).toBeLessThanOrEqual(100);
  });

  it('runs faults on the timeline, and a crash of the leader is survived without a violation', async () => {
    const { code, out } = await quorate(
      [
        'simulate',
        'a.yaml',
        '-q',
        '-n',
        '2000',
        '--load',
        'closed:2',
        '--fault',
        'crash:ra@5s..15s',
        '-f',
        'json',
      ],
      { 'a.yaml': SMALL },
    );
    const result = JSON.parse(out);
    expect(code).toBe(0);
    expect(result.safety.violations).toBe(0);
    expect(result.retries).toBeGreaterThan(0);
    expect(result.clients[0].model).toBe(null);
    expect(result.clients[0].write.confidence.p50).toHaveLength(2);
  });

  it('runs ten seconds beyond the last fault where nothing says how long, and says when a run ended before a fault', async () => {
    const args = ['simulate', 'a.yaml', '--load', 'open', '--fault', 'crash:rb@2s..4s', '-f', 'json'];
    const long = await quorate(args, { 'a.yaml': SMALL });
    expect(JSON.parse(long.out).faultsMissed).toBe(0);
    expect(JSON.parse(long.out).span).toBeGreaterThan(13_900);
    const short = await quorate([...args, '-n', '20'], { 'a.yaml': SMALL });
    expect(short.err).toMatch(
      /the run ended after 0\.\d s, before 2 beginnings or ends of faults; see --duration/,
    );
  });

  it.each([
    [['--load', 'sometimes'], "--load takes spaced, open or closed:K (closed:10), not 'sometimes'"],
    [['--load', 'closed:0'], '--load closed: takes a whole number from 1 to 10000'],
    [['-n', 'many'], "--operations takes a whole number from 1 to 10000000, not 'many'"],
    [['--seed', '-1'], "--seed takes a whole number from 0 to 9007199254740991, not '-1'"],
    [['--duration', '30'], '--duration: '],
    [['--fault', 'crash:nobody@10s'], '--fault crash:nobody@10s: '],
    [['--trace', 'nobody'], "has no client 'nobody'"],
    [['--op', 'scan'], 'Allowed choices are write, read'],
    [['--format', 'pdf'], '--format pdf is not one of text, json'],
    [['--format', 'json='], 'names no file after the ='],
    [['--format', 'json', '--format', 'text'], 'only one --format can go to standard output'],
    [['--format', 'json=/read-only/x.json'], 'cannot write /read-only/x.json: the file system is read-only'],
  ])('refuses %j with exit code 2 and a sentence', async (flags, sentence) => {
    const { code, out, err } = await quorate(['simulate', 'a.yaml', '-n', '20', ...flags], {
      'a.yaml': SMALL,
    });
    expect(code).toBe(2);
    expect(out).toBe('');
    expect(err).toContain(sentence);
  });
});

describe('quorate compare', () => {
  it('sets several files side by side, in JSON that its schema accepts', async () => {
    const files = {
      'a.yaml': SMALL,
      'b.yaml': SMALL.replace('name: small', 'name: moved').replace('leader: ra', 'leader: rb'),
    };
    const { code, out } = await quorate(['compare', 'a.yaml', 'b.yaml', '-q', '-f', 'json'], files);
    expect(code).toBe(0);
    const result = JSON.parse(out);
    const { $schema, ...schema } = schemas.compare as { $schema: string };
    expect($schema).toContain('draft-07');
    const validate = new Ajv({ strict: false }).compile(schema);
    expect(validate(result) ? [] : validate.errors).toEqual([]);
    expect(result.alternatives.map(({ name }: { name: string }) => name)).toEqual(['small', 'moved']);
    expect(result.alternatives[1].estimate.protocol.leader).toBe('rb');
  });

  it('sets every protocol side by side, and each either has figures or says what is in its way', async () => {
    const { code, out } = await quorate(['compare', 'a.yaml', '--protocols', 'all', '-q', '-f', 'json'], {
      'a.yaml': SMALL,
    });
    const { protocols } = JSON.parse((await quorate(['protocols', '-f', 'json'])).out);
    const { alternatives } = JSON.parse(out);
    expect(code).toBe(0);
    expect(alternatives.map(({ name }: { name: string }) => name)).toEqual(
      protocols.map(({ name }: { name: string }) => name),
    );
    for (const { estimate, obstacles } of alternatives) expect(estimate === null).toBe(obstacles.length > 0);
  });

  it('fits 100 columns', async () => {
    const { out } = await quorate([
      'compare',
      'topologies/seven-around-the-globe.yaml',
      '--protocols',
      'all',
      '-q',
    ]);
    for (const line of out.split('\n')) expect([...line].length).toBeLessThanOrEqual(100);
  });

  it('asks for something to compare with, and for protocols that there are', async () => {
    const alone = await quorate(['compare', 'a.yaml'], { 'a.yaml': SMALL });
    expect({ code: alone.code, err: alone.err }).toEqual({
      code: 2,
      err: 'quorate: one file and nothing to compare it with; add files, or --protocols all, --quorums, --leaders all, --replicas 3,5\n',
    });
    const unknown = await quorate(['compare', 'a.yaml', '--protocols', 'multi-paxo'], { 'a.yaml': SMALL });
    expect({ code: unknown.code, hint: unknown.err.includes("did you mean 'multi-paxos'?") }).toEqual({
      code: 2,
      hint: true,
    });
    const other = await quorate(['estimate', 'a.yaml', '--protocol', 'rafd'], { 'a.yaml': SMALL });
    expect(other.code).toBe(2);
  });
});

describe('a topology without clients', () => {
  it.each(['estimate', 'explain', 'simulate'])(
    'has no latency to tell: %s says so with exit code 2',
    async (command) => {
      const { code, err } = await quorate([command, 'a.yaml'], {
        'a.yaml': SMALL.replace(/clients:.*\n/, ''),
      });
      expect({ code, says: err.includes('a.yaml has no clients') }).toEqual({ code: 2, says: true });
    },
  );
});

describe('old RTTs', () => {
  it('are named with their age on standard error', async () => {
    const { err } = await quorate(['estimate', 'a.yaml'], {
      'a.yaml': SMALL.replace(/network:.*/, 'network: { rtt: aws-2020-06 }').replaceAll(
        /at: ([abc])/g,
        (_, at) => `at: ${{ a: 'us-east-1', b: 'eu-west-1', c: 'us-west-2' }[at as 'a']}`,
      ),
    });
    expect(err).toContain('note: a.yaml: the RTTs of aws-2020-06 are 6 years old (2020-06-05)');
  });
});

describe('local reads', () => {
  it('go to the nearest replica, wherever writes enter, unless the file names a replica', async () => {
    const local = SMALL.replace('leader: ra', 'leader: ra, reads: local').replace(
      'entry: nearest',
      'entry: rb',
    );
    const { out } = await quorate(
      ['estimate', '-', '-q', '-f', 'json'],
      {},
      `${local}`.replace('{ id: ca, at: a,', '{ id: ca, at: b,'),
    );
    const [ca, cc] = JSON.parse(out).clients;
    expect(ca).toMatchObject({ entry: 'ra', readEntry: 'rb', read: { p50: 0 } });
    expect(cc).toMatchObject({ entry: 'rb', readEntry: 'rb', read: { p50: 30 } });
  });
});

describe('quorate init, schema, protocols', () => {
  it('prints templates that estimate without a word on standard error but the note on unused keys', async () => {
    const { out: list } = await quorate(['init', '--list']);
    const names = list
      .trim()
      .split('\n')
      .map((line) => line.split(' ')[0]);
    expect(names.length).toBeGreaterThanOrEqual(3);
    for (const name of names) {
      const { out } = await quorate(['init', '--template', name]);
      const estimated = await quorate(['estimate', '-', '-q'], {}, out);
      expect({ name, code: estimated.code, err: estimated.err }).toEqual({ name, code: 0, err: '' });
      expect(parse(out).version).toBe(1);
      const reviewed = await quorate(['review', '-', '-q'], {}, out);
      expect({ name, code: reviewed.code, out: reviewed.out }).toEqual({
        name,
        code: 0,
        out: '1 file: nothing found.\n',
      });
    }
  });

  it('writes to a new file, and never over one that is there', async () => {
    const fresh = await quorate(['init', '-o', 'new.yaml']);
    expect(fresh.code).toBe(0);
    expect(fresh.files.get('new.yaml')).toContain('version: 1');
    const taken = await quorate(['init', '-o', 'a.yaml'], { 'a.yaml': 'mine' });
    expect(taken.code).toBe(2);
    expect(taken.files.get('a.yaml')).toBe('mine');
    expect(taken.err).toBe('quorate: a.yaml exists already; it is left as it is\n');
  });

  it('suggests the template and the schema that were meant', async () => {
    expect((await quorate(['init', '--template', 'five-region'])).err).toContain(
      "did you mean 'five-regions'?",
    );
    expect((await quorate(['schema', 'topolgy'])).err).toContain("did you mean 'topology'?");
  });

  it('prints every schema that it lists', async () => {
    const { out } = await quorate(['schema']);
    for (const name of out.trim().split('\n')) {
      const { code, out: schema } = await quorate(['schema', name]);
      expect(code).toBe(0);
      expect(JSON.parse(schema).$schema).toContain('draft-07');
    }
  });

  it('lists the protocols as text and JSON', async () => {
    expect((await quorate(['protocols'])).out).toContain('multi-paxos   Multi-Paxos');
    const { protocols } = JSON.parse((await quorate(['protocols', '-f', 'json'])).out);
    expect(protocols[0]).toMatchObject({ name: 'multi-paxos', messagesPerWrite: { 3: 6, 5: 12, 7: 18 } });
  });
});

describe('the command line as a whole', () => {
  it('has the version of its package', async () => {
    expect(VERSION).toBe(manifest.version);
    expect((await quorate(['--version'])).out).toBe(`${manifest.version}\n`);
  });

  it('shows help with examples first, for the program and for every command, and exits 0', async () => {
    const { code, out } = await quorate(['--help']);
    expect(code).toBe(0);
    expect(out.startsWith('Examples:')).toBe(true);
    for (const command of ['estimate', 'explain', 'simulate', 'init', 'schema']) {
      const help = await quorate([command, '--help']);
      expect(help.code).toBe(0);
      expect(help.out.startsWith('Examples:')).toBe(true);
    }
    for (const command of ['protocols', 'rtt']) expect((await quorate([command, '--help'])).code).toBe(0);
  });

  it.each([
    [[]],
    [['estimat', 'a.yaml']],
    [['estimate']],
    [['estimate', '--fast', 'a.yaml']],
    [['rtt', 'lst']],
  ])('answers wrong usage %j with exit code 2, on standard error only', async (args) => {
    const { code, out, err } = await quorate(args);
    expect(code).toBe(2);
    expect(out).toBe('');
    expect(err.length).toBeGreaterThan(0);
    expect(err).not.toMatch(/\n\s+at /);
  });

  it('says which file cannot be read, and why', async () => {
    const { code, err } = await quorate(['estimate', 'nowhere.yaml']);
    expect({ code, err }).toEqual({
      code: 2,
      err: 'quorate: cannot read nowhere.yaml: no such file or directory\n',
    });
  });

  it('prints the errors of all files at once, and estimates none', async () => {
    const { code, out, err } = await quorate(['estimate', 'a.yaml', 'b.yaml', 'c.yaml'], {
      'a.yaml': SMALL,
      'b.yaml': SMALL.replace('leader: ra', 'leader: rz'),
      'c.yaml': SMALL.replace('name: multi-paxos', 'name: multi-paxo'),
    });
    expect(code).toBe(2);
    expect(out).toBe('');
    expect(err).toMatch(/^b\.yaml:6:/m);
    expect(err).toMatch(/^c\.yaml:6:/m);
    expect(err).toContain("did you mean 'multi-paxos'?");
  });
});
