import type { Distribution, Point } from '../distribution/distribution.js';
import { empirical } from '../distribution/empirical.js';
import { withAtoms } from '../distribution/mixed.js';
import { mixture } from '../distribution/mixture.js';
import { constant, never, points } from '../distribution/points.js';
import { randomStream, type Uniform } from '../distribution/random.js';
import { TooWideForGrid } from '../distribution/resolution.js';
import { sumOf } from '../distribution/sum.js';
import { type Average, ExactEvaluator } from './exact.js';
import { Fingerprints } from './fingerprint.js';
import { Following } from './following.js';
import { isReadOnce } from './leaves.js';
import { messagesMeet } from './meeting.js';
import { OUTSIDE } from './message.js';
import type { Leaf, Outcome } from './outcome.js';
import { partsApart } from './own-leg.js';
import { type Runs, Sampler } from './sample.js';

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
/** Runs of one whose messages are followed, which takes longer: p99 then rests on about 330 of them. */
const FOLLOWED = 32_768;
/** The same where a rough figure is asked for; and where a mean is, which needs fewer. */
const FOLLOWED_ROUGHLY = 4096;
const FOLLOWED_FOR_MEAN = 2048;
/** Runs where a median or a mean is all that is asked for, of many alternatives. */
export const ROUGH_SAMPLES = 8192;

/**
 * Evaluates expressions: exactly where every leaf appears once (or twice in the one way that `ownLegOf` knows), no tail is
 * too long for a grid, and messages do not get in each other's way; by sampling with shared leaves drawn once and messages followed otherwise. It chooses, and says which it
 * used. One instance shares work between expressions.
 */
export class Evaluator {
  private readonly exact = new ExactEvaluator();
  private readonly fingerprints = new Fingerprints();
  private readonly followed = new Map<string, Distribution>();

  constructor(private readonly sampling: Sampling) {}

  /** @param most runs of a sampled evaluation, at most; as the evaluator was told where absent */
  evaluate(outcome: Outcome, most = this.sampling.samples): Evaluation {
    const { seed } = this.sampling;
    const samples = Math.min(most, this.sampling.samples);
    if (messagesMeet(outcome)) {
      const runs =
        samples <= ROUGH_SAMPLES ? Math.min(samples, FOLLOWED_ROUGHLY) : Math.min(samples, FOLLOWED);
      return { law: this.follow(outcome, runs), method: 'sampled', samples: runs };
    }
    const law = this.exactly(outcome, () => this.exact.evaluate(outcome));
    if (law !== undefined) return { law, method: 'exact', samples: 0 };
    return { law: sampled(outcome, seed, samples), method: 'sampled', samples };
  }

  /** The mean and the mass of the law that `evaluate` gives, without the work for its shape where that can be spared. */
  average(outcome: Outcome, most = this.sampling.samples): Average {
    if (messagesMeet(outcome)) return this.follow(outcome, Math.min(most, FOLLOWED_FOR_MEAN));
    return this.exactly(outcome, () => this.exact.average(outcome)) ?? this.evaluate(outcome, most).law;
  }

  /**
   * By following messages. A client's own ways there and back meet nobody: what is between them is the same for all
   * clients that enter at one replica, and followed once.
   */
  private follow(outcome: Outcome, runs: number): Distribution {
    const { first, between, last } = withoutWays(outcome);
    const key = `${runs} ${this.fingerprints.of(between)}`;
    let law = this.followed.get(key);
    if (law === undefined) {
      law = lawOf(new Following(between, randomStream(this.sampling.seed, 'outcome')), runs);
      this.followed.set(key, law);
    }
    if (law.mass === 0) return never;
    try {
      return sumOf([...first, law, ...last]);
    } catch (error) {
      if (!(error instanceof TooWideForGrid)) throw error;
      return lawOf(new Following(outcome, randomStream(this.sampling.seed, 'outcome')), runs);
    }
  }

  /** undefined where the expression must be sampled. */
  private exactly<Found>(outcome: Outcome, find: () => Found): Found | undefined {
    if (!isReadOnce(outcome, partsApart)) return undefined;
    try {
      return find();
    } catch (error) {
      if (!(error instanceof TooWideForGrid)) throw error;
      return undefined;
    }
  }
}

/** An expression between a client's request and the answer, and what these two ways take by themselves. */
function withoutWays(outcome: Outcome): {
  readonly first: readonly Distribution[];
  readonly between: Outcome;
  readonly last: readonly Distribution[];
} {
  const parts = outcome.kind === 'after' ? outcome.parts : [];
  const request = parts[0];
  const reply = parts[parts.length - 1];
  if (
    parts.length < 2 ||
    request.kind !== 'leaf' ||
    request.message?.from !== OUTSIDE ||
    reply.kind !== 'leaf' ||
    reply.message?.to !== OUTSIDE
  )
    return { first: [], between: outcome, last: [] };
  const { message } = request;
  const arrival: Leaf = { ...request, message: { ...message, transit: AT_ONCE, before: 0 } };
  return {
    first: [message.transit.plus(message.before)],
    between: { kind: 'after', parts: [arrival, ...parts.slice(1, -1)] },
    last: [reply.delay],
  };
}

const AT_ONCE = constant(0);

/** Runs of an expression, as its messages ask for it. */
export function runsOf(outcome: Outcome, uniform: Uniform): Runs {
  return messagesMeet(outcome) ? new Following(outcome, uniform) : new Sampler(outcome, uniform);
}

/** The law of an expression from `samples` runs of it, each message going its way alone. */
export function sampled(outcome: Outcome, seed: number, samples: number): Distribution {
  return lawOf(new Sampler(outcome, randomStream(seed, 'outcome')), samples);
}

function lawOf(runs: Runs, samples: number): Distribution {
  const times = new Float64Array(samples);
  let finished = 0;
  for (let i = 0; i < samples; i++) {
    const time = runs.next();
    if (time !== Number.POSITIVE_INFINITY) times[finished++] = time;
  }
  if (finished === 0) return never;
  return withRepeated(times.subarray(0, finished).sort(), samples);
}

/** What comes out again and again, to rounding, is an atom from this share of the runs on. */
const REPEATED = 5e-4;

/** The law of sorted times, of so many runs. */
function withRepeated(sorted: Float64Array, samples: number): Distribution {
  const atoms: Point[] = [];
  const rest: number[] = [];
  for (let i = 0; i < sorted.length; ) {
    let next = i + 1;
    while (next < sorted.length && sorted[next] - sorted[i] <= 1e-9 * sorted[i]) next++;
    if (next - i > Math.max(1, REPEATED * samples)) atoms.push({ at: sorted[i], mass: (next - i) / samples });
    else for (let k = i; k < next; k++) rest.push(sorted[k]);
    i = next;
  }
  if (rest.length === 0) return points(atoms);
  const others = mixture([{ weight: rest.length / samples, of: empirical(rest) }]);
  return others.law.kind === 'points' ? points([...atoms, ...others.law.points]) : withAtoms(atoms, others);
}
