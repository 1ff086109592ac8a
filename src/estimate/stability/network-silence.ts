import type { Distribution } from '../../distribution/distribution.js';
import { longerThan } from './disk-stall.js';

/** Draws of the message before are taken at so many quantiles. */
const DRAWS = 32;

/** Messages of one connection, in order. */
export interface Stream {
  /** How long one takes from sender to receiver (ms). */
  readonly delay: Distribution;
  /** From one to the next (ms). */
  readonly interval: number;
}

/**
 * P(the receiver hears nothing for longer than so many ms after a message): the next one is sent an interval later and takes
 * that much longer than the one before, D′ − D > s − interval. What follows it cannot overtake it.
 */
export function silentFor({ delay, interval }: Stream): (silence: number) => number {
  const longer = longerThan(delay);
  const before = Array.from({ length: DRAWS }, (_, k) => delay.quantile(((k + 0.5) / DRAWS) * delay.mass));
  return (silence) => {
    let sum = 0;
    for (const ms of before) sum += longer(ms + silence - interval);
    return sum / DRAWS;
  };
}

/** Cells of the integral below, and how many times `since` it goes. */
const CELLS = 200;
const FAR = 20;

/** Share of the time in which the receiver has heard nothing for `since` ms or longer. */
export function shareSilent(stream: Stream, since: number): number {
  const silent = silentFor(stream);
  const step = (FAR * since) / CELLS;
  let sum = 0;
  for (let k = 0; k < CELLS; k++) sum += silent(since + (k + 0.5) * step) * step;
  return Math.min(1, sum / stream.interval);
}
