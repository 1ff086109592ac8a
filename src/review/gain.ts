import type { StandingEstimate } from '../result/estimate.js';

/** One client's write p50 (ms) as it is, and as it would be. */
export interface Gain {
  readonly id: string;
  readonly now: number;
  readonly better: number;
}

/** The client whose write p50 falls most, by factor; undefined where no client's writes finish in both. */
export function largestGain(
  clients: StandingEstimate['clients'],
  changed: StandingEstimate['clients'],
): Gain | undefined {
  let largest: Gain | undefined;
  for (const [i, { id, write }] of clients.entries()) {
    const [now, better] = [write.p50, changed[i].write.p50];
    if (now === null || better === null) continue;
    if (largest === undefined || now * largest.better > largest.now * better) largest = { id, now, better };
  }
  return largest;
}
