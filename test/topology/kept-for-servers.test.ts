import { describe, expect, it } from 'vitest';
import { protocolNamed } from '../../src/protocol/registry.js';
import type { Deployment } from '../../src/topology/deployment.js';
import { KeptForServers } from '../../src/topology/kept-for-servers.js';
import { SCENARIOS, situationOf } from '../estimate/throughput/scenarios.js';

async function deployment(): Promise<Deployment> {
  const raft = protocolNamed('raft');
  const situation = raft && (await situationOf('three-regions', raft, SCENARIOS.disk));
  if (situation === undefined) throw new Error('three-regions does not fit raft');
  return situation.deployment;
}

describe('answers kept for servers', () => {
  it('are shared by deployments that differ in their clients alone', async () => {
    const whole = await deployment();
    const kept = new KeptForServers<number>();
    let made = 0;
    const ask = (of: Deployment, name = 'a'): number => kept.of(of, name, () => ++made);
    expect(ask(whole)).toBe(1);
    expect(ask({ ...whole, clients: whole.clients.slice(1), name: 'other' })).toBe(1);
    expect(ask(whole, 'b')).toBe(2);
  });

  it('are no others’ where any key of the servers or the network differs', async () => {
    const whole = await deployment();
    const others: Partial<Record<keyof Deployment, unknown>> = {
      replicas: [...whole.replicas],
      network: { ...whole.network },
      protocol: { ...whole.protocol },
      timeouts: { ...whole.timeouts },
      keys: { ...whole.keys },
      payload: whole.payload + 1,
      shards: {},
      failures: { ...whole.failures },
      maintenance: { every: 1, lasts: 1 },
    };
    const shared = [
      'name',
      'description',
      'file',
      'clients',
      'objectives',
      'scenarios',
      'assumptions',
      'locate',
    ];
    expect([...Object.keys(others), ...shared].sort()).toEqual(
      [...new Set([...Object.keys(whole), 'scenarios', 'shards', 'maintenance'])].sort(),
    );
    const kept = new KeptForServers<string>();
    expect(kept.of(whole, 'a', () => 'whole')).toBe('whole');
    for (const [key, value] of Object.entries(others))
      expect(kept.of({ ...whole, [key]: value } as Deployment, 'a', () => key)).toBe(key);
  });
});
