import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Demand, Demands } from '../../../src/estimate/traffic/demand.js';
import { Lanes } from '../../../src/estimate/traffic/lanes.js';
import { trafficOf } from '../../../src/estimate/traffic/traffic.js';
import type { Protocol } from '../../../src/protocol/contract/protocol.js';
import { protocolNamed } from '../../../src/protocol/registry.js';
import type { TrafficState } from '../../../src/result/traffic.js';
import type { DomainPath, Network, Shards } from '../../../src/topology/deployment.js';
import { sharded } from './deployments.js';

const multiPaxos = protocolNamed('multi-paxos') as Protocol;
const mencius = protocolNamed('mencius') as Protocol;

/** The link between B and C takes 3 MB/s each way; others have no limit. */
const linkLimit: Network['linkLimit'] = ([from], [to]) =>
  [from, to].sort().join('') === 'BC' ? { from: [from], to: [to], bandwidth: 3_000_000 } : undefined;

/** 300 groups on three replicas, 1000 writes of 1000 bytes a second from each region. */
function world(leaders: Shards['leaders'], network: Partial<Network> = { linkLimit }) {
  return sharded({
    replicas: ['A', 'B', 'C'],
    clients: ['A', 'B', 'C'].map((region) => ({ region, rate: 1000 })),
    payload: 1000,
    shards: { count: 300, leaders, log: 'separate' },
    network,
  });
}

function lane({ lanes }: TrafficState, from: string, to: string): number {
  return lanes.find((one) => one.from === from && one.to === to)?.bytesPerSecond ?? 0;
}

const counts = ({ replicas }: TrafficState) => replicas.map(({ leaders }) => leaders);

describe('300 groups of three replicas under Multi-Paxos, 3000 writes of 1000 bytes a second,', () => {
  const together = trafficOf(world('leader'), multiPaxos, { seed: 1, clientsStay: true });
  const balanced = trafficOf(world('balanced'), multiPaxos, { seed: 1, clientsStay: true });

  it('with all leaders in A: A sends each write to B and C, and they send acknowledgements (by hand)', () => {
    // A→B: accept and commit of every write, answers to the client in B, 300 heartbeats ten times a second.
    expect(lane(together.now, 'A', 'B')).toBeCloseTo(3000 * 1128 + 1000 * 64 + 300 * 640, 3);
    // B→A: accepted, the requests of the client in B, answers to heartbeats.
    expect(lane(together.now, 'B', 'A')).toBeCloseTo(3000 * 64 + 1000 * 1064 + 300 * 640, 3);
    expect(lane(together.now, 'B', 'C')).toBe(0);
    expect(counts(together.now)).toEqual([300, 0, 0]);
  });

  it('with leaders balanced: every way carries the same, less than half of what left A before (by hand)', () => {
    const each = 1000 * (1128 + 64) + (1000 / 3) * (1064 + 64) + 100 * 640 * 2;
    expect(balanced.now.lanes).toHaveLength(6);
    for (const { bytesPerSecond } of balanced.now.lanes) expect(bytesPerSecond).toBeCloseTo(each, 3);
    expect(2 * each).toBeLessThan(lane(together.now, 'A', 'B'));
    expect(counts(balanced.now)).toEqual([100, 100, 100]);
  });

  it('when A is lost with all leaders, all that it sent lands on the link from B, which does not take it', () => {
    const withA = together.losses.filter(({ lost }) => lost === 'A');
    // Either of the others may lead then: each is told, with its chance.
    expect(withA.reduce((sum, { probability }) => sum + probability, 0)).toBeCloseTo(1, 9);
    expect(withA.map(({ leader }) => leader).sort()).toEqual(['b', 'c']);
    const withoutA = withA.find(({ leader }) => leader === 'b')!;
    expect(withoutA.probability).toBeGreaterThan(0.3);
    expect(counts(withoutA)).toEqual([0, 300, 0]);
    const landed = 3000 * 1128 + 1000 * 64 + 300 * 640;
    expect(lane(withoutA, 'B', 'C')).toBeCloseTo(landed, 3);
    expect(lane(withoutA, 'A', 'B')).toBeCloseTo(1000 * 1064, 3);
    expect(together.overloads.filter(({ leader }) => leader === 'b')).toEqual([
      {
        lost: 'A',
        leader: 'b',
        probability: withoutA.probability,
        kind: 'link',
        name: 'B → C',
        bytesPerSecond: expect.closeTo(landed, 3),
        limit: 3_000_000,
      },
    ]);
  });

  it('when A is lost and leaders were balanced, the link takes what lands on it', () => {
    const [withoutA] = balanced.losses;
    expect(counts(withoutA)).toEqual([0, 150, 150]);
    const each = 1500 * (1128 + 64) + 500 * (1064 + 64) + 150 * 640 * 2;
    expect(lane(withoutA, 'B', 'C')).toBeCloseTo(each, 3);
    expect(balanced.overloads).toEqual([]);
  });

  it('loses the clients of A with it unless they are to stay', () => {
    const [withoutA] = trafficOf(world('leader'), multiPaxos, { seed: 1 }).losses;
    expect(withoutA.offered).toBe(2000);
    expect(lane(withoutA, 'A', 'B')).toBe(0);
    expect(together.losses[0].offered).toBe(3000);
  });

  it('names the interface of the leader that does not take what leaves it, and no other (by hand)', () => {
    const { overloads } = trafficOf(world('leader', { bandwidth: 7_000_000 }), multiPaxos, { seed: 1 });
    const out = 3000 * 2 * 1128 + 3000 * 64 + 300 * 2 * 640;
    const bytesPerSecond = expect.closeTo(out, 3);
    expect(overloads).toEqual([
      {
        lost: null,
        leader: null,
        probability: 1,
        kind: 'interface',
        name: 'a out',
        bytesPerSecond,
        limit: 7_000_000,
      },
    ]);
  });
});

describe('what is left without a region', () => {
  it('serves no write without a quorum, and says so', () => {
    const two = sharded({
      replicas: ['A', 'A', 'B'],
      clients: [{ region: 'B', rate: 10 }],
      shards: { count: 4, leaders: 'balanced', log: 'separate' },
    });
    const [withoutA, withoutB] = trafficOf(two, multiPaxos, { seed: 1 }).losses;
    expect(withoutA).toMatchObject({ served: 0, stopped: 4, reason: 'no phase-2 quorum is left' });
    expect(withoutB).toMatchObject({ stopped: 0, reason: null });
    expect(counts(withoutB)).toEqual([2, 2, 0]);
  });

  it('still serves reads that any replica answers by itself', () => {
    const two = sharded({
      replicas: ['A', 'A', 'B'],
      clients: [{ region: 'B', rate: 10, reads: 0.9 }],
      reads: 'local',
    });
    const [withoutA] = trafficOf(two, multiPaxos, { seed: 1 }).losses;
    expect(withoutA.offered).toBeCloseTo(10, 9);
    expect(withoutA.served).toBeCloseTo(9, 9);
  });

  it('serves groups whose leaders are left where nobody can take over, and no others', () => {
    const stuck: Protocol = {
      ...multiPaxos,
      needs: (group) => ({ ...multiPaxos.needs(group), takeover: undefined }),
      traits: { ...multiPaxos.traits, failover: 'none' },
    };
    const [withoutA] = trafficOf(world('balanced'), stuck, { seed: 1, clientsStay: true }).losses;
    expect(counts(withoutA)).toEqual([0, 100, 100]);
    expect(withoutA.stopped).toBe(100);
    expect(withoutA.served).toBeCloseTo(2000, 6);
  });

  it('has no leaders to move where the protocol has none', () => {
    const result = trafficOf(world('balanced'), mencius, { seed: 1 });
    expect(result.policy).toBe('leaderless');
    expect(counts(result.now)).toEqual([null, null, null]);
    expect(result.now.served).toBeCloseTo(3000, 6);
  });
});

describe('a proxy', () => {
  it('takes the traffic of its client on both legs, and none once its region is lost', () => {
    const deployment = sharded({
      replicas: ['A', 'B', 'C'],
      clients: [{ region: 'D', rate: 100, proxy: ['C'] }],
    });
    const { now, losses } = trafficOf(deployment, multiPaxos, { seed: 1 });
    expect(lane(now, 'D', 'C')).toBeCloseTo(100 * 64, 6);
    expect(lane(now, 'D', 'A')).toBe(0);
    const withoutC = losses.find(({ lost }) => lost === 'C')!;
    expect(lane(withoutC, 'D', 'C')).toBe(0);
    expect(lane(withoutC, 'D', 'A')).toBeCloseTo(100 * 64, 6);
  });
});

describe('lanes', () => {
  it('are links where the file limits them, whatever narrower places the traffic is between, and regions elsewhere', () => {
    const within = (path: DomainPath, text: string): boolean => `${path.join('/')}/`.startsWith(`${text}/`);
    const network = {
      linkLimit: (from: DomainPath, to: DomainPath) => {
        if (within(from, 'A/1') && within(to, 'B')) return { from: ['A', '1'], to: ['B'], bandwidth: 10 };
        if (within(from, 'A/1') && within(to, 'A/2'))
          return { from: ['A', '1'], to: ['A', '2'], bandwidth: 20 };
        return undefined;
      },
    } as Network;
    const lanes = new Lanes(network);
    lanes.add(
      [
        ['A', '1', 'x'],
        ['B', '1'],
      ],
      1,
    );
    lanes.add(
      [
        ['A', '1', 'y'],
        ['B', '2'],
      ],
      2,
    );
    lanes.add(
      [
        ['A', '2'],
        ['B', '2'],
      ],
      4,
    );
    lanes.add(
      [
        ['A', '1'],
        ['A', '2'],
      ],
      8,
    );
    lanes.add(
      [
        ['A', '2'],
        ['A', '1'],
      ],
      16,
    );
    expect(lanes.list()).toEqual([
      { from: 'A', to: 'B', bytesPerSecond: 4, limit: null },
      { from: 'A/1', to: 'A/2', bytesPerSecond: 8, limit: 20 },
      { from: 'A/1', to: 'B', bytesPerSecond: 3, limit: 10 },
    ]);
  });
});

// Properties, with demands that are made up.

interface Made {
  readonly rates: readonly number[];
  readonly reads: number;
  readonly count: number;
  readonly bytes: readonly number[];
  readonly leaders: 'leader' | 'balanced';
}

const anyMade: fc.Arbitrary<Made> = fc.record({
  rates: fc.array(fc.integer({ min: 0, max: 1000 }), { minLength: 3, maxLength: 3 }),
  reads: fc.constantFrom(0, 0.5, 1),
  count: fc.integer({ min: 1, max: 50 }),
  bytes: fc.array(fc.integer({ min: 0, max: 2000 }), { minLength: 16, maxLength: 16 }),
  leaders: fc.constantFrom('leader', 'balanced'),
});

const REQUEST = 100;
const ANSWER = 40;

/** Every operation sends so much between replicas, one request to its entry and one answer from it. */
function madeDemands(bytes: readonly number[]): Demands {
  const links = Float64Array.from(bytes, (value, at) => (Math.floor(at / 4) === at % 4 ? 0 : value));
  return {
    operation(_leader, entry): Demand {
      const at = 'abcd'.indexOf(entry);
      const one = (value: number): Float64Array =>
        Float64Array.from([0, 1, 2, 3], (r) => (r === at ? value : 0));
      return { links, fromClient: one(REQUEST), toClient: one(ANSWER) };
    },
    background: () => links.map((value) => value / 7),
  };
}

function resultOf({ rates, reads, count, bytes, leaders }: Made, factor = 1) {
  const deployment = sharded({
    replicas: ['A', 'B', 'C', 'D'],
    // Clients stand in regions of their own: all traffic is between regions.
    clients: rates.map((rate, i) => ({ region: `K${i}`, rate: rate * factor, reads })),
    shards: { count, leaders, log: 'separate' },
  });
  return trafficOf(deployment, multiPaxos, { seed: 1, demands: madeDemands(bytes) });
}

describe('whatever the rates, the shares and the demands,', () => {
  it('what lanes carry is what replicas and clients send, and what they take in', () => {
    fc.assert(
      fc.property(anyMade, (made) => {
        const { now, losses } = resultOf(made);
        for (const state of [now, ...losses]) {
          const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);
          const carried = total(state.lanes.map(({ bytesPerSecond }) => bytesPerSecond));
          const sent = total(state.replicas.map(({ out }) => out)) + state.served * REQUEST;
          const taken = total(state.replicas.map((replica) => replica.in)) + state.served * ANSWER;
          expect(sent).toBeCloseTo(carried, 3);
          expect(taken).toBeCloseTo(carried, 3);
        }
      }),
      { numRuns: 15 },
    );
  });

  it('what the leaders serve adds up to what all clients ask, and their shares to one', () => {
    fc.assert(
      fc.property(anyMade, (made) => {
        const { now, losses } = resultOf(made);
        const asked = made.rates.reduce((sum, rate) => sum + rate, 0);
        for (const { offered, served, replicas, stopped } of [now, ...losses]) {
          const by = replicas.reduce((sum, { operations }) => sum + (operations ?? 0), 0);
          expect([offered, served, by].map((x) => Math.abs(x - asked) < 1e-6)).toEqual([true, true, true]);
          expect(replicas.reduce((sum, { share }) => sum + (share ?? 0), 0)).toBeCloseTo(1, 9);
          expect(replicas.reduce((sum, { leaders }) => sum + (leaders ?? 0), 0)).toBe(made.count);
          expect(stopped).toBe(0);
        }
      }),
      { numRuns: 15 },
    );
  });

  it('more operations never mean less on any lane, and twice the operations twice the difference', () => {
    let more = 0;
    fc.assert(
      fc.property(anyMade, (made) => {
        const [none, once, twice] = [0, 1, 2].map((factor) => resultOf(made, factor).now);
        for (const { from, to, bytesPerSecond } of once.lanes) {
          expect(lane(twice, from, to)).toBeGreaterThanOrEqual(bytesPerSecond - 1e-9);
          const first = bytesPerSecond - lane(none, from, to);
          expect(lane(twice, from, to) - lane(none, from, to)).toBeCloseTo(2 * first, 3);
          if (first > 0) more++;
        }
      }),
      { numRuns: 15 },
    );
    expect(more).toBeGreaterThan(0);
  });
});
