import { describe, expect, it } from 'vitest';
import { whatIf } from '../../../src/estimate/what-if/what-if.js';
import { protocolNamed } from '../../../src/protocol/registry.js';
import { readDisruption } from '../../../src/topology/disruption.js';
import { deploymentOf } from '../what-if/deployment.js';

/** Mean outage (ms) of writes after this replica is killed, or cut off. */
function outage(name: string, how: 'fail' | 'cut', replica: string): number {
  const deployment = deploymentOf(`version: 1
network: { rtt: { sites: [a, b, c], ms: [[0, 10, 30], [10, 0, 20], [30, 20, 0]] } }
disks: { d: { fsync: 2ms } }
replicas: [{ id: r1, at: a, disk: d }, { id: r2, at: b, disk: d }, { id: r3, at: c, disk: d }]
clients: [{ id: ca, at: a, rate: 50/s }, { id: cc, at: c, rate: 50/s }]
protocol: { name: ${name}, leader: r1 }
timeouts: { heartbeat: 100ms, election: [1s, 2s] }
`);
  const protocol = protocolNamed(name)!;
  const { clients, failures } = deployment;
  const replicas = deployment.replicas.map(({ id, at, disk }) => ({ id, at, disk: disk.name }));
  const changes = { fail: [], cut: [], pause: [], slow: [], degrade: [], [how]: [replica] };
  const found = readDisruption(changes, { replicas, clients, shared: failures.shared });
  if ('problems' in found) throw new Error(found.problems.map(({ message }) => message).join());
  const question = { name: '', description: '', edits: [], notes: [], deployment, protocol, ...found };
  const { loss } = whatIf(deployment, protocol, [question], { seed: 1, each: null }).scenarios[0];
  return loss!.outage!.mean;
}

describe('cutting off a member that does not lead', () => {
  it.each(['chain-replication', 'pacifica'])(
    '%s waits for it as long as for one that is killed: within a tenth',
    (name) => {
      for (const replica of ['r2', 'r3']) {
        const killed = outage(name, 'fail', replica);
        expect(killed).toBeGreaterThan(500);
        expect(Math.abs(outage(name, 'cut', replica) / killed - 1)).toBeLessThan(0.1);
      }
    },
  );

  it.each(['raft', 'multi-paxos'])('%s does not wait for it', (name) => {
    expect(outage(name, 'cut', 'r3')).toBe(0);
    expect(outage(name, 'cut', 'r1')).toBeGreaterThan(500);
  });
});
