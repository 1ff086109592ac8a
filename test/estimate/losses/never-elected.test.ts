import { describe, expect, it } from 'vitest';
import { estimate } from '../../../src/estimate/estimate.js';
import { simulateDeployment } from '../../../src/estimate/simulation/simulated.js';
import { whatIf } from '../../../src/estimate/what-if/what-if.js';
import { protocolNamed } from '../../../src/protocol/registry.js';
import { whatIfDocument } from '../../../src/report/what-if/what-if.js';
import type { Deployment } from '../../../src/topology/deployment.js';
import { readDisruption } from '../../../src/topology/disruption.js';
import { deploymentOf } from '../what-if/deployment.js';

/** b hears from a 20 ms before c does, and a message between them takes 25 ms: with one timeout for all both always ask at once. */
function group(election: string): Deployment {
  return deploymentOf(`version: 1
name: three
network: { rtt: { sites: [A, B, C], ms: [[0.5, 20, 60], [20, 0.5, 50], [60, 50, 0.5]] } }
replicas: [{ id: a, at: A, disk: none }, { id: b, at: B, disk: none }, { id: c, at: C, disk: none }]
clients: [{ id: app, at: A, rate: 50/s, reads: 50% }]
protocol: { name: raft, leader: a }
timeouts: { heartbeat: 100ms, election: ${election} }
failures: { machine: { mtbf: 120d, mttr: 30m } }
objectives: [{ survive: machine }, { metric: write.failure, at-most: 1% }]
`);
}

const raft = protocolNamed('raft')!;

function asked(deployment: Deployment, how: 'fail' | 'cut') {
  const { clients, failures } = deployment;
  const replicas = deployment.replicas.map(({ id, at, disk }) => ({ id, at, disk: disk.name }));
  const changes = { fail: [], cut: [], pause: [], slow: [], degrade: [], [how]: ['a'] };
  const found = readDisruption(changes, { replicas, clients, shared: failures.shared });
  if ('problems' in found) throw new Error(found.problems.map(({ message }) => message).join());
  const { disruption } = found;
  const question = {
    name: '',
    description: '',
    edits: [],
    notes: [],
    deployment,
    protocol: raft,
    disruption,
  };
  return whatIf(deployment, raft, [question], { seed: 1, each: null });
}

describe('where election timeouts are equal and nobody is ever elected', () => {
  const equal = group('[1s, 1s]');
  const { losses, failover, survives, availability, objectives } = estimate(equal, raft, { seed: 1 });

  it('losses and what-if say that writes and reads stop, as the simulator does', () => {
    const after = asked(equal, 'fail').scenarios[0];
    for (const loss of [losses[0], after.loss!]) {
      expect([loss.stops, loss.readsStop, loss.never]).toEqual([true, true, 1]);
      expect(loss.leaders.map(({ leader }) => leader)).toEqual([null]);
      expect([loss.outage, loss.clients[0].write.p50, loss.recovery.rto]).toEqual([null, null, null]);
    }
    expect(after.clients[0].state).toBe('stopped');
    expect(JSON.stringify(whatIfDocument(asked(equal, 'fail')))).toContain('none is ever elected');
    const { leaders, finished } = simulateDeployment(equal, raft, {
      seed: 1,
      arrivals: { kind: 'spaced' },
      load: 'spaced',
      operations: 600,
      faults: [{ kind: 'crash', replicas: ['a'], at: 500 }],
      faultTexts: ['crash'],
    });
    expect(leaders).toEqual([]);
    expect(finished).toBeLessThan(600);
  });

  it('no failover, no machine survived, and the leader’s repairs are downtime', () => {
    expect([failover, survives.machine]).toEqual([null, 0]);
    expect(objectives.map(({ met }) => met)).toEqual([false, true]);
    // 30 min in 120 days and 30 min, for the leader alone; two followers down together add a millionth.
    expect(availability!.downtimePerYear.total).toBeCloseTo(
      365 * 86_400 * (30 / (120 * 1440 + 30)) * (1 + 30 / (120 * 1440)),
      0,
    );
  });

  it('but not where they differ', () => {
    const { losses: apart, failover: got } = estimate(group('[1s, 2s]'), raft, { seed: 1 });
    expect([apart[0].stops, apart[0].never, got?.never]).toEqual([false, 0, 0]);
    expect(apart[0].leaders.reduce((sum, { probability }) => sum + probability, 0)).toBeCloseTo(1, 12);
  });
});

describe('where after some losses nobody is elected', () => {
  it('that nobody leads has its probability beside the leaders, in figures and in words', () => {
    // After a cut who has the newest write decides who grants votes, so that b is elected in some.
    const result = asked(group('[1s, 1s]'), 'cut');
    const { loss, after } = result.scenarios[0];
    const { never, leaders, stops } = loss!;
    expect(stops).toBe(false);
    expect(never).toBeGreaterThan(0.2);
    expect(never).toBeLessThan(0.8);
    expect(leaders.find(({ leader }) => leader === null)?.probability).toBeCloseTo(never, 12);
    expect(leaders.reduce((sum, { probability }) => sum + probability, 0)).toBeCloseTo(1, 12);
    expect(after!.protocol.leaders![0].probability).toBeCloseTo(1 - never, 12);
    const text = JSON.stringify(whatIfDocument(result));
    expect(text).toMatch(/b \d+ %, nobody \d+ %/);
    expect(text).toContain('no replica is ever elected');
  });
});
