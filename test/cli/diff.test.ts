import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import type { DiffResult } from '../../src/result/diff.js';
import { schemas } from '../result/schemas.js';
import { quorate, SMALL } from './quorate.js';

const LEDGER = 'topologies/payments-ledger.yaml';
const OBJECTIVES =
  'objectives: [{ metric: write.p99, at-most: 35ms }, { clients: ca, metric: write.p50, at-most: 12ms }]\n';
const BASE = `${SMALL}${OBJECTIVES}`;
const FAILING = 'failures: { machine: { mtbf: 120d, mttr: 30m }, region: { mtbf: 8y, mttr: 4h } }\n';

function diff(base: string, head: string, ...args: string[]) {
  return quorate(['diff', 'base.yaml', 'head.yaml', '-q', ...args], { 'base.yaml': base, 'head.yaml': head });
}

async function result(base: string, head: string): Promise<DiffResult> {
  return JSON.parse((await diff(base, head, '-f', 'json')).out);
}

describe('quorate diff', () => {
  it.each([
    ['to itself', LEDGER],
    ['to other protocols and replicas', 'topologies/seven-around-the-globe.yaml'],
    ['to one region', 'topologies/one-region-three-zones.yaml'],
  ])(
    'from the ledger %s prints a table that fits 100 columns, JSON that its schema accepts, and Markdown',
    async (_, head) => {
      const formats = ['-f', 'text', '-f', 'json=out.json', '-f', 'markdown=out.md'];
      const text = await quorate(['diff', LEDGER, head, '-q', ...formats]);
      expect({ code: text.code, err: text.err }).toEqual({ code: 0, err: '' });
      for (const line of text.out.split('\n')) expect([...line].length).toBeLessThanOrEqual(100);
      const [json, markdown] = ['out.json', 'out.md'].map((name) => text.files.get(name) ?? '');
      const validate = new Ajv({ strict: false }).compile(schemas.diff);
      expect(validate(JSON.parse(json)) ? [] : validate.errors).toEqual([]);
      const rows = markdown.split('\n').filter((line) => line.startsWith('|'));
      expect(rows.length).toBeGreaterThan(2);
      expect(new Set(rows.map((row) => row.split('|').length)).size).toBe(1);
      for (const printed of [text.out, json, markdown])
        expect(printed).not.toMatch(/NaN|undefined|Infinity|\[object/);
    },
  );

  it('finds no difference between a file and its own saved result, but does not know what changed in the file', async () => {
    const files = { 'a.yaml': BASE };
    const saved = (await quorate(['estimate', 'a.yaml', '-q', '-f', 'json'], files)).out;
    const all = { ...files, 'a.json': saved };
    const { code, out } = await quorate(['diff', 'a.json', 'a.yaml', '-q', '--exit-code', '-f', 'json'], all);
    expect(code).toBe(0);
    const found: DiffResult = JSON.parse(out);
    expect(found.verdict).toBe('none');
    expect(found.changes).toBeNull();
    expect(found.base.kind).toBe('result');
    expect(found.notes).toEqual([
      'A saved result does not hold its file, so what changed in the file is not known',
    ]);
  });

  it('finds no difference between two samplings of one file, whatever their seeds', async () => {
    // A disk whose tail is too long for any grid: figures are sampled.
    const disks = 'disks: { odd: { fsync: { lognormal: { median: 1ms, sigma: 3 } } } }';
    const text = SMALL.replace(
      /replicas: .*/,
      (line) => `${disks}\n${line.replaceAll(' }', ', disk: odd }')}`,
    );
    const [one, two] = await Promise.all(
      ['1', '2'].map(async (seed) => {
        const args = ['estimate', 't.yaml', '-q', '--seed', seed, '-f', 'json'];
        return (await quorate(args, { 't.yaml': text })).out;
      }),
    );
    const { out } = await quorate(['diff', 'one.json', 'two.json', '-f', 'json'], {
      'one.json': one,
      'two.json': two,
    });
    const found: DiffResult = JSON.parse(out);
    expect([found.base.method, found.base.seed, found.head.seed]).toEqual(['sampled', 1, 2]);
    expect(found.clients.map(({ verdict }) => verdict)).toEqual(found.clients.map(() => 'none'));
    const apart = found.clients.some(({ figures }) => figures['write.p99'].change !== 0);
    expect(apart).toBe(true);
  });

  it('works out who is slower by how much (constants: the quorum of rb is 10 ms away, that of rc 20)', async () => {
    const found = await result(BASE, BASE.replace('leader: ra', 'leader: rc'));
    expect(found.changes?.map(({ text }) => text)).toEqual(['leader: ra → rc']);
    const [ca, cc] = found.clients;
    // ca: a → c 10, quorum 20, c → a 10, instead of 10; cc: 20 beside the leader, instead of 10 + 10 + 10.
    expect(ca).toMatchObject({ id: 'ca', verdict: 'worse' });
    expect(ca.figures['write.p50']).toMatchObject({
      before: 10,
      after: 40,
      change: 30,
      percent: 300,
      verdict: 'worse',
    });
    expect(cc.figures['write.p50']).toMatchObject({ before: 30, after: 20, verdict: 'better' });
    expect(found.verdict).toBe('mixed');
  });

  it('lists the clients that came and went, which is no error', async () => {
    const head = BASE.replace('id: cc, at: c', 'id: cb, at: b');
    const found = await result(BASE, head);
    expect(found.clients.map(({ id }) => id)).toEqual(['ca']);
    expect(found.clientsAdded).toMatchObject([{ id: 'cb', at: 'b' }]);
    expect(found.clientsRemoved).toMatchObject([{ id: 'cc', at: 'c', write: { p50: 30 } }]);
    expect((await diff(BASE, head)).out).toMatch(/^cb +write .*added/m);
  });

  it('shows a client whose writes stop as one that stops', async () => {
    const files = { 'a.yaml': BASE };
    const estimated = JSON.parse((await quorate(['estimate', 'a.yaml', '-q', '-f', 'json'], files)).out);
    const never = { mean: null, p50: null, p90: null, p99: null, p999: null, failure: 1 };
    const stopped = {
      ...estimated,
      clients: [{ ...estimated.clients[0], write: never }, estimated.clients[1]],
    };
    const saved = { 'a.json': JSON.stringify(estimated), 'b.json': JSON.stringify(stopped) };
    const there = await quorate(['diff', 'a.json', 'b.json', '--exit-code'], saved);
    expect(there.out).toMatch(/^ca +write +10\.0 +– +stops/m);
    expect(there.out).toContain('Slower: ca (write p50 10.0 ms → never).');
    expect(there.code).toBe(1);
    const back = await quorate(['diff', 'b.json', 'a.json', '--exit-code'], saved);
    expect(back.out).toMatch(/^ca +write +– +10\.0 +served/m);
    expect(back.code).toBe(0);
  });

  it('holds availability, capacity and survival against each other where both have them', async () => {
    const base = `${BASE}${FAILING}`.replace('id: rb, at: b', 'id: rb, at: b, disk: ssd');
    const disks = (fsync: string) => `disks: { ssd: { fsync: ${fsync} } }\n`;
    const found = await result(
      base.replace('replicas: [{ id: ra, at: a }', `${disks('1ms')}replicas: [{ id: ra, at: a, disk: ssd }`),
      base
        .replace('replicas: [{ id: ra, at: a }', `${disks('2ms')}replicas: [{ id: ra, at: a, disk: ssd }`)
        .replace('mtbf: 8y', 'mtbf: 80y'),
    );
    expect(found.availability?.write.verdict).toBe('better');
    expect(found.availability?.downtimePerYear.verdict).toBe('better');
    // Twice the time for a durable write: half as many.
    const { before, after, verdict } = found.throughput?.max ?? {};
    expect([(after as number) / (before as number), verdict]).toEqual([expect.closeTo(0.5, 6), 'worse']);
    expect(found.survives?.map((each) => each.verdict)).toEqual(found.survives?.map(() => 'none'));
    expect(found.notes).toEqual([]);
    const half = await result(BASE, `${BASE}${FAILING}`);
    expect(half.availability).toBeNull();
    expect(half.notes).toEqual(['Only head says how available it is']);
  });

  it('reads base from standard input, as git show prints it', async () => {
    const { code, out } = await quorate(['diff', '-', 'head.yaml', '-q'], { 'head.yaml': BASE }, BASE);
    expect(code).toBe(0);
    expect(out).toContain('small   <stdin> → head.yaml');
    expect(out).toContain('No difference for any client.');
  });

  it('gives the same bytes every time', async () => {
    const run = () => diff(BASE, BASE.replace('leader: ra', 'leader: best'), '-f', 'json');
    expect((await run()).out).toBe((await run()).out);
  });
});

describe('objectives in a diff', () => {
  it('flip where they were met and are missed', async () => {
    const head = BASE.replace('leader: ra', 'leader: rb');
    const { objectives } = await result(BASE, head);
    // cc by way of rb: 30 there and back, and the quorum 10; ca: 10 there and back, and the quorum 10.
    expect(objectives).toMatchObject([
      { objective: 'write.p99 at most 35ms', before: 'met', after: 'missed', actualAfter: 40, flips: true },
      {
        objective: 'write.p50 of ca at most 12ms',
        before: 'met',
        after: 'missed',
        actualAfter: 20,
        flips: true,
      },
    ]);
    expect((await diff(BASE, head)).out).toContain(
      'write.p99 at most 35ms: met (30.0 ms) → missed (40.0 ms)',
    );
  });

  it('are the same ones with another bound, and a bound that is tightened may be missed', async () => {
    const { objectives } = await result(BASE, BASE.replace('35ms', '25ms'));
    expect(objectives[0]).toMatchObject({
      objective: 'write.p99 at most 25ms',
      asked: 'write.p99 at most 35ms',
      before: 'met',
      after: 'missed',
    });
    expect(objectives[1].flips).toBe(false);
  });

  it('may come and go', async () => {
    const { objectives } = await result(
      BASE,
      BASE.replace(', { clients: ca, metric: write.p50, at-most: 12ms }', ''),
    );
    expect(objectives.map(({ before, after }) => [before, after])).toEqual([
      ['met', 'met'],
      ['met', 'not asked'],
    ]);
  });
});

describe('the exit code of diff', () => {
  const slower = BASE.replace('leader: ra', 'leader: rb');

  it('is 0 whatever changed, unless --exit-code asks for more', async () => {
    expect((await diff(BASE, slower)).code).toBe(0);
    expect((await diff(BASE, slower, '--exit-code')).code).toBe(1);
    expect((await diff(slower, BASE, '--exit-code')).code).toBe(0);
    expect((await diff(BASE, BASE, '--exit-code')).code).toBe(0);
  });

  it('is 1 where nothing got slower and a tightened objective is missed', async () => {
    const found = await diff(BASE, BASE.replace('35ms', '25ms'), '--exit-code');
    expect(found.code).toBe(1);
    expect(found.out).toContain('No difference for any client.');
  });
});

describe('bad input of diff is refused with a sentence and exit code 2', () => {
  const saved = '{ "schema": "quorate.estimate/1", "version": "0.1.0" }';

  it.each<[string, Record<string, string>, string]>([
    [
      'another result',
      { 'base.yaml': '{ "schema": "quorate.what-if/1" }' },
      'quorate: base.yaml cannot be compared: it is a result of quorate what-if (what-if/1), and only those of quorate estimate can be compared\n',
    ],
    [
      'a schema of another version',
      { 'base.yaml': '{ "schema": "quorate.estimate/7" }' },
      'quorate: base.yaml cannot be compared: it is of schema quorate.estimate/7, and this version of quorate reads quorate.estimate/1',
    ],
    [
      'a list of results',
      { 'head.yaml': `[${saved}, ${saved}]` },
      'quorate: head.yaml cannot be compared: it holds 2 results',
    ],
    ['a result that was cut off', { 'head.yaml': saved.slice(0, 40) }, 'it is a saved result, but no JSON'],
    ['half a result', { 'head.yaml': saved }, 'it is no sound result of quorate estimate: '],
    ['a topology with a mistake', { 'head.yaml': BASE.replace('leader: ra', 'leader: rz') }, 'head.yaml:6:'],
    [
      'a topology without clients',
      { 'head.yaml': SMALL.replace(/clients:.*\n/, '') },
      'head.yaml has no clients',
    ],
  ])('%s', async (_, files, sentence) => {
    const { code, out, err } = await quorate(['diff', 'base.yaml', 'head.yaml'], {
      'base.yaml': BASE,
      'head.yaml': BASE,
      ...files,
    });
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(sentence);
  });

  it('the problems of both files at once, and a file that is not there', async () => {
    const bad = BASE.replace('leader: ra', 'leader: rz');
    const both = await diff(bad, bad);
    expect(both.err).toContain('base.yaml:6:');
    expect(both.err).toContain('head.yaml:6:');
    const missing = await quorate(['diff', 'nowhere.yaml', 'head.yaml'], { 'head.yaml': BASE });
    expect([missing.code, missing.err]).toEqual([
      2,
      'quorate: cannot read nowhere.yaml: no such file or directory\n',
    ]);
    const twice = await quorate(['diff', '-', '-'], {}, BASE);
    expect([twice.code, twice.err]).toEqual([2, 'quorate: standard input can be base or head, not both\n']);
  });

  it('a JSON topology is a topology', async () => {
    const head =
      '{ "version": 1, "name": "small", "network": { "rtt": { "sites": ["a"], "ms": [[1]] } }, "replicas": [{ "id": "ra", "at": "a" }], "clients": [{ "id": "ca", "at": "a" }], "protocol": { "name": "raft" } }';
    expect((await diff(BASE, head)).code).toBe(0);
  });
});
