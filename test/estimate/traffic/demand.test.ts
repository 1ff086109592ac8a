import { describe, expect, it } from 'vitest';
import { countedDemands } from '../../../src/estimate/traffic/demand.js';
import type { Protocol } from '../../../src/protocol/contract/protocol.js';
import { protocolNamed, protocols } from '../../../src/protocol/registry.js';
import { simulate } from '../../../src/simulation/simulate.js';
import { sharded } from './deployments.js';

const three = sharded({ replicas: ['A', 'B', 'C'], clients: [{ region: 'A' }], payload: 1000 });
const leaderOf = ({ traits }: Protocol): string | undefined =>
  traits.leadership === 'none' ? undefined : 'a';
const multiPaxos = protocolNamed('multi-paxos') as Protocol;

/** What goes from one replica to another, by their letters, in file order. */
function ways(links: Float64Array): Record<string, number> {
  const named: Record<string, number> = {};
  links.forEach((bytes, at) => {
    if (bytes > 0) named[`${'abc'[Math.floor(at / 3)]}${'abc'[at % 3]}`] = bytes;
  });
  return named;
}

describe('bytes counted from the machine of Multi-Paxos, 1000 of payload and 64 of overhead,', () => {
  const demands = countedDemands(three, multiPaxos);

  it('of a write at the leader are an accept with the payload and a commit without to each, and an accepted back', () => {
    const { links, fromClient, toClient } = demands.operation('a', 'a', 'write');
    expect(ways(links)).toEqual({ ab: 1064 + 64, ac: 1064 + 64, ba: 64, ca: 64 });
    expect([...fromClient]).toEqual([1064, 0, 0]);
    expect([...toClient]).toEqual([64, 0, 0]);
  });

  it('of a write entered elsewhere carry the payload to the leader once more, and the answer back', () => {
    const { links, fromClient } = demands.operation('a', 'b', 'write');
    expect(ways(links)).toEqual({ ab: 1064 + 64 + 64, ac: 1064 + 64, ba: 64 + 1064, ca: 64 });
    expect([...fromClient]).toEqual([0, 1064, 0]);
  });

  it('of a read under a lease are its request and its answer with the value, and nothing between replicas', () => {
    const { links, fromClient, toClient } = demands.operation('a', 'a', 'read');
    expect(ways(links)).toEqual({});
    expect([fromClient[0], toClient[0]]).toEqual([64, 1064]);
  });

  it('of an idle group are a heartbeat of 64 bytes to each every 100 ms, and its acknowledgement', () => {
    expect(ways(demands.background('a'))).toEqual({ ab: 640, ac: 640, ba: 640, ca: 640 });
  });
});

describe('the traffic counted of any protocol', () => {
  it('leaves its replicas as the simulator says, which counts by replica and heartbeats too', () => {
    for (const protocol of protocols) {
      const demands = countedDemands(three, protocol);
      const leader = leaderOf(protocol);
      for (const kind of ['write', 'read'] as const) {
        const operations = 4;
        const run = simulate({
          deployment: three,
          machine: protocol.machine,
          leader,
          quorum: protocol.quorums?.(three.protocol.quorum, three.replicas) ?? three.protocol.quorum,
          entryOf: () => 'b',
          seed: 1,
          workload: { arrivals: { kind: 'spaced' }, reads: kind === 'read' ? 1 : 0 },
          until: { operations },
          traits: protocol.traits,
        });
        const { links, toClient } = demands.operation(leader, 'b', kind);
        run.replicas.forEach(({ bytes }, r) => {
          const mine = toClient[r] + links.subarray(3 * r, 3 * r + 3).reduce((sum, some) => sum + some, 0);
          // Between two operations there are one to two heartbeats, to and from two others, of 64 bytes each.
          const heartbeats = bytes / operations - mine;
          expect(heartbeats, `${protocol.name} ${kind}`).toBeGreaterThanOrEqual(-1e-9);
          expect(heartbeats, `${protocol.name} ${kind}`).toBeLessThanOrEqual(3 * 4 * 64);
        });
      }
    }
  });

  it('carries the payload of a write to every replica', () => {
    for (const protocol of protocols) {
      const { links, fromClient } = countedDemands(three, protocol).operation(
        leaderOf(protocol),
        'a',
        'write',
      );
      for (const r of [0, 1, 2]) {
        const reached = fromClient[r] + [0, 1, 2].reduce((sum, from) => sum + links[3 * from + r], 0);
        expect(reached, `${protocol.name} to ${r}`).toBeGreaterThanOrEqual(1064);
      }
    }
  });

  it('cannot be counted at a replica that is none', () => {
    expect(() => countedDemands(three, multiPaxos).operation('a', 'nobody', 'write')).toThrow(
      'no replica is called nobody',
    );
  });

  it('shares the overhead of packets among a batch, and nothing of the payload', () => {
    const batch = { size: 10, delay: 5 };
    const batched = { ...three, protocol: { ...three.protocol, batch } };
    const { links } = countedDemands(batched, multiPaxos).operation('a', 'a', 'write');
    expect(links[1]).toBeGreaterThanOrEqual(1000);
    expect(links[1]).toBeLessThan(1128);
  });
});
