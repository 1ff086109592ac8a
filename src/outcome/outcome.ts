import type { Distribution } from '../distribution/distribution.js';
import type { QuorumSystem } from '../quorum/system.js';
import type { Message } from './message.js';

/**
 * An outcome: something that takes a random time to happen, which may be never, as an expression.
 *
 * The algebra is that of ΔQ (Haeri et al., "Mind your outcomes", Computers 11(3), 2022): `after` is its
 * sequential composition, `all` last-to-finish, `any` first-to-finish, `choice` probabilistic choice, `never`
 * failure. `quorum` is ours: the first moment at which the finished parts contain a quorum; `all` and `any`
 * are its two extremes.
 */
export type Outcome = Leaf | After | All | Any | Quorum | Choice | Never;

/** A delay. The same Leaf object met twice is one draw; two objects are independent, whatever they hold. */
export interface Leaf {
  readonly kind: 'leaf';
  readonly delay: Distribution;
  /** For people and for `explain`: what takes this time. */
  readonly label: Label;
  /** Where it is a message between replicas, or of a client: how it meets others on its way. */
  readonly message?: Message;
}

/** What a leaf stands for. */
export interface Label {
  readonly what: string;
  readonly from?: string;
  readonly to?: string;
  readonly source?: string;
}

/** One part, then the next. No parts: done at once. */
export interface After {
  readonly kind: 'after';
  readonly parts: readonly Outcome[];
}

/** The last to finish. No parts: done at once. */
export interface All {
  readonly kind: 'all';
  readonly parts: readonly Outcome[];
}

/** The first to finish. No parts: never. */
export interface Any {
  readonly kind: 'any';
  readonly parts: readonly Outcome[];
}

/** The first moment at which the finished parts contain a quorum; parts[i] belongs to system.members[i]. */
export interface Quorum {
  readonly kind: 'quorum';
  readonly system: QuorumSystem;
  readonly parts: readonly Outcome[];
}

/** The first with probability p, else the second. */
export interface Choice {
  readonly kind: 'choice';
  readonly p: number;
  readonly first: Outcome;
  readonly second: Outcome;
}

export interface Never {
  readonly kind: 'never';
}
