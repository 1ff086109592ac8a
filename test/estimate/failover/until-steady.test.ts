import { describe, expect, it } from 'vitest';
import { nodeIo } from '../../../cli/io.js';
import { load } from '../../../cli/load.js';
import { timelineUntilSteady } from '../../../src/estimate/failover/failover.js';
import { failoverBlock } from '../../../src/estimate/failover/failover-block.js';
import { patienceOf } from '../../../src/estimate/failover/patience.js';
import type { Standing } from '../../../src/group/standing.js';
import { protocolNamed } from '../../../src/protocol/registry.js';
import type { Deployment } from '../../../src/topology/deployment.js';

async function regions(patience?: number): Promise<Deployment> {
  const [{ deployment }] = await load(nodeIo(), ['topologies/three-regions.yaml'], { quiet: true });
  return patience === undefined
    ? deployment
    : { ...deployment, timeouts: { ...deployment.timeouts, request: patience } };
}

async function crash(patience: number | undefined, duration: number, name = 'multi-paxos') {
  return timelineUntilSteady(await regions(patience), protocolNamed(name)!, {
    seed: 1,
    leader: 'va1',
    crash: 'va1',
    at: 2000,
    duration,
    reads: 0,
    arrivals: { kind: 'closed', outstanding: 2 },
  });
}

describe('timelineUntilSteady: a crash, watched until service is steady again', () => {
  it('ends with three seconds that are alike, all of them simulated to their end, however short it was to be', async () => {
    const { clients, steadyAfter, bin, crash: lost } = await crash(undefined, 4000);
    expect(steadyAfter).not.toBeNull();
    for (const { bins } of clients) {
      expect(bins.length).toBe((lost.at + (steadyAfter ?? 0)) / bin + 3);
      const last = bins.slice(-3).map(({ answered }) => answered);
      expect(Math.min(...last)).toBeGreaterThan(10);
      expect(Math.max(...last)).toBeLessThanOrEqual(2 * Math.min(...last));
      // Sometimes there is nothing: that is what the crash is.
      expect(bins.some(({ answered }) => answered === 0)).toBe(true);
    }
  });

  it('says where it was not steady while it was watched', async () => {
    const { steadyAfter, clients } = await crash(1e7, 3000);
    expect(steadyAfter).toBeNull();
    expect(clients[0].bins.at(-1)?.answered).toBe(0);
  });
});

function situationOf(deployment: Deployment, protocol: string): Standing {
  return { deployment, protocol: protocolNamed(protocol)!, leader: 'va1', down: new Set() };
}

describe('how long clients wait is another figure than how long the group stops', () => {
  it('is the patience where that outlasts the failover, by default twice the longest election timeout', async () => {
    const deployment = await regions();
    expect(patienceOf(deployment)).toBe(4000);
    const found = failoverBlock(situationOf(deployment, 'multi-paxos'), 1);
    expect(found?.total.mean).toBeLessThan(2000);
    expect(found?.perceived.mean).toBeCloseTo(4000, 6);
    expect(found?.perceived.p99).toBe(4000);
  });

  // Two sessions of each client: one of them had just sent when the leader crashed, give or take a round trip.
  it.each([
    ['multi-paxos', 4000],
    ['raft', 2500],
  ])('%s, patience %d ms: as long as simulated clients wait, within 200 ms', async (name, patience) => {
    const { clients } = await crash(patience, 12_000, name);
    for (const { longestGap } of clients) expect(Math.abs(longestGap - patience)).toBeLessThan(200);
  });

  it.each(['multi-paxos', 'raft'])(
    '%s, impatient: as long as the failover, which is between its first and last percentile',
    async (name) => {
      const deployment = await regions(400);
      const found = failoverBlock(situationOf(deployment, name), 1)!;
      expect(found.perceived?.mean).toBeCloseTo(found.total.mean, 6);
      const { clients } = await crash(400, 12_000, name);
      for (const { longestGap } of clients) {
        expect(longestGap).toBeGreaterThan(950);
        expect(longestGap).toBeLessThan(found.total.p99 + 300);
      }
    },
  );
});
