import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { schemas } from '../result/schemas.js';
import { quorate, SMALL } from './quorate.js';

const LEDGER = 'topologies/payments-ledger.yaml';

/** Disks of 10 ms, a rate, failure figures and objectives. */
const SERVICE = `${SMALL.replace('{ id: ra, at: a }', '{ id: ra, at: a, disk: slow }')
  .replace('{ id: rb, at: b }', '{ id: rb, at: b, disk: slow }')
  .replace('{ id: rc, at: c }', '{ id: rc, at: c, disk: slow }')}
disks: { slow: { fsync: 10ms } }
failures: { machine: { mtbf: 99d, mttr: 1d } }
objectives:
  - { metric: throughput, at-least: 100/s }
  - { metric: availability, at-least: 99% }
  - { survive: machine }
`;

async function estimated(text: string, ...args: string[]) {
  const { code, out, err } = await quorate(['estimate', 't.yaml', '-q', '-f', 'json', ...args], {
    't.yaml': text,
  });
  expect(err).toBe('');
  return { code, result: JSON.parse(out) };
}

describe('quorate estimate', () => {
  // Beyer et al., "Site Reliability Engineering", O'Reilly 2016, ch. 23: 10 ms a write make 100 a second, unbatched.
  it('names the disk that bounds it: 10 ms and no group commit, 100 writes a second', async () => {
    const { result } = await estimated(SERVICE);
    // Two of three operations write.
    expect(result.throughput.max * (2 / 3)).toBeCloseTo(100, 6);
    expect(result.throughput.bottleneck.resource).toBe('disk');
    expect(new Ajv({ strict: false }).validate(schemas.estimate, result)).toBe(true);
  });

  // Three machines, each down 1 % of the time: two or more are down with probability 3·0.01²·0.99 + 0.01³.
  it('counts quorum loss exactly, and what any one machine’s loss does', async () => {
    const { result } = await estimated(SERVICE);
    expect(result.availability.quorumLossProbability).toBeCloseTo(3 * 1e-4 * 0.99 + 1e-6, 12);
    const { total, quorumLoss, failover, maintenance } = result.availability.downtimePerYear;
    expect(quorumLoss + failover + maintenance).toBeCloseTo(total, 6);
    expect(quorumLoss).toBeCloseTo(result.availability.quorumLossProbability * 365 * 86_400, 3);
    expect(failover).toBeGreaterThan(0);
    expect(result.survives).toEqual({ machine: 1, region: 1 });
  });

  it('ends with 0 where every objective is met, and 1 where one is missed, which it names', async () => {
    const met = await estimated(SERVICE.replace('100/s }', '99/s }'));
    expect([met.code, met.result.objectives.map((each: { met: boolean }) => each.met)]).toEqual([
      0,
      [true, true, true],
    ]);
    const missed = await quorate(['estimate', 't.yaml', '-q'], {
      't.yaml': SERVICE.replace('99%', '99.99%'),
    });
    expect(missed.code).toBe(1);
    expect(missed.out).toContain('MISSED: availability at least 99.99%');
  });

  it('has no nines where the file gives no failure figures', async () => {
    const { result } = await estimated(SMALL);
    expect(result.availability).toBeNull();
    expect(result.survives.machine).toBe(1);
    expect(result.throughput).toMatchObject({ max: null, bottleneck: null });
  });

  it('under primary/backup counts on the operator that the file names to replace the primary, never the quorum', async () => {
    const alone = await estimated(SERVICE, '--protocol', 'primary-backup');
    expect(alone.result.failover).toBeNull();
    expect(alone.result.survives.machine).toBe(0);
    const operated = await estimated(
      `${SERVICE}timeouts: { operator: 15m }\n`,
      '--protocol',
      'primary-backup',
    );
    expect(operated.result.availability.failoverMean).toBe(900_000);
    expect(operated.result.survives.machine).toBe(1);
    expect(operated.result.availability.write).toBeGreaterThan(alone.result.availability.write);
  });
});

describe('quorate explain TOPIC', () => {
  it.each([
    [['throughput'], 'quorate.explain-throughput/1', 'Latency as a function of the load'],
    [['availability'], 'quorate.explain-availability/1', 'east-coast-storm'],
    [['failover'], 'quorate.explain-failover/1', 'detection'],
    [['traffic'], 'quorate.traffic/1', 'us-east-1 → eu-west-1'],
    [['spill-over', '--spike', 'web-us=400'], 'quorate.spill-over/1', 'va1 fails'],
  ])(
    '%s prints tables that fit 100 columns, the same again, JSON, and the same in Markdown',
    async (args, schema, words) => {
      const [topic, ...flags] = args;
      const run = ['explain', topic, LEDGER, '-q', ...flags];
      const { code, out, err } = await quorate(run);
      expect([code, err]).toEqual([0, '']);
      expect(out).toContain(words);
      for (const line of out.split('\n')) expect([...line].length).toBeLessThanOrEqual(100);
      expect((await quorate(run)).out).toBe(out);
      const other = await quorate([...run, '-f', 'json', '-f', 'markdown=topic.md']);
      const result = JSON.parse(other.out);
      expect(result.schema).toBe(schema);
      // Of one document: what the text says, Markdown says, too.
      const markdown = other.files.get('topic.md') ?? '';
      expect(markdown).toMatch(/^### payments-ledger\n/);
      // A terminal may take a wide table apart and name its rows again, so numbers are compared once each.
      const numbersOf = (text: string): string[] => [...new Set(text.match(/[\d.,]+/g))].sort();
      expect(numbersOf(markdown)).toEqual(numbersOf(out));
      const validate = new Ajv({ strict: false }).compile(
        schemas[schema.slice('quorate.'.length, -'/1'.length)],
      );
      expect(validate(result) ? [] : validate.errors).toEqual([]);
      // A schema that takes anything would be none.
      expect(validate({ ...result, topology: 1 })).toBe(false);
    },
  );

  it.each([
    [['explain', 'availability'], 'explain availability of which file?'],
    [['explain', 'spill-over', LEDGER], 'it is missing'],
    [['explain', 'spill-over', LEDGER, '--spike', 'web-us=lots'], "found 'web-us=lots'"],
    [['explain', 'spill-over', LEDGER, '--spike', 'web-mars=4'], 'web-mars'],
    [['explain', 'failover', LEDGER, '--client', 'web-us'], '--client does not go'],
    [['explain', 'nonsense', LEDGER], 'cannot read nonsense'],
  ])('%s is refused in a sentence', async (args, words) => {
    const { code, out, err } = await quorate([...args, '-q']);
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain(words);
    expect(err).not.toMatch(/\n\s+at /);
  });

  it('failover: how long the group stops and how long clients wait are told apart, in text and JSON', async () => {
    const run = ['explain', 'failover', 'topologies/three-regions.yaml', '-q'];
    const { out } = await quorate(run);
    expect(out.replace(/\n\s*/g, ' ')).toContain('What clients see is another figure: east and west ask va1');
    expect(out.replace(/\n\s*/g, ' ')).toContain('no timeouts.request in the file');
    expect(out).toMatch(/Steady again \d+\.00 s after the crash\./);
    const { failover, timeline, leases } = JSON.parse((await quorate([...run, '-f', 'json'])).out);
    expect(failover.perceived).toMatchObject({
      patience: 4000,
      given: false,
      clients: ['east', 'west'],
      mean: 4000,
    });
    expect(failover.total.mean).toBeLessThan(2000);
    for (const { bins } of timeline.clients) expect(bins.at(-1).answered).toBeGreaterThan(0);
    expect(leases).toBeNull();
  });

  it('failover: leases are swept where they are what a loss is noticed by, the file’s own among them', async () => {
    const run = ['explain', 'failover', 'topologies/three-regions.yaml', '-q', '--protocol', 'pacifica'];
    const { out } = await quorate(run);
    expect(out).toMatch(/^ *1\.00 s +2\.00 s .*← the file$/m);
    for (const line of out.split('\n')) expect([...line].length).toBeLessThanOrEqual(100);
    const { leases } = JSON.parse((await quorate([...run, '-f', 'json'])).out);
    expect(leases.rows.filter(({ chosen }: { chosen: boolean }) => chosen)).toHaveLength(1);
    for (const { lease, grace } of leases.rows) expect(lease).toBeLessThan(grace);
  });

  it('durability: a line where one copy, or one region, may take acknowledged writes along; none where neither', async () => {
    const backup = `${SERVICE}timeouts: { operator: 15m }\n`.replace(
      'protocol: { name: multi-paxos, leader: ra }',
      'protocol: { name: primary-backup, leader: ra, quorum: { threshold: 1 } }',
    );
    const risky = await quorate(['estimate', 't.yaml', '-q'], { 't.yaml': backup });
    expect(risky.out.replace(/\n\s*/g, ' ')).toMatch(
      /Durability: a takeover within \d+ ms of an acknowledgement, while only ra has the write, loses it \(3\.\d times a year\); a lost permanently can take acknowledged writes with it\./,
    );
    const safe = await quorate(['estimate', 't.yaml', '-q'], { 't.yaml': SERVICE });
    expect(safe.out).not.toContain('Durability');
    const told = await quorate(['explain', 'availability', 't.yaml', '-q'], { 't.yaml': SERVICE });
    expect(told.out).toContain('no crash, and no change of leader, loses an acknowledged write');
  });

  it('throughput of many groups says who leads how many, and what their logs do to the disks', async () => {
    const text = `${SERVICE}shards: { count: 30, leaders: balanced }\n`.replace(
      'fsync: 10ms',
      'fsync: 10ms, group-commit: true',
    );
    const { out } = await quorate(['explain', 'throughput', 't.yaml', '-q'], { 't.yaml': text });
    expect(out).toMatch(/^ra +10 +.* 300 ms$/m);
    expect(out.replace(/\n\s*/g, ' ')).toContain(
      "Throughput of 30 groups: nothing in the file limits it (no processing, bandwidth or window). From 150/s on ra's disk writes all the time",
    );
    const { result } = await estimated(text);
    expect(new Ajv({ strict: false }).validate(schemas.estimate, result)).toBe(true);
    expect(result.throughput.shards.leaders).toHaveLength(3);
  });

  it('load beyond the capacity is a finding in the text, and a missed objective, not an error', async () => {
    const text = SERVICE.replace('rate: 100/s', 'rate: 9000/s');
    const { out, err, code } = await quorate(['estimate', 't.yaml', '-q'], { 't.yaml': text });
    expect([code, err]).toEqual([0, '']);
    expect(out.replace(/\n\s*/g, ' ')).toContain('OVER CAPACITY');
    const explained = await quorate(['explain', 'throughput', 't.yaml', '-q'], { 't.yaml': text });
    expect([explained.code, explained.out.includes('NaN')]).toEqual([0, false]);
  });

  it('says what there is none of: protocols without a takeover, files without failure figures', async () => {
    const fixed = await quorate(['explain', 'failover', LEDGER, '-q', '--protocol', 'two-phase-commit']);
    expect(fixed.out).toContain('No replica takes over by itself');
    const calm = await quorate(['explain', 'availability', 't.yaml', '-q'], { 't.yaml': SMALL });
    expect(calm.out).toContain('no failure figures');
  });
});
