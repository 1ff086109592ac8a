import { after, never } from './build.js';
import { leavesOf, partsOf } from './leaves.js';
import type { All, Outcome } from './outcome.js';

/** `all(whole, leg)` where the leg is also the beginning of one chain inside the whole, and nothing else is shared. */
export interface OwnLeg {
  readonly whole: Outcome;
  readonly leg: Outcome;
  /** The whole if the leg never ended. */
  readonly without: Outcome;
}

/**
 * Finds the form in which a follower that a client talks to answers: once it has heard of the commit and has the entry on
 * its own disk, which is one of the acknowledgements that the commit may rest on. Its law has a closed form though a leg
 * stands in two places. Beginning at once, a whole A that holds the leg Z in a chain cannot owe to that chain that it is
 * done by t unless Z is; so with A₀, which is A with that chain never done and has nothing in common with Z,
 *
 *   P(A ≤ t, Z ≤ t) = P(A ≤ t) − P(A ≤ t, Z > t) = F_A(t) − (1 − F_Z(t)) · F_A₀(t).
 *
 * @returns undefined where an expression has no such form
 */
export function ownLegOf(outcome: All): OwnLeg | undefined {
  if (outcome.parts.length !== 2) return undefined;
  const [one, other] = outcome.parts;
  return legIn(one, other) ?? legIn(other, one);
}

function legIn(whole: Outcome, leg: Outcome): OwnLeg | undefined {
  const steps = leg.kind === 'after' ? leg.parts : [leg];
  const own = new Set(leavesOf(leg));
  if (own.size === 0) return undefined;
  let chains = 0;
  const cut = (node: Outcome): Outcome => {
    if (node === leg || (node.kind === 'after' && steps.every((step) => node.parts.includes(step)))) {
      chains++;
      return never;
    }
    switch (node.kind) {
      case 'leaf':
      case 'never':
        return node;
      case 'after':
        return after(...node.parts.map(cut));
      case 'choice':
        return { ...node, first: cut(node.first), second: cut(node.second) };
      default:
        return { ...node, parts: node.parts.map(cut) };
    }
  };
  const without = cut(whole);
  if (chains !== 1 || leavesOf(without).some((leaf) => own.has(leaf))) return undefined;
  return { whole, leg, without };
}

/** The parts of a node that have to have nothing in common for its law to follow from theirs. */
export function partsApart(node: Outcome): readonly Outcome[] {
  const own = node.kind === 'all' ? ownLegOf(node) : undefined;
  return own === undefined ? partsOf(node) : [own.whole];
}
