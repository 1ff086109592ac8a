import { describe, expect, it } from 'vitest';
import { lognormal } from '../../../src/distribution/lognormal.js';
import { constant, points } from '../../../src/distribution/points.js';
import {
  type Challenger,
  deposedBy,
  deposedByOne,
  longerThan,
} from '../../../src/estimate/stability/disk-stall.js';
import { stabilityOf } from '../../../src/estimate/stability/stability.js';
import type { Protocol } from '../../../src/protocol/contract/protocol.js';
import { protocolNamed } from '../../../src/protocol/registry.js';
import { deploymentIn, run } from './world.js';

describe('etcd 3.6.16, its log held for s: three members, RTT 2 ms and 30 ms, heartbeat 100 ms, election timeout 1 s', () => {
  // Candidacy uniform in [T − h, 2T − h] since the last message, then a round of pre-votes and one of votes between the
  // two followers, 30 ms apart. Measured in November 2026; the stalls of all clients together.
  const followers: Challenger[] = [1, 2].map(() => ({ election: [900, 1900], asks: 60 }));

  it.each([
    [300, 0, 8],
    [800, 0, 10],
    [1100, 1, 12],
    [1500, 22, 28],
    [3000, 8, 8],
  ])('%d ms: another led after %d of %d', (stall, changed, trials) => {
    const p = deposedBy(stall, followers);
    const atMost = cumulated(changed, trials, p);
    const atLeast = 1 - cumulated(changed - 1, trials, p);
    expect(Math.min(atMost, atLeast)).toBeGreaterThan(0.025);
  });

  it('and one that takes a stall for a fifth shorter or longer would not pass', () => {
    expect(cumulated(22, 28, deposedBy(1800, followers))).toBeLessThan(0.025);
    expect(1 - cumulated(21, 28, deposedBy(1200, followers))).toBeLessThan(0.025);
  });
});

/** P(at most k of n), each with probability p. */
function cumulated(k: number, n: number, p: number): number {
  let sum = 0;
  let ways = 1;
  for (let i = 0; i <= k; i++) {
    sum += ways * p ** i * (1 - p) ** (n - i);
    ways = (ways * (n - i)) / (i + 1);
  }
  return sum;
}

describe('over the law of a durable write', () => {
  const two: Challenger[] = [1, 2].map(() => ({ election: [1000, 2000], asks: 0 }));

  it('atoms count with their masses: 1.5 s leaves a leader with two followers in one of four cases', () => {
    const law = points([
      { at: 4, mass: 0.99 },
      { at: 1500, mass: 0.01 },
    ]);
    expect(deposedByOne(longerThan(law), two)).toBeCloseTo(0.01 * 0.75, 4);
    expect(deposedByOne(longerThan(constant(999)), two)).toBe(0);
  });

  it('a write that never ends deposes for sure, and a narrow range of timeouts is a step', () => {
    expect(deposedByOne(longerThan(points([{ at: 4, mass: 0.9 }])), two)).toBeCloseTo(0.1, 12);
    const step: Challenger[] = [{ election: [1000, 1000], asks: 10 }];
    expect(deposedByOne(longerThan(constant(1009)), step)).toBe(0);
    expect(deposedByOne(longerThan(constant(1011)), step)).toBe(1);
  });

  it('a lognormal tail agrees with 400,000 of its own draws', () => {
    const law = lognormal({ shift: 0, median: 40, sigma: 1.5 });
    let state = 1;
    const uniform = () => {
      state = (state * 48271) % 2147483647;
      return state / 2147483647;
    };
    let sum = 0;
    for (let i = 0; i < 400_000; i++) sum += deposedBy(law.draw(uniform), two);
    expect(Math.abs(deposedByOne(longerThan(law), two) / (sum / 400_000) - 1)).toBeLessThan(0.05);
  });
});

describe('the simulator confirms it: one write of the leader stalls, everybody else is well', () => {
  const RUNS = 150;
  const shareOf = (
    name: string,
    replicas: number,
    stall: number,
    loop: 'blocking' | 'free',
    who = 'r0',
  ): number => {
    const protocol = protocolNamed(name) as Protocol;
    const deployment = deploymentIn({ protocol: name, replicas, loop, fsync: '1ms', rate: 50 });
    let changed = 0;
    for (let seed = 1; seed <= RUNS; seed++) {
      const faults = [{ kind: 'slow-disk', replicas: [who], factor: stall, at: 300, until: 600 }] as const;
      const { leadership, safety } = run(deployment, protocol, { seed, time: stall + 900, faults });
      expect(safety.violations).toBe(0);
      if (leadership.some(({ replica, leads }) => replica === 'r0' && !leads)) changed++;
    }
    return changed / RUNS;
  };

  it.each([
    ['raft', 3, 950],
    ['raft', 3, 1300],
    ['raft', 3, 2100],
    ['raft', 5, 1200],
    ['multi-paxos', 3, 1500],
    ['multi-paxos', 5, 1100],
  ] as const)(
    '%s, %d replicas, a stall of %d ms: the share of runs in which the leader is deposed',
    (name, n, stall) => {
      // Replicas are 10 ms apart, there and back: Raft's followers ask for pre-votes first, Multi-Paxos' do not.
      const asks = name === 'raft' ? 10 : 0;
      const followers = Array.from({ length: n - 1 }, (): Challenger => ({ election: [1000, 2000], asks }));
      const p = deposedBy(stall, followers);
      const deviation = Math.sqrt((p * (1 - p)) / RUNS);
      expect(Math.abs(shareOf(name, n, stall, 'blocking') - p)).toBeLessThanOrEqual(3.5 * deviation);
    },
  );

  it('a stall of a follower changes nothing, nor one of the leader whose disk writes beside the loop', () => {
    expect(shareOf('raft', 3, 1900, 'blocking', 'r1')).toBe(0);
    expect(shareOf('raft', 3, 1900, 'free')).toBe(0);
    expect(shareOf('raft', 3, 1900, 'blocking')).toBeGreaterThan(0.9);
  });
});

describe('leader changes a day', () => {
  it('are the rate of writes times what one of them does, and forty simulated minutes have as many', () => {
    const protocol = protocolNamed('raft') as Protocol;
    // Longer than the longest timeout, so that no draw of timeouts that outlives a stall makes the next more likely.
    const fsync = {
      mixture: [
        { weight: '99.9%', of: '2ms' },
        { weight: '0.1%', of: '2500ms' },
      ],
    };
    const deployment = deploymentIn({ protocol: 'raft', replicas: 3, loop: 'blocking', fsync, rate: 20 });
    const situation = { deployment, protocol, leader: 'r0', down: new Set<string>() };
    const stability = stabilityOf(situation);
    expect(stability?.perWrite).toBeCloseTo(0.001, 9);
    expect(stability?.causes).toMatchObject([{ replica: 'r0', what: 'disk' }]);
    // Without clients' faults nothing else happens; a fault at the end makes the run keep its changes of leadership.
    const time = 40 * 60 * 1000;
    const faults = [{ kind: 'slow-disk', replicas: ['r1'], factor: 1, at: time - 1 }] as const;
    const { leadership } = run(deployment, protocol, { seed: 1, time, faults });
    const changes = leadership.filter(({ leads }) => leads).length;
    const expected = ((stability?.leaderChangesPerDay ?? 0) * time) / (24 * 3600 * 1000);
    expect(changes).toBeGreaterThan(10);
    expect(Math.abs(changes - expected)).toBeLessThan(3 * Math.sqrt(expected));
  });

  it('are unknown where no client has a rate, and what one write does is not', () => {
    const protocol = protocolNamed('raft') as Protocol;
    const fsync = {
      mixture: [
        { weight: '99%', of: '2ms' },
        { weight: '1%', of: '3s' },
      ],
    };
    const whole = deploymentIn({ protocol: 'raft', replicas: 3, loop: 'blocking', fsync, rate: 20 });
    const deployment = { ...whole, clients: whole.clients.map((client) => ({ ...client, rate: undefined })) };
    const stability = stabilityOf({ deployment, protocol, leader: 'r0', down: new Set() });
    expect(stability).toMatchObject({ leaderChangesPerDay: null, writesPerSecond: null });
    expect(stability?.causes).toEqual([{ replica: 'r0', what: 'disk', perDay: null }]);
    expect(stability?.perWrite).toBeCloseTo(0.01, 9);
  });

  it('are none by a disk beside the loop', () => {
    const protocol = protocolNamed('raft') as Protocol;
    const deployment = deploymentIn({ protocol: 'raft', replicas: 3, loop: 'free', fsync: '3s', rate: 20 });
    const stability = stabilityOf({ deployment, protocol, leader: 'r0', down: new Set() });
    expect(stability).toMatchObject({ leaderChangesPerDay: 0, causes: [], perWrite: 0, stall: null });
  });
});
