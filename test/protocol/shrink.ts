import { randomStream } from '../../src/distribution/random.js';
import type { Plan } from './plan.js';
import { type Weather, weatherOf } from './weather.js';

/** What may be left out of a schedule's weather, one after the other. */
const LEFT_OUT: readonly (keyof Weather)[] = [
  'loss',
  'doubling',
  'late',
  'slow',
  'snapshot',
  'crashOfAll',
  'isolation',
  'split',
  'cut',
  'crash',
  'haste',
];
/** Another course of events may show the same mistake sooner: so many seeds are tried beside the plan's own. */
const SEEDS = 12;

/**
 * A smaller plan that fails too: without kinds of faults that it does not need, and shorter (Zeller & Hildebrandt,
 * "Simplifying and Isolating Failure-Inducing Input", IEEE TSE 28(2), 2002, here on what a schedule is drawn from, since
 * its events are drawn as it runs).
 *
 * @param fails runs a plan: does it break a promise?
 */
export function shrink(plan: Plan, fails: (plan: Plan) => boolean): Plan {
  const usual = weatherOf(randomStream(plan.seed, 'schedule'), plan.seed);
  let best: Plan = { ...plan, weather: { ...usual, ...plan.weather } };
  if (!fails(best)) best = plan;
  const failing = (candidate: Plan): Plan | undefined => {
    for (let k = 0; k <= SEEDS; k++) {
      const tried = { ...candidate, seed: k === 0 ? plan.seed : plan.seed + 1000 * k };
      if (fails(tried)) return tried;
    }
    return undefined;
  };
  for (let progress = true; progress; ) {
    progress = false;
    for (const knob of LEFT_OUT) {
      if (best.weather?.[knob] === 0) continue;
      const found = failing({ ...best, weather: { ...best.weather, [knob]: 0 } });
      if (found === undefined) continue;
      best = found;
      progress = true;
    }
  }
  for (let until = (best.until ?? 700) / 2; until >= 20; until /= 2) {
    const found = failing({ ...best, until: Math.round(until) });
    if (found === undefined) break;
    best = found;
  }
  return best;
}
