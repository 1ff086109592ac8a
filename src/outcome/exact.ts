import type { Distribution } from '../distribution/distribution.js';
import { mixture } from '../distribution/mixture.js';
import { never } from '../distribution/points.js';
import { sumOf } from '../distribution/sum.js';
import type { QuorumSystem } from '../quorum/system.js';
import type { Outcome } from './outcome.js';
import { allOf, anyOf, quorumOf, together } from './together.js';

/** Of a random duration that may never finish. */
export interface Average {
  /** Probability that it finishes. */
  readonly mass: number;
  /** Mean of what finishes (ms); NaN where nothing does. */
  readonly mean: number;
}

/**
 * Exact evaluation of read-once expressions. One evaluator remembers what it has evaluated by the laws involved:
 * two sub-expressions of the same form over the same laws have the same law, though their draws are independent.
 * The leader's quorum is thus worked out once for all clients.
 */
export class ExactEvaluator {
  private readonly lawIds = new Map<Distribution, number>();
  private readonly systemIds = new Map<QuorumSystem, number>();
  private readonly memo = new Map<string, Entry>();
  private entries = 0;

  /** The law of an expression whose every leaf appears once (see `isReadOnce`); the caller makes sure of that. */
  evaluate(outcome: Outcome): Distribution {
    return this.entry(outcome).law;
  }

  /**
   * Whether and when, on average, such an expression finishes. What comes one after the other adds up, so the law of the
   * whole, which costs a convolution for each step, is not needed.
   */
  average(outcome: Outcome): Average {
    if (outcome.kind === 'after') {
      let mass = 1;
      let mean = 0;
      for (const part of outcome.parts) {
        const of = this.average(part);
        mass *= of.mass;
        mean += of.mean;
      }
      return { mass, mean };
    }
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
        const parts = outcome.parts.map((part) => this.entry(part)).sort(byId);
        return this.remember(`after ${key(parts)}`, () => sumOf(parts.map((part) => part.law)));
      }
      case 'all':
      case 'any': {
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

  private remember(name: string, make: () => Distribution): Entry {
    let entry = this.memo.get(name);
    if (entry === undefined) {
      entry = { id: this.entries++, law: make() };
      this.memo.set(name, entry);
    }
    return entry;
  }
}

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
