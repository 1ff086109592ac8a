import type { Distribution } from '../distribution/distribution.js';
import { mixture } from '../distribution/mixture.js';
import { never } from '../distribution/points.js';
import { sumOf } from '../distribution/sum.js';
import type { QuorumSystem } from '../quorum/system.js';
import type { Outcome } from './outcome.js';
import { type OwnLeg, ownLegOf } from './own-leg.js';
import { allOf, anyOf, lastWithOwnLeg, quorumOf, together } from './together.js';

/** Of a random duration that may never finish. */
export interface Average {
  /** Probability that it finishes. */
  readonly mass: number;
  /** Mean of what finishes (ms); NaN where nothing does. */
  readonly mean: number;
}

/**
 * Exact evaluation of read-once expressions, and of those with a leg of their own (`ownLegOf`). One evaluator remembers what it has evaluated by the laws involved:
 * two sub-expressions of the same form over the same laws have the same law, though their draws are independent.
 * The leader's quorum is thus worked out once for all clients.
 */
export class ExactEvaluator {
  private readonly lawIds = new Map<Distribution, number>();
  private readonly systemIds = new Map<QuorumSystem, number>();
  private readonly memo = new Map<string, Entry>();
  private entries = 0;

  /** The law of an expression whose parts are apart (`isReadOnce`, `partsApart`); the caller makes sure of that. */
  evaluate(outcome: Outcome): Distribution {
    return this.entry(outcome).law;
  }

  /**
   * Whether and when, on average, such an expression finishes. What comes one after the other adds up, so the law of the
   * whole, which costs a convolution for each step, is not needed.
   */
  average(outcome: Outcome): Average {
    const steps = this.stepsOf(outcome);
    if (steps.length !== 1) {
      let mass = 1;
      let mean = 0;
      for (const step of steps) {
        const of = this.average(step);
        mass *= of.mass;
        mean += of.mean;
      }
      return { mass, mean };
    }
    if (steps[0] !== outcome) return this.average(steps[0]);
    if (outcome.kind === 'choice') {
      const first = this.average(outcome.first);
      const second = this.average(outcome.second);
      const [p, q] = [outcome.p * first.mass, (1 - outcome.p) * second.mass];
      const mass = p + q;
      return { mass, mean: ((p > 0 ? p * first.mean : 0) + (q > 0 ? q * second.mean : 0)) / mass };
    }
    return this.entry(outcome).law;
  }

  private entry(outcome: Outcome): Entry {
    switch (outcome.kind) {
      case 'never':
        return this.remember('never', () => never);
      case 'leaf': {
        const id = idOf(this.lawIds, outcome.delay);
        return this.remember(`leaf ${id}`, () => outcome.delay);
      }
      case 'after': {
        const steps = this.stepsOf(outcome);
        const parts = steps.map((part) => this.entry(part)).sort(byId);
        return this.remember(`after ${key(parts)}`, () => {
          // The ways to and from a leader are the same in much that is asked: their sum is kept.
          const ways = steps.filter(({ kind }) => kind === 'leaf');
          const others = steps.filter(({ kind }) => kind !== 'leaf');
          if (ways.length < 2 || others.length === 0) return sumOf(laws(parts));
          return sumOf([
            this.entry({ kind: 'after', parts: ways }).law,
            ...others.map((step) => this.entry(step).law),
          ]);
        });
      }
      case 'all':
      case 'any': {
        const own = outcome.kind === 'all' ? ownLegOf(outcome) : undefined;
        if (own !== undefined) {
          if (this.isEarly(own)) return this.entry(own.whole);
          const parts = [own.whole, own.without, own.leg].map((part) => this.entry(part));
          return this.remember(`own leg ${key(parts)}`, () => together(laws(parts), lastWithOwnLeg));
        }
        const parts = outcome.parts.map((part) => this.entry(part)).sort(byId);
        const how = outcome.kind === 'all' ? allOf : anyOf;
        return this.remember(`${outcome.kind} ${key(parts)}`, () => together(laws(parts), how));
      }
      case 'quorum': {
        const { system } = outcome;
        const parts = outcome.parts.map((part) => this.entry(part));
        const id = idOf(this.systemIds, system);
        return this.remember(`quorum ${id} ${key(parts)}`, () => together(laws(parts), quorumOf(system)));
      }
      case 'choice': {
        const { p } = outcome;
        const first = this.entry(outcome.first);
        const second = this.entry(outcome.second);
        return this.remember(`choice ${p} ${first.id} ${second.id}`, () =>
          mixture([
            { weight: p, of: first.law },
            { weight: 1 - p, of: second.law },
          ]),
        );
      }
    }
  }

  /** What comes one after the other in an expression. */
  private stepsOf(outcome: Outcome): readonly Outcome[] {
    if (outcome.kind === 'after') return outcome.parts.flatMap((part) => this.stepsOf(part));
    const own = outcome.kind === 'all' ? ownLegOf(outcome) : undefined;
    return own !== undefined && this.isEarly(own) ? this.stepsOf(own.whole) : [outcome];
  }

  /**
   * Is the leg surely over before the whole is? Then `all` of both is the whole. What the leg adds to the law is at most
   * P(Z > t) · P(A ≤ t), and with m steps of the leg each of which is over with probability 1 − ε/m, P(Z > t) ≤ ε.
   */
  private isEarly({ whole, leg }: OwnLeg): boolean {
    const steps = this.stepsOf(leg).map((step) => this.entry(step).law);
    const over = (late: number): number =>
      late >= 1
        ? 0
        : steps.reduce((sum, law) => sum + law.quantile(law.mass === 1 ? 1 - late / steps.length : 1), 0);
    for (let late = 1; late > NOTICED; late /= 10)
      if (late * this.most(whole, over(late / 10)) > NOTICED) return false;
    return true;
  }

  /** No less than P(outcome ≤ t), without the law of what has several steps. */
  private most(outcome: Outcome, t: number): number {
    const laws = this.stepsOf(outcome).map((step) => this.entry(step).law);
    const begun = laws.reduce((sum, { start }) => sum + start, 0);
    return Math.min(1, ...laws.map((law) => law.cdf(t - (begun - law.start))));
  }

  private remember(name: string, make: () => Distribution): Entry {
    let entry = this.memo.get(name);
    if (entry === undefined) {
      entry = { id: this.entries++, law: make() };
      this.memo.set(name, entry);
    }
    return entry;
  }
}

/** A share of operations that nobody misses, at p99.9 either. */
const NOTICED = 1e-6;

interface Entry {
  readonly id: number;
  readonly law: Distribution;
}

function byId(a: Entry, b: Entry): number {
  return a.id - b.id;
}

function key(parts: readonly Entry[]): string {
  return parts.map((part) => part.id).join(' ');
}

function laws(parts: readonly Entry[]): Distribution[] {
  return parts.map((part) => part.law);
}

function idOf<T>(ids: Map<T, number>, value: T): number {
  let id = ids.get(value);
  if (id === undefined) {
    id = ids.size;
    ids.set(value, id);
  }
  return id;
}
