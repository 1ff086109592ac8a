import { describe, expect, it } from 'vitest';
import { count } from '../../../src/estimate/throughput/count.js';
import { protocolNamed } from '../../../src/protocol/registry.js';
import { SCENARIOS, situationOf } from './scenarios.js';

describe('what an operation asks of a replica does not depend on how often it beats its heart', () => {
  it.each(['multi-paxos', 'raft', 'mencius', 'pacifica'])('%s', async (name) => {
    const protocol = protocolNamed(name);
    if (protocol === undefined) throw new Error(`no ${name}`);
    const situation = await situationOf('three-regions', protocol, SCENARIOS.disk);
    if (situation === undefined) throw new Error(`${name} does not fit`);
    const { deployment, leader } = situation;
    const counted = (heartbeat: number) =>
      count({
        deployment: { ...deployment, timeouts: { ...deployment.timeouts, heartbeat } },
        protocol,
        leader,
        client: 0,
        entry: 'va1',
        kind: 'write',
        together: 1,
      }).tally;
    const usual = counted(100);
    expect(Math.max(...usual.sent)).toBeGreaterThan(0);
    // Ten nanoseconds: on the way to Oregon that would be millions of heartbeats.
    const quick = counted(1e-5);
    for (const what of ['received', 'sent', 'bytes', 'linkBytes', 'packets'] as const)
      expect([...quick[what]], what).toEqual([...usual[what]]);
  });
});
