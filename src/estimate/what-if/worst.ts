import { priceOf } from '../../result/price.js';
import type { ScenarioResult } from '../../result/what-if.js';

/** A change that raises no client's p50 by this factor is nothing to point at. */
const NOTABLE = 1.1;
/** Scenarios that do at least this share of the worst one's damage are named with it. */
const ALIKE = 0.9;

/**
 * The scenario that hurts clients' writes most: the one that stops most clients, then the largest relative rise of a p50;
 * after it, in their order, those that do about the same. Empty where none is notable. Clients that are down themselves do
 * not count.
 */
export function worstOf(scenarios: readonly ScenarioResult[]): string[] {
  const harms = scenarios.map(harmOf).filter(({ stops, rise }) => stops > 0 || rise >= NOTABLE);
  const worst = harms.reduce<Harm | undefined>(
    (most, harm) => (most === undefined || exceeds(harm, most) ? harm : most),
    undefined,
  );
  if (worst === undefined) return [];
  const alike = harms.filter(
    ({ name, stops, rise }) =>
      name !== worst.name && stops === worst.stops && (stops > 0 || rise - 1 >= ALIKE * (worst.rise - 1)),
  );
  return [worst.name, ...alike.map(({ name }) => name)];
}

interface Harm {
  readonly name: string;
  /** How many clients' writes stop. */
  readonly stops: number;
  /** The largest ratio of p50 after, on average over those that may lead then, to p50 before. */
  readonly rise: number;
}

function exceeds(one: Harm, other: Harm): boolean {
  return one.stops > other.stops || (one.stops === other.stops && one.rise > other.rise);
}

function harmOf({ name, clients, loss }: ScenarioResult): Harm {
  let stops = 0;
  let rise = 1;
  for (const { id, state, figures } of clients) {
    const { before, after: over } = figures['write.p50'];
    const after = (loss === null ? undefined : priceOf(loss.leaders, id)?.mean) ?? over;
    if (before === null) continue;
    if (state === 'stopped') stops++;
    else if (state === 'served' && after !== null) rise = Math.max(rise, after / before);
  }
  return { name, stops, rise };
}
