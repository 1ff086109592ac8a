import { describe, expect, it } from 'vitest';
import { estimate } from '../../src/estimate/estimate.js';
import { trafficOf } from '../../src/estimate/traffic/traffic.js';
import { loadTopology, type SoundTopology } from '../../src/group/load-topology.js';

/** Two near regions, a far one with two replicas, and a learner. */
function file(leaders: string): string {
  return `
version: 1
name: many-groups
network:
  rtt: { sites: [a, b, c], ms: [[1, 20, 90], [20, 1, 70], [90, 70, 1]] }
  bandwidth: 1Gbit/s
replicas:
  - { id: a1, at: a/1 }
  - { id: b1, at: b/1 }
  - { id: b2, at: b/2 }
  - { id: c1, at: c/1 }
  - { id: c2, at: c/2, leads: never }
  - { id: l1, at: a/2, role: learner }
clients:
  - { id: app, at: a/1, rate: 100/s, reads: 50% }
shards: { count: 300, leaders: ${leaders} }
protocol: { name: raft, leader: a1, reads: leader-lease, processing: 0.1ms }
timeouts: { heartbeat: 100ms, election: [1s, 2s] }
`;
}

const NOTHING = { rttNames: [], rtt: () => 'none here', file: () => ({ error: 'no files here' }) };

function load(leaders: string): SoundTopology {
  const loaded = loadTopology(file(leaders), 'many-groups.yaml', NOTHING);
  if (loaded.deployment === undefined)
    throw new Error(loaded.diagnostics.map(({ message }) => message).join());
  return loaded;
}

describe('where the leaders of many groups are', () => {
  it.each(['leader', 'balanced', '{ a1: 200, b1: 100 }'])(
    '%s: estimate, what it says of every region lost, and traffic say the same',
    (leaders) => {
      const { deployment, protocol } = load(leaders);
      const told = estimate(deployment, protocol, { seed: 1 });
      const traffic = trafficOf(deployment, protocol, { seed: 1 });
      const now = new Map(
        told.throughput.shards?.leaders.map(({ replica, leaders: count }) => [replica, count]),
      );
      for (const { id, leaders: count } of traffic.now.replicas) expect(now.get(id)).toBe(count);
      expect(now.get('c2')).toBe(0);
      expect(now.get('l1')).toBe(0);
      let moved = 0;
      for (const { kind, name, leaders: then } of told.losses) {
        if (kind !== 'region') continue;
        const states = traffic.losses.filter(({ lost }) => lost === name);
        for (const { id } of deployment.replicas) {
          const share = states.reduce((sum, { probability, replicas }) => {
            return sum + probability * (replicas.find((one) => one.id === id)?.share ?? 0);
          }, 0);
          const said = then.find(({ leader }) => leader === id)?.probability ?? 0;
          expect(share, `${id} without ${name}`).toBeCloseTo(said, 9);
          if (Math.abs(share - (now.get(id) ?? 0) / 300) > 0.01) moved++;
        }
      }
      expect(moved).toBeGreaterThan(0);
    },
  );
});
