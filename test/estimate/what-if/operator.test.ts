import { describe, expect, it } from 'vitest';
import { estimate } from '../../../src/estimate/estimate.js';
import { whatIf } from '../../../src/estimate/what-if/what-if.js';
import { protocolNamed } from '../../../src/protocol/registry.js';
import { documentText } from '../../../src/report/document/terminal.js';
import { whatIfDocument } from '../../../src/report/what-if/what-if.js';
import { readDisruption } from '../../../src/topology/disruption.js';
import { deploymentOf } from './deployment.js';

const GROUP = (quorum: string) => `
version: 1
network: { rtt: { sites: [A, B, C], ms: [[0.5, 20, 60], [20, 0.5, 50], [60, 50, 0.5]] } }
replicas: [{ id: a1, at: A, disk: none }, { id: a2, at: A, disk: none }, { id: b, at: B, disk: none }, { id: c, at: C, disk: none }]
clients: [{ id: ca, at: A, rate: 100/s }, { id: cc, at: C, rate: 50/s }]
protocol: { name: primary-backup, leader: a1, quorum: ${quorum} }
timeouts: { operator: 1m }
failures: { machine: { mtbf: 120d, mttr: 30m } }
`;
const protocol = protocolNamed('primary-backup')!;

function ask(quorum: string, how: { fail?: string[]; cut?: string[] }) {
  const deployment = deploymentOf(GROUP(quorum));
  const replicas = deployment.replicas.map(({ id, at, disk }) => ({ id, at, disk: disk.name }));
  const { clients, failures } = deployment;
  const read = readDisruption(
    { fail: [], slow: [], degrade: [], ...how },
    { replicas, clients, shared: failures.shared },
  );
  if ('problems' in read) throw new Error(read.problems.map(({ message }) => message).join('\n'));
  const { disruption } = read;
  const question = { name: '', description: '', edits: [], notes: [], deployment, protocol, disruption };
  return whatIf(deployment, protocol, [question], { seed: 1, each: null });
}

describe('where an operator replaces a lost primary', () => {
  it('the client that is left decides who is promoted, whether the region is lost or cut off', () => {
    const leaders = [{ fail: ['region:A'] }, { cut: ['region:A'] }].map(
      (how) => ask('{ expression: "2 of (a1, b, c)" }', how).scenarios[0].after?.protocol.leader,
    );
    expect(leaders).toEqual(['c', 'c']);
  });

  it('what-if says which acknowledged writes may be lost, as its figures do, and only where some may', () => {
    const lossy = ask('{ threshold: 2 }', { fail: ['region:A'] });
    expect(lossy.scenarios[0].loss?.recovery.rpo.ms).toBeGreaterThan(0);
    expect(documentText(whatIfDocument(lossy), 80)).toContain('RPO');
    const safe = ask('{ threshold: 2 }', { fail: ['a1'] });
    expect(documentText(whatIfDocument(safe), 80)).not.toContain('RPO');
  });

  it('the next failover takes his time', () => {
    const { service } = ask('{ threshold: 2 }', { fail: ['b'] }).scenarios[0];
    expect(service.failover).toMatchObject({ before: 60_000, after: 60_000 });
  });

  it('he acts only where that helps: else all time without the primary is loss of the quorum', () => {
    const of = (quorum: string) => estimate(deploymentOf(GROUP(quorum)), protocol, { seed: 1 }).availability!;
    const stuck = of('{ expression: "a1 & 1 of (a2, b, c)" }');
    expect(stuck.failoverMean).toBeNull();
    expect(stuck.downtimePerYear.failover).toBe(0);
    // 30 min in 120 days, for reads and writes alike: nobody else answers.
    const year = 365 * 24 * 3600;
    expect(stuck.readDowntimePerYear.quorumLoss / year).toBeCloseTo(0.5 / (120 * 24 + 0.5), 9);
    expect(of('{ threshold: 2 }').downtimePerYear.failover).toBeGreaterThan(0);
  });
});
