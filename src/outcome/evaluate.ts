import type { Distribution } from '../distribution/distribution.js';
import { empirical } from '../distribution/empirical.js';
import { mixture } from '../distribution/mixture.js';
import { never } from '../distribution/points.js';
import { randomStream } from '../distribution/random.js';
import { TooWideForGrid } from '../distribution/resolution.js';
import { type Average, ExactEvaluator } from './exact.js';
import { isReadOnce } from './leaves.js';
import type { Outcome } from './outcome.js';
import { Sampler } from './sample.js';

/** The law of an outcome, and how it was found. */
export interface Evaluation {
  readonly law: Distribution;
  readonly method: 'exact' | 'sampled';
  /** Draws behind a sampled law; 0 for an exact one. */
  readonly samples: number;
}

export interface Sampling {
  readonly seed: number;
  readonly samples: number;
}

/** Runs of a sampled evaluation: p99.9 then rests on about 130 of them. */
export const SAMPLES = 131_072;
/** Runs where a median or a mean is all that is asked for, of many alternatives. */
export const ROUGH_SAMPLES = 8192;

/**
 * Evaluates expressions: exactly where every leaf appears once and no tail is too long for a grid, by sampling with
 * shared leaves drawn once otherwise. It chooses, and says which it used. One instance shares work between expressions.
 */
export class Evaluator {
  private readonly exact = new ExactEvaluator();

  constructor(private readonly sampling: Sampling) {}

  /** @param most runs of a sampled evaluation, at most; as the evaluator was told where absent */
  evaluate(outcome: Outcome, most = this.sampling.samples): Evaluation {
    const law = this.exactly(outcome, () => this.exact.evaluate(outcome));
    if (law !== undefined) return { law, method: 'exact', samples: 0 };
    const { seed } = this.sampling;
    const samples = Math.min(most, this.sampling.samples);
    return { law: sampled(outcome, seed, samples), method: 'sampled', samples };
  }

  /** The mean and the mass of the law that `evaluate` gives, without the work for its shape where that can be spared. */
  average(outcome: Outcome, most = this.sampling.samples): Average {
    return this.exactly(outcome, () => this.exact.average(outcome)) ?? this.evaluate(outcome, most).law;
  }

  /** undefined where the expression must be sampled. */
  private exactly<Found>(outcome: Outcome, find: () => Found): Found | undefined {
    if (!isReadOnce(outcome)) return undefined;
    try {
      return find();
    } catch (error) {
      if (!(error instanceof TooWideForGrid)) throw error;
      return undefined;
    }
  }
}

/** The law of an expression from `samples` runs of it. */
export function sampled(outcome: Outcome, seed: number, samples: number): Distribution {
  const sampler = new Sampler(outcome, randomStream(seed, 'outcome'));
  const times = new Float64Array(samples);
  let finished = 0;
  for (let i = 0; i < samples; i++) {
    const time = sampler.next();
    if (time !== Number.POSITIVE_INFINITY) times[finished++] = time;
  }
  if (finished === 0) return never;
  return mixture([{ weight: finished / samples, of: empirical(times.subarray(0, finished)) }]);
}
