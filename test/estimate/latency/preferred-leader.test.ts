import { describe, expect, it } from 'vitest';
import { estimate } from '../../../src/estimate/estimate.js';
import { simulateDeployment } from '../../../src/estimate/simulation/simulated.js';
import { whatIf } from '../../../src/estimate/what-if/what-if.js';
import { protocolNamed } from '../../../src/protocol/registry.js';
import { readDisruption } from '../../../src/topology/disruption.js';
import { deploymentOf } from '../what-if/deployment.js';

/** The file names a, beside the client; c, 60 ms away, is preferred or not. */
function group(name: string, { leads = 'preferred', returns = ', leadership: { returns-after: 2s }' } = {}) {
  return deploymentOf(`version: 1
name: preferred
network: { rtt: { sites: [A, B, C], ms: [[0.5, 20, 60], [20, 0.5, 50], [60, 50, 0.5]] } }
replicas:
  - { id: a, at: A, disk: none }
  - { id: b, at: B, disk: none }
  - { id: c, at: C, disk: none, leads: ${leads} }
clients: [{ id: app, at: A, rate: 50/s, reads: 0% }]
protocol: { name: ${name}, leader: a${returns} }
`);
}

const PROTOCOLS = ['raft', 'multi-paxos'];

describe('where leadership goes back to one that the file prefers to the leader that it names', () => {
  it.each(PROTOCOLS)('%s: that one leads, in estimate, what-if and a simulation without a fault', (name) => {
    const deployment = group(name);
    const protocol = protocolNamed(name)!;
    const { protocol: told, clients } = estimate(deployment, protocol, { seed: 1 });
    expect(told.leader).toBe('c');
    expect(told.leaderReason).toMatch(/^it comes before a \(leads\), which hands leadership over after 2s/);
    // 60 ms to c and back, and 50 ms from c to b and back.
    expect(clients[0].write.p50).toBeCloseTo(110, 6);
    const run = simulateDeployment(deployment, protocol, {
      seed: 1,
      arrivals: { kind: 'spaced' },
      load: 'spaced',
      operations: 500,
      faults: [],
      faultTexts: [],
    });
    expect([run.leaders, run.leaderChanges]).toEqual([['c'], 0]);
    const replicas = deployment.replicas.map(({ id, at, disk }) => ({ id, at, disk: disk.name }));
    const changes = { fail: ['b'], cut: [], pause: [], slow: [], degrade: [] };
    const found = readDisruption(changes, { replicas, clients: deployment.clients, shared: [] });
    if ('problems' in found) throw new Error('no disruption');
    const { disruption } = found;
    const question = { name: '', description: '', edits: [], notes: [], deployment, protocol, disruption };
    const { scenarios } = whatIf(deployment, protocol, [question], { seed: 1, each: null });
    expect(scenarios[0].after?.protocol.leader).toBe('c');
  });

  it('not where none is preferred, leadership goes back to nobody, or the protocol hands nothing back', () => {
    const leaderOf = (...[name, how]: Parameters<typeof group>) =>
      estimate(group(name, how), protocolNamed(name)!, { seed: 1 }).protocol;
    for (const { leader, leaderReason } of [
      leaderOf('raft', { leads: 'allowed' }),
      leaderOf('raft', { returns: '' }),
      leaderOf('pacifica'),
    ])
      expect([leader, leaderReason]).toEqual(['a', undefined]);
  });
});
