import { describe, expect, it } from 'vitest';
import { nodeIo } from '../../../cli/io.js';
import { load } from '../../../cli/load.js';
import { crashTimeline, type TimelineOptions } from '../../../src/estimate/failover/timeline.js';
import { raft } from '../../../src/protocol/raft/raft.js';

async function run(change: Partial<TimelineOptions> = {}) {
  const [{ deployment }] = await load(nodeIo(), ['topologies/three-regions.yaml'], { quiet: true });
  return crashTimeline(deployment, raft, {
    seed: 1,
    leader: 'va1',
    crash: 'va1',
    at: 5000,
    duration: 15_000,
    arrivals: { kind: 'open', rate: 50 },
    timeout: 2000,
    ...change,
  });
}

describe('crashTimeline: what each client sees, second by second', () => {
  it('open load goes on being sent while nothing is answered; retries come a patience after the crash', async () => {
    const { clients, leadership, bin } = await run();
    expect(bin).toBe(1000);
    const [east] = clients;
    expect(east.bins).toHaveLength(15);
    expect(east.bins.map(({ at }) => at)).toEqual(Array.from({ length: 15 }, (_, i) => 1000 * i));
    const steady = east.bins[3];
    expect(steady.answered).toBeGreaterThan(20);
    expect(steady.retries).toBe(0);
    const outage = east.bins[5];
    expect(outage.sent).toBeGreaterThan(20);
    expect(outage.answered).toBeLessThan(5);
    expect(east.bins.some(({ retries }) => retries > 0)).toBe(true);
    expect(east.bins.findIndex(({ retries }) => retries > 0)).toBeGreaterThanOrEqual(6);
    expect(east.longestGap).toBeGreaterThan(900);
    expect(leadership.filter(({ leads }) => leads)).toHaveLength(1);
    // What waited shows in the latency of the second in which it is answered.
    const worst = Math.max(...east.bins.map(({ p99 }) => p99 ?? 0));
    expect(worst).toBeGreaterThan(10 * (steady.p99 ?? Number.POSITIVE_INFINITY));
    expect(east.bins[14].answered).toBeGreaterThan(20);
  });

  it('in a closed loop nothing is sent meanwhile either, and all sent is answered, outstanding ones but', async () => {
    const { clients } = await run({ arrivals: { kind: 'closed', outstanding: 4 }, timeout: 3500 });
    for (const { bins } of clients) {
      const sent = bins.reduce((sum, one) => sum + one.sent, 0);
      const answered = bins.reduce((sum, one) => sum + one.answered, 0);
      expect(sent - answered).toBeGreaterThanOrEqual(0);
      expect(sent - answered).toBeLessThanOrEqual(4);
      expect(Math.min(...bins.map((one) => one.sent))).toBe(0);
    }
  });

  it('a crash of a follower interrupts nobody whose entry it is not', async () => {
    const { clients, leadership } = await run({ crash: 'oh1' });
    expect(leadership.filter(({ replica, leads }) => leads && replica !== 'va1')).toEqual([]);
    for (const { longestGap } of clients) expect(longestGap).toBeLessThan(500);
  });

  it('the same seed gives the same timeline, and bins of no width are refused', async () => {
    expect(await run()).toEqual(await run());
    await expect(run({ bin: 0 })).rejects.toThrow(RangeError);
  });
});
