import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shardedDemand, shardedThroughput } from '../../../src/estimate/throughput/sharded.js';
import { throughputBlock } from '../../../src/estimate/throughput/throughput-block.js';
import type { Standing } from '../../../src/group/standing.js';
import { Evaluator } from '../../../src/outcome/evaluate.js';
import { protocolNamed } from '../../../src/protocol/registry.js';
import { simulate } from '../../../src/simulation/simulate.js';
import type { Shards } from '../../../src/topology/deployment.js';
import { deploymentOf } from '../what-if/deployment.js';

interface Parts {
  readonly shards?: string;
  readonly disk?: string;
  readonly protocol?: string;
  readonly network?: string;
}

/** Three sites; writes only, of 936 bytes with 64 of overhead each: 1000 bytes a message that carries one. */
function situation({ shards, disk = 'fsync: 1ms', protocol = '', network = '' }: Parts = {}): Standing {
  const deployment = deploymentOf(`version: 1
network:
  rtt: { sites: [a, b, c], ms: [[0,10,30],[10,0,20],[30,20,0]] }
${network}
disks: { ssd: { ${disk} } }
replicas: [{ id: ra, at: a, disk: ssd }, { id: rb, at: b, disk: ssd }, { id: rc, at: c, disk: ssd }]
clients: [{ id: ca, at: a, rate: 100/s }]
workload: { payload: 936B }
${shards === undefined ? '' : `shards: ${shards}`}
protocol: { name: multi-paxos, leader: ra, quorum: majority${protocol} }
`);
  return { deployment, protocol: protocolNamed('multi-paxos')!, leader: 'ra', down: new Set() };
}

const evaluator = () => new Evaluator({ seed: 1, samples: 4096 });
const sharded = (parts: Parts) => throughputBlock(situation(parts), evaluator());

describe('what many groups bear together', () => {
  // Of one write the leader handles the request and two acknowledgements, a follower the accept and the commit: 3, 2, 2.
  // All together 7, of which each third has 7/3 where leaders are balanced.
  it('processors: 1 ms a message bear 333/s with all leaders in one place, and 3/7 of 1000 balanced', () => {
    const protocol = ', processing: 1ms';
    const disk = 'fsync: 0.001ms';
    const one = sharded({ protocol, disk, shards: '{ count: 300 }' });
    expect(one.bottleneck).toEqual({ replica: 'ra', resource: 'processor' });
    expect(one.max).toBeCloseTo(1000 / 3, 9);
    const balanced = sharded({ protocol, disk, shards: '{ count: 300, leaders: balanced }' });
    expect(balanced.max).toBeCloseTo(3000 / 7, 9);
    expect(balanced.limits.filter(({ resource }) => resource === 'processor').map(({ max }) => max)).toEqual(
      [1, 2, 3].map(() => expect.closeTo(3000 / 7, 9)),
    );
  });

  it('placed by the file: half, a third and a sixth of the groups; the work of the first is 3/2 + 2/2 a write', () => {
    const found = sharded({
      protocol: ', processing: 1ms',
      disk: 'fsync: 0.001ms',
      shards: '{ count: 6, leaders: { ra: 3, rb: 2, rc: 1 } }',
    });
    expect(found.max).toBeCloseTo(1000 / 2.5, 9);
    expect(found.shards?.leaders.map(({ leaders }) => leaders)).toEqual([3, 2, 1]);
  });

  // The leader sends two accepts of 1000 bytes, two commits and an answer of 64: 2192 bytes. Followers of ra: 64 back.
  it('interfaces: leader egress of 2192 bytes a write, and of a third of the groups 773', () => {
    const network = '  bandwidth: 1MB/s';
    const one = sharded({ network, disk: 'fsync: 0.001ms', shards: '{ count: 30 }' });
    expect(one.bottleneck).toEqual({ replica: 'ra', resource: 'interface' });
    expect(one.max).toBeCloseTo(1e6 / 2192, 6);
    expect(one.shards?.leaders[0].bytesPerSecond).toBeCloseTo(100 * 2192, 6);
    const balanced = sharded({ network, disk: 'fsync: 0.001ms', shards: '{ count: 30, leaders: balanced }' });
    const all = balanced.shards?.leaders.reduce((sum, { bytesPerSecond }) => sum + (bytesPerSecond ?? 0), 0);
    expect(all).toBeCloseTo(100 * (2192 + 2 * 64), 6);
    expect(balanced.max).toBeCloseTo(1e6 / ((2192 + 2 * 64) / 3), 6);
  });

  it('links: what the leader sends over one of them, 1064 bytes a write; balanced, a third of all ways each', () => {
    const network = '  links: [{ between: [a, b], bandwidth: 1MB/s }]';
    const bound = (shards: string) => {
      const { limits } = sharded({ network, disk: 'fsync: 0.001ms', shards });
      return limits.find(({ resource, replica }) => resource === 'link' && replica === 'ra')?.max;
    };
    expect(bound('{ count: 30 }')).toBeCloseTo(1e6 / 1064, 6);
    // ra leads: 1064 to rb. rb leads: 64 back. rc leads: nothing.
    expect(bound('{ count: 30, leaders: balanced }')).toBeCloseTo(1e6 / ((1064 + 64) / 3), 6);
  });

  it('disks without group commit: a write is a record at every replica, wherever its leader is, in whatever log', () => {
    for (const shards of ['{ count: 9 }', '{ count: 9, leaders: balanced }', '{ count: 9, log: combined }']) {
      const { max, bottleneck, shards: told } = sharded({ shards });
      expect(max).toBeCloseTo(1000, 9);
      expect(bottleneck?.resource).toBe('disk');
      expect(told?.disks).toEqual([]);
    }
  });

  it('disks with group commit: a combined log bounds nothing; separate ones make records wait for other groups', () => {
    const disk = 'fsync: 2ms, group-commit: true';
    const combined = sharded({ disk, shards: '{ count: 50, log: combined }' });
    expect([combined.max, combined.shards?.disks]).toEqual([null, []]);
    const separate = sharded({ disk, shards: '{ count: 50, log: separate }' });
    expect(separate.max).toBeNull();
    for (const { busyFrom, longestWait } of separate.shards?.disks ?? []) {
      expect(busyFrom).toBeCloseTo(500, 9);
      expect(longestWait).toBeCloseTo(100, 9);
    }
    expect(separate.shards?.disks).toHaveLength(3);
    expect(sharded({ disk, shards: '{ count: 1 }' }).shards?.disks).toEqual([]);
  });

  it('windows: each group has its own, so ten groups bear ten times as much as one', () => {
    const protocol = ', window: 2';
    const bound = (count: number) => {
      const { limits } = sharded({ protocol, disk: 'fsync: 0.001ms', shards: `{ count: ${count} }` });
      return limits.find(({ resource }) => resource === 'window')?.max ?? Number.NaN;
    };
    expect(bound(10) / bound(1)).toBeCloseTo(10, 6);
  });

  it('batches of each group fill more slowly: many groups bear less than one with batches, never less than without', () => {
    const parts = { protocol: ', processing: 1ms, batch: { size: 8, delay: 20ms }', disk: 'fsync: 0.001ms' };
    const max = (count: number) => sharded({ ...parts, shards: `{ count: ${count} }` }).max ?? 0;
    expect(max(200)).toBeLessThan(0.9 * max(1));
    expect(max(200)).toBeGreaterThanOrEqual(1000 / 3 - 1e-6);
  });
});

describe('in the simulator', () => {
  // Groups do not meet but at the replicas: of three that are led by one each, each is run by itself.
  it('what replicas handle, send and write for three groups, a leader each, is what the model counts', () => {
    const known = situation();
    const demand = shardedDemand(known, { count: 3, leaders: 'balanced', log: 'separate' });
    const operations = 30;
    const sums = { received: [0, 0, 0], sent: [0, 0, 0], records: [0, 0, 0] };
    for (const leader of ['ra', 'rb', 'rc']) {
      const { replicas } = simulate({
        deployment: known.deployment,
        machine: known.protocol.machine,
        leader,
        entryOf: () => leader,
        seed: 1,
        workload: { arrivals: { kind: 'spaced' } },
        until: { operations },
        traits: known.protocol.traits,
      });
      for (const [r, { received, sent, durableWrites }] of replicas.entries()) {
        sums.received[r] += received / (3 * operations);
        sums.sent[r] += sent / (3 * operations);
        sums.records[r] += durableWrites / (3 * operations);
      }
    }
    for (const r of [0, 1, 2]) {
      expect(sums.received[r]).toBeCloseTo(demand.received[r], 9);
      expect(sums.records[r]).toBeCloseTo(demand.records[r], 9);
      expect(sums.sent[r]).toBeGreaterThan(0);
    }
  });
});

describe('one group', () => {
  it('is what it was, figure by figure', () => {
    const { shards, ...one } = sharded({ protocol: ', processing: 0.1ms', shards: '{ count: 1 }' });
    const whole = sharded({ protocol: ', processing: 0.1ms' });
    expect(shards?.count).toBe(1);
    expect(one.max).toBeCloseTo(whole.max ?? Number.NaN, 9);
    expect(one.bottleneck).toEqual(whole.bottleneck);
    expect(whole.shards).toBeUndefined();
    for (const [r, used] of one.utilisation.entries())
      for (const part of ['processor', 'disk', 'interface'] as const)
        expect(used[part]).toBeCloseTo(whole.utilisation[r][part], 9);
  });

  it('or many: the work of an operation over all replicas is the same, wherever leaders are', () => {
    const known = situation();
    const total = (shards: Shards) =>
      shardedDemand(known, shards).received.reduce((sum, received) => sum + received, 0);
    const alone = total({ count: 1, leaders: 'leader', log: 'separate' });
    fc.assert(
      fc.property(fc.array(fc.nat(9), { minLength: 3, maxLength: 3 }), (placed) => {
        const count = placed.reduce((sum, some) => sum + some, 0);
        fc.pre(count > 0);
        const leaders = new Map(placed.map((some, r) => [`r${'abc'[r]}`, some]));
        expect(total({ count, leaders, log: 'separate' })).toBeCloseTo(alone, 9);
        const { max } = shardedThroughput(known, { count, leaders, log: 'separate' }, evaluator());
        expect(max).toBeCloseTo(1000, 6);
      }),
      { numRuns: 20 },
    );
  });
});
