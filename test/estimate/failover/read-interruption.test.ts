import { describe, expect, it } from 'vitest';
import { nodeIo } from '../../../cli/io.js';
import { load } from '../../../cli/load.js';
import { estimate } from '../../../src/estimate/estimate.js';
import { readInterruption } from '../../../src/estimate/failover/read-interruption.js';
import { successionOf } from '../../../src/estimate/failover/succession.js';
import { asProtocol } from '../../../src/group/as-protocol.js';
import { protocolNamed } from '../../../src/protocol/registry.js';

async function cast(name: string) {
  const [{ deployment }] = await load(nodeIo(), ['topologies/three-regions.yaml'], { quiet: true });
  const protocol = protocolNamed(name)!;
  return { deployment: asProtocol(deployment, protocol).deployment, protocol };
}

async function interruptions(name: string, lost: string) {
  const { deployment, protocol } = await cast(name);
  const options = { leader: 'va1', loss: { kind: 'kill', members: [lost] }, seed: 1 } as const;
  const write = successionOf(deployment, protocol, options)!.outage.mean;
  return { write, read: readInterruption(deployment, protocol, options) };
}

describe('how long a loss interrupts reads', () => {
  it('chain replication: the tail answers under leases until they run out, and again once the lost one is out of the chain', async () => {
    for (const lost of ['va1', 'oh1']) {
      const { write, read } = await interruptions('chain-replication', lost);
      expect(read).toBeLessThan(write / 5);
      expect(read).toBeGreaterThan(0);
    }
  });

  it('as long as writes where the one is lost that answers them: the tail, a primary, a leader', async () => {
    for (const [name, lost] of [
      ['chain-replication', 'or1'],
      ['pacifica', 'va1'],
      ['raft', 'va1'],
    ]) {
      const { write, read } = await interruptions(name, lost);
      expect(read! / write).toBeGreaterThan(0.85);
      expect(read! / write).toBeLessThan(1.1);
    }
  });

  it('is not looked at where reads go the way of writes, or are local, or nothing is interrupted', async () => {
    expect((await interruptions('mencius', 'va1')).read).toBeUndefined();
    expect((await interruptions('raft', 'oh1')).read).toBeUndefined();
  });

  it('availability counts reads as interrupted for that time, not for as long as writes', async () => {
    const { deployment, protocol } = await cast('chain-replication');
    const machine = { mtbf: 120 * 24 * 3600e3, mttr: 1800e3 };
    const failing = { ...deployment, failures: { machine, shared: [] } } as unknown as typeof deployment;
    const { availability } = estimate(failing, protocol, { seed: 1 });
    const { downtimePerYear, readDowntimePerYear } = availability!;
    // By hand: each of three replicas is lost 365 / 120 times a year.
    const lost: Awaited<ReturnType<typeof interruptions>>[] = [];
    for (const id of ['va1', 'oh1', 'or1']) lost.push(await interruptions('chain-replication', id));
    const perYear = (of: 'write' | 'read') =>
      (lost.reduce((sum, one) => sum + (one[of] ?? 0), 0) / 1000) * (365 / (120 + 0.0208));
    expect(downtimePerYear.failover / perYear('write')).toBeCloseTo(1, 1);
    expect(readDowntimePerYear.failover / perYear('read')).toBeCloseTo(1, 1);
    expect(readDowntimePerYear.failover).toBeLessThan(0.6 * downtimePerYear.failover);
  });
});
