import type { Uniform } from '../../src/distribution/random.js';
import { slowestSnapshot } from './disk-times.js';

/**
 * How bad it gets differs from schedule to schedule: what never happens in one leaves room for what does (swarm
 * testing; Groce et al., ISSTA 2012).
 */
export interface Weather {
  readonly heartbeat: number;
  /** Share of a client's operations that do not wait for the answer to the one before. */
  readonly haste: number;
  readonly loss: number;
  readonly doubling: number;
  /** Share of messages that take up to 60 ms instead of 8, and of links (one way) on which all take 25 to 60 ms. */
  readonly late: number;
  readonly slow: number;
  /** The longest that the write of a snapshot takes more than that of a record (ms). */
  readonly snapshot: number;
  /** Weights of the kinds of faults. */
  readonly crash: number;
  readonly crashOfAll: number;
  readonly cut: number;
  readonly split: number;
  readonly isolation: number;
  /** ms from one fault to the next, at most, and how long one lasts, at most. */
  readonly pause: number;
  readonly lasts: number;
}

/** Replicas are cut off again and again, while others crash. */
export const ISOLATING: Partial<Weather> = {
  slow: 0.3,
  crash: 4,
  crashOfAll: 0,
  cut: 0,
  split: 0,
  isolation: 4,
  pause: 40,
  lasts: 120,
};

/** Replicas crash and are away for long while clients write without pause, and snapshots are slow. */
export const AWAY: Partial<Weather> = {
  heartbeat: 20,
  haste: 0.95,
  loss: 0,
  doubling: 0,
  late: 0,
  slow: 0,
  crash: 4,
  crashOfAll: 0,
  cut: 0,
  split: 0,
  isolation: 0,
  pause: 90,
  lasts: 300,
  snapshot: 200,
};

/** Everything at once, and often. */
export const STORMY: Partial<Weather> = {
  loss: 0.1,
  slow: 0.3,
  crash: 4,
  cut: 4,
  isolation: 4,
  pause: 40,
  lasts: 120,
};

export function weatherOf(uniform: Uniform, seed: number): Weather {
  const pick = <T>(...of: readonly T[]): T => of[Math.floor(uniform() * of.length)];
  return {
    heartbeat: pick(20, 60),
    haste: pick(0.1, 0.6),
    loss: pick(0, 0.02, 0.1),
    doubling: pick(0, 0.03, 0.2),
    late: pick(0, 0, 0.1),
    slow: pick(0, 0.3),
    crash: pick(1, 4),
    crashOfAll: pick(0, 1),
    cut: pick(0, 1, 4),
    split: pick(0, 1, 4),
    isolation: pick(0, 1, 4),
    pause: pick(40, 90, 250),
    lasts: pick(30, 120, 300),
    snapshot: slowestSnapshot(seed),
  };
}
