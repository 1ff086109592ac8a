import type { LossLeader } from './losses.js';

/** p50 of a client's writes (ms) under each that may lead: the mean, each as often as it leads, the least and the most. */
export interface Price {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

/**
 * What writes of a client take after a loss. Not the median over all operations: where leaders differ, that jumps from one
 * leader's figure to another's at a chance of one half. Null where they stop under each; those under whom they do are left out.
 */
export function priceOf(leaders: readonly LossLeader[], client: string): Price | null {
  let sum = 0;
  let weight = 0;
  let low = Number.POSITIVE_INFINITY;
  let high = 0;
  for (const { probability, clients } of leaders) {
    const p50 = clients.find(({ id }) => id === client)?.write.p50 ?? null;
    if (p50 === null) continue;
    sum += probability * p50;
    weight += probability;
    low = Math.min(low, p50);
    high = Math.max(high, p50);
  }
  return weight === 0 ? null : { mean: sum / weight, low, high };
}
