import type { Distribution } from '../distribution/distribution.js';
import type { QuorumSystem } from '../quorum/system.js';
import type { Message } from './message.js';
import type { Label, Never, Outcome } from './outcome.js';

/**
 * Constructors of outcome expressions. They apply the laws that hold without looking at any delay: instant is
 * the unit of `after` and `all`, never that of `any`; never absorbs `after` and `all`; nested runs of one kind
 * are one.
 */

/** What never happens. */
export const never: Never = { kind: 'never' };

/** What has happened already. */
export const instant: Outcome = { kind: 'after', parts: [] };

/** A delay of its own: every call makes an independent draw. */
export function leaf(delay: Distribution, label: Label, message?: Message): Outcome {
  if (delay.mass === 0) return never;
  return message === undefined ? { kind: 'leaf', delay, label } : { kind: 'leaf', delay, label, message };
}

/** One part after the other. */
export function after(...parts: readonly Outcome[]): Outcome {
  return chain('after', parts);
}

/** The last of the parts to finish. */
export function all(...parts: readonly Outcome[]): Outcome {
  return chain('all', parts);
}

function chain(kind: 'after' | 'all', parts: readonly Outcome[]): Outcome {
  const flat: Outcome[] = [];
  for (const part of parts) {
    if (part.kind === 'never') return never;
    if (part.kind === kind) flat.push(...part.parts);
    else if (!isInstant(part)) flat.push(part);
  }
  if (flat.length === 0) return instant;
  return flat.length === 1 ? flat[0] : { kind, parts: flat };
}

/** The first of the parts to finish. */
export function any(...parts: readonly Outcome[]): Outcome {
  const flat: Outcome[] = [];
  for (const part of parts) {
    if (isInstant(part)) return instant;
    if (part.kind === 'any') flat.push(...part.parts);
    else if (part.kind !== 'never') flat.push(part);
  }
  if (flat.length === 0) return never;
  return flat.length === 1 ? flat[0] : { kind: 'any', parts: flat };
}

/**
 * The first moment at which the finished parts contain a quorum; parts[i] belongs to system.members[i].
 *
 * @throws RangeError where there are not as many parts as members.
 */
export function quorum(system: QuorumSystem, parts: readonly Outcome[]): Outcome {
  if (parts.length !== system.members.length) {
    throw new RangeError(`a quorum over ${system.members.length} members cannot take ${parts.length} parts`);
  }
  return { kind: 'quorum', system, parts };
}

/**
 * The first outcome with probability p, else the second.
 *
 * @throws RangeError unless 0 ≤ p ≤ 1.
 */
export function choice(p: number, first: Outcome, second: Outcome): Outcome {
  if (!(p >= 0 && p <= 1)) throw new RangeError(`a probability lies within 0 and 1, not ${p}`);
  if (p === 1) return first;
  if (p === 0) return second;
  return { kind: 'choice', p, first, second };
}

/** Done at once, whatever the expression it came from? */
export function isInstant(outcome: Outcome): boolean {
  return (outcome.kind === 'after' || outcome.kind === 'all') && outcome.parts.length === 0;
}
