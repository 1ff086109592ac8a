import { describe, expect, test } from 'vitest';
import { exponential } from '../../src/distribution/gamma.js';
import { constant } from '../../src/distribution/points.js';
import type { Effects } from '../../src/protocol/contract/machine.js';
import { simulate } from '../../src/simulation/simulate.js';
import { careful, echo, executeAt, machine } from './echo.js';
import { type Small, smallDeployment } from './small-deployment.js';

/** One replica under Poisson arrivals of `perMs` a millisecond; mean latency without the 20 ms on the wire. */
function loaded(small: Small, factory: typeof echo, perMs: number, seed: number) {
  const run = simulate({
    deployment: smallDeployment(small),
    machine: factory,
    leader: 'a',
    entryOf: () => 'a',
    seed,
    workload: { arrivals: { kind: 'open', rate: perMs * 1000 } },
    until: { operations: 60_000 },
  });
  const { mean, confidence } = run.clients[0].write;
  const [low, high] = confidence.mean as [number, number];
  return { mean: (mean as number) - 20, low: low - 20, high: high - 20, run };
}

describe('a processor is a FIFO server', () => {
  test('M/D/1: with service 1 ms and load 0.7 the mean time is 1 + 0.7/(2·0.3) ms (Pollaczek–Khinchine)', () => {
    const truth = 1 + 0.7 / (2 * 0.3);
    let held = 0;
    for (const seed of [1, 2, 3, 4, 5]) {
      const { low, high, mean, run } = loaded({ processing: 1 }, echo, 0.7, seed);
      if (low <= truth && truth <= high) held++;
      expect(Math.abs(mean - truth)).toBeLessThan(0.1 * truth);
      expect(Math.abs(run.replicas[0].processor - 0.7)).toBeLessThan(0.02);
    }
    // All five at once happens in 77 % of the cases, fewer than four in 2 %.
    expect(held).toBeGreaterThanOrEqual(4);
  });

  test('messages that cost nothing take no event of their own', () => {
    const free = loaded({ processing: 0 }, echo, 0.1, 1).run;
    const dear = loaded({ processing: 0.001 }, echo, 0.1, 1).run;
    expect(dear.events - free.events).toBe(60_001);
    expect(free.clients[0].write.p999).toBeCloseTo(20, 9);
  });
});

describe('a disk writes one record at a time', () => {
  test('M/M/1: with service 1 ms and load 0.5 the mean time is 1/(1 − 0.5) ms', () => {
    let held = 0;
    for (const seed of [1, 2, 3, 4, 5]) {
      const { low, high, mean, run } = loaded({ fsync: exponential({ mean: 1 }) }, careful, 0.5, seed);
      if (low <= 2 && 2 <= high) held++;
      expect(Math.abs(mean - 2)).toBeLessThan(0.2);
      expect(Math.abs(run.replicas[0].disk - 0.5)).toBeLessThan(0.02);
    }
    expect(held).toBeGreaterThanOrEqual(4);
  });

  test('group commit carries all that waits: 20 outstanding need not wait for 20 writes', () => {
    const deployment = smallDeployment({ fsync: constant(10) });
    const options = {
      deployment,
      machine: careful,
      leader: 'a',
      entryOf: () => 'a',
      seed: 1,
      workload: { arrivals: { kind: 'closed', outstanding: 20 } as const },
      until: { operations: 2000 },
    };
    const single = simulate(options);
    const disks = deployment.replicas.map((replica) => ({
      ...replica,
      disk: { ...replica.disk, groupCommit: true },
    }));
    const group = simulate({ ...options, deployment: { ...deployment, replicas: disks } });
    // One at a time 20 in the loop queue behind each other: 200 ms a turn. In groups: the wire, a write begun before, one's own.
    expect(single.clients[0].write.p50).toBeCloseTo(200, 6);
    expect(group.clients[0].write.p99).toBeLessThanOrEqual(40);
    expect(group.safety.violations).toBe(0);
  });

  test('a write that costs nothing completes at the same instant, but after the event that asked for it', () => {
    const seen: string[] = [];
    const factory = machine(() => ({
      request(command, effects) {
        effects.persist(0, command, 1);
        seen.push(`asked at ${effects.now}`);
        executeAt(effects, command.seq - 1, command);
        effects.reply(command.client, command.seq, command.value);
      },
      durable: (token: number, effects: Effects) => seen.push(`durable ${token} at ${effects.now}`),
    }));
    simulate({
      deployment: smallDeployment(),
      machine: factory,
      leader: 'a',
      entryOf: () => 'a',
      seed: 1,
      workload: { arrivals: { kind: 'spaced' } },
      until: { operations: 0 },
    });
    expect(seen).toHaveLength(2);
    expect(seen[1]).toBe(seen[0].replace('asked', 'durable 1'));
  });
});
