import type { Distribution } from '../../distribution/distribution.js';
import { throughKnots } from '../../distribution/knots.js';
import { latest } from '../../distribution/latest.js';

/** Knots over the body of a delay, and over all of it. */
const BODY = 96;
const WHOLE = 1024;
/** What may be left out of the tail of a delay. */
const LEFT_OUT = 1e-8;
/** A wait that makes mean and p99 of a delay longer by less than this share makes no difference. */
const NEGLIGIBLE = 5e-4;

/**
 * How long a message takes on a connection that delivers in order, where others are sent on it at even intervals
 * (heartbeats), at a phase that has nothing to do with this message: it is there once those sent before it are, too. Those
 * were sent u, u + h, u + 2h, … before it, u uniform in 0…h, and take as long as it by themselves, so
 *
 *   G(t) = F(t) · 1/h ∫₀ʰ F(t + u) F(t + u + h) F(t + u + 2h) … du
 *
 * @param delay what it takes by itself
 * @param intervals ms between messages, of each of several kinds that are sent on the connection
 * @returns the delay itself, the same object, where nobody could see a difference
 */
export function inOrder(delay: Distribution, intervals: readonly number[]): Distribution {
  if (delay.start === delay.end || delay.mass < 1) return delay;
  let law = delay;
  for (const interval of intervals)
    if (waitsShow(delay, interval)) law = latest(law, allBefore(delay, interval));
  return law;
}

/** How much later others make a message (ms): the most, of its median, p90, p99 and p99.9. */
export function mostHeldUp(alone: Distribution, law: Distribution): number {
  const later = (p: number): number => law.quantile(p * law.mass) - alone.quantile(p * alone.mass);
  return Math.max(...[0.5, 0.9, 0.99, 0.999].map(later));
}

/**
 * Could anybody see a difference where others are sent on the connection this far apart (ms)? Of independent delays sent u
 * apart, u uniform in 0…h, the later waits σ²/2h for the earlier on average; a tail that falls by a factor of e every m ms
 * rises by the factor 1 + m/h, which moves p99 by m²/h.
 */
export function waitsShow(delay: Distribution, interval: number): boolean {
  const { mass } = delay;
  const at = (p: number): number => delay.quantile(p * mass);
  let sum = 0;
  let squares = 0;
  for (const { p, share } of LAYERS) {
    const t = at(p) - delay.start;
    sum += share * t;
    squares += share * t * t;
  }
  const variance = squares - sum ** 2;
  const p99 = at(0.99);
  const tail = (at(0.999) - p99) / Math.LN10;
  return variance / (2 * interval) > NEGLIGIBLE * delay.mean || tail ** 2 / interval > NEGLIGIBLE * p99;
}

/** Layers of a law, thinner towards the tail, where losses are: where each is looked at, and its share. */
const LAYERS: readonly { readonly p: number; readonly share: number }[] = [
  ...Array.from({ length: 16 }, (_, i) => ({ p: (0.99 * (i + 0.5)) / 16, share: 0.99 / 16 })),
  ...[1e-2, 1e-3, 1e-4, 1e-5].map((beyond) => ({ p: 1 - beyond / 2, share: 0.9 * beyond })),
];

/** When all that were sent before, at even intervals, have arrived: counted from the sending of the message behind them. */
function allBefore(delay: Distribution, interval: number): Distribution {
  const end = Math.min(delay.end, delay.quantile(delay.mass * (1 - LEFT_OUT)));
  const times = knotsOf(delay, end);
  // Those sent u, u + h, … before are there at t: as a function of t + u. From the end on all are (or never will be).
  const all = new Float64Array(times.length);
  const at = interpolated(times, all);
  for (let i = times.length - 1; i >= 0; i--) {
    const earlier = times[i] + interval;
    all[i] = delay.cdf(times[i]) * (earlier >= end ? 1 : at(earlier));
  }
  const integral = new Float64Array(times.length);
  for (let i = 1; i < times.length; i++)
    integral[i] = integral[i - 1] + ((times[i] - times[i - 1]) * (all[i - 1] + all[i])) / 2;
  const last = times.length - 1;
  const upTo = interpolated(times, integral);
  const area = (t: number): number => (t >= end ? integral[last] + t - end : upTo(t));
  const values = times.map((t) => Math.min(1, (area(t + interval) - area(t)) / interval));
  values[last] = 1;
  for (let i = 1; i <= last; i++) values[i] = Math.max(values[i], values[i - 1]);
  return throughKnots(times, values);
}

/** Rising times from the first to the last moment at which the delay may end: close together where it mostly does. */
function knotsOf(delay: Distribution, end: number): Float64Array {
  const { start } = delay;
  const body = Math.min(end, start + 1.5 * (delay.quantile(0.9 * delay.mass) - start));
  const times = new Set<number>([start, end]);
  if (body > start) for (let i = 1; i <= BODY; i++) times.add(start + ((body - start) * i) / BODY);
  for (let i = 1; i < WHOLE; i++) times.add(start + ((end - start) * i) / WHOLE);
  // An atom is met twice: just before, and when it is over.
  for (const { at } of delay.atoms ?? [])
    for (const t of [at * (1 - 1e-12), at]) if (t > start && t < end) times.add(t);
  return Float64Array.from(times).sort();
}

/** A function that is linear between knots. */
function interpolated(times: Float64Array, values: Float64Array): (t: number) => number {
  return (t) => {
    let a = 0;
    let b = times.length - 1;
    while (b - a > 1) {
      const middle = (a + b) >> 1;
      if (times[middle] <= t) a = middle;
      else b = middle;
    }
    return values[a] + ((t - times[a]) / (times[b] - times[a])) * (values[b] - values[a]);
  };
}
