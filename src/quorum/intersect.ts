import { type Diagram, FALSE, TRUE } from './diagram.js';
import { diagramOf } from './diagram-system.js';
import { reordered } from './reorder.js';
import type { QuorumSystem } from './system.js';
import { TripleTable } from './triple-table.js';

/** More than the cost of any sets: there are none. */
const NONE = 1000;

/**
 * Two quorums with no common member, one of each system, in member order; undefined when every quorum of `a` meets
 * every quorum of `b`. They have as few members together as any such pair, unless the diagrams have thousands of
 * nodes: then each is merely the smallest that avoids the other. Both systems must have the same member list
 * (RangeError).
 *
 * A system whose own quorums must meet is asked `disjointQuorums(a, a)`; Flexible Paxos wants undefined from
 * `disjointQuorums(phase1, phase2)` and nothing more (Howard, Malkhi, Spiegelman, "Flexible Paxos", OPODIS 2016).
 */
export function disjointQuorums(
  a: QuorumSystem,
  b: QuorumSystem,
): { first: string[]; second: string[] } | undefined {
  const sets = withoutCommonMember([a, b]);
  return sets && { first: sets[0]!, second: sets[1]! };
}

/**
 * Two fast quorums and a classic one with no member common to all three, each as small as its place among the other
 * two allows; undefined when any two fast quorums and any classic quorum meet in one member, which is what Fast Paxos
 * needs to recover a value chosen in a fast round (Lamport, "Fast Paxos", Distributed Computing 19(2), 2006, §3.1).
 */
export function fastConflict(
  fast: QuorumSystem,
  classic: QuorumSystem,
): { first: string[]; second: string[]; classic: string[] } | undefined {
  const sets = withoutCommonMember([fast, fast, classic]);
  return sets && { first: sets[0]!, second: sets[1]!, classic: sets[2]! };
}

/** One quorum of each system (two or three of them), such that no member is in all of them. */
function withoutCommonMember(systems: readonly QuorumSystem[]): string[][] | undefined {
  const members = systems[0]!.members;
  for (const { members: others } of systems) {
    if (others.length !== members.length || others.some((id, i) => id !== members[i])) {
      throw new RangeError('quorum systems to be compared must have the same member list');
    }
  }
  const order = diagramOf(systems[0]!).order;
  const diagrams = systems.map((system) => reordered(diagramOf(system), order));
  const masks = new Search(diagrams).find();
  return masks?.map((mask, k) => {
    const quorum = smallestWithin(diagrams[k]!, mask);
    return members.filter((_, i) => (quorum >>> i) & 1);
  });
}

/** A way for one member: bit k of `sets` puts it into set k. */
interface Choice {
  readonly sets: number;
  readonly cost: number;
}

/** Counts memberships, and so finds the smallest pair. Of equally good choices the first wins. */
const SMALLEST_PAIR: readonly Choice[] = [
  { sets: 0b01, cost: 1 },
  { sets: 0b10, cost: 1 },
  { sets: 0b00, cost: 0 },
];

/**
 * Every member goes into all the sets but one. This loses no conflict, since more members never hurt, and visits far
 * fewer states; the search ends at the first conflict.
 */
const ANY_PAIR: readonly Choice[] = [
  { sets: 0b01, cost: 0 },
  { sets: 0b10, cost: 0 },
];
const ANY_TRIPLE: readonly Choice[] = [
  { sets: 0b011, cost: 0 },
  { sets: 0b101, cost: 0 },
  { sets: 0b110, cost: 0 },
];

/** Pairs of nodes up to which the smallest pair is looked for: tenths of a second. */
const EXACT_LIMIT = 1 << 22;

/**
 * Dynamic programming over one node of each diagram at once. At each level the member goes into some of the sets but
 * not into all; a state's cost is the least that leads every diagram to TRUE.
 */
class Search {
  private readonly costs = new TripleTable();
  private readonly choices: readonly Choice[];

  constructor(private readonly diagrams: readonly Diagram[]) {
    const states = diagrams.reduce((product, { level }) => product * level.length, 1);
    this.choices = diagrams.length > 2 ? ANY_TRIPLE : states > EXACT_LIMIT ? ANY_PAIR : SMALLEST_PAIR;
  }

  /** One mask of members a diagram, or undefined. */
  find(): number[] | undefined {
    let state = this.diagrams.map(({ root }) => root);
    if (this.cost(state) >= NONE) {
      return undefined;
    }
    const masks = this.diagrams.map(() => 0);
    while (state.some((node) => node !== TRUE)) {
      const level = this.level(state);
      const { sets } = this.best(state, level);
      const member = this.diagrams[0]!.order[level]!;
      masks.forEach((mask, k) => {
        masks[k] = mask | (((sets >>> k) & 1) << member);
      });
      state = this.after(state, sets, level);
    }
    return masks;
  }

  private cost(state: readonly number[]): number {
    if (state.includes(FALSE)) {
      return NONE;
    }
    if (state.every((node) => node === TRUE)) {
      return 0;
    }
    const [a, b, c] = [state[0]!, state[1]!, state[2] ?? 0];
    const known = this.costs.get(a, b, c);
    if (known >= 0) {
      return known;
    }
    const { cost } = this.best(state, this.level(state));
    this.costs.set(a, b, c, cost);
    return cost;
  }

  private best(state: readonly number[], level: number): { sets: number; cost: number } {
    let best = { sets: 0, cost: NONE };
    for (const { sets, cost: own } of this.choices) {
      const cost = own + this.cost(this.after(state, sets, level));
      if (cost < best.cost) {
        best = { sets, cost };
        if (cost === 0) {
          break;
        }
      }
    }
    return best;
  }

  private after(state: readonly number[], sets: number, level: number): number[] {
    return state.map((node, k) => {
      const diagram = this.diagrams[k]!;
      if (diagram.level[node] !== level) {
        return node;
      }
      return (sets >>> k) & 1 ? diagram.high[node]! : diagram.low[node]!;
    });
  }

  private level(state: readonly number[]): number {
    return this.diagrams.reduce((least, diagram, k) => Math.min(least, diagram.level[state[k]!]!), 255);
  }
}

/** The smallest quorum inside a set that contains one. */
function smallestWithin(diagram: Diagram, set: number): number {
  const { member, low, high, root } = diagram;
  const size = new Float64Array(member.length);
  size[FALSE] = Number.POSITIVE_INFINITY;
  const taken = (node: number) =>
    (set >>> member[node]!) & 1 ? 1 + size[high[node]!]! : Number.POSITIVE_INFINITY;
  for (let node = 2; node < size.length; node++) {
    size[node] = Math.min(size[low[node]!]!, taken(node));
  }
  let quorum = 0;
  for (let node = root; node > TRUE; ) {
    if (taken(node) === size[node]) {
      quorum |= 1 << member[node]!;
      node = high[node]!;
    } else {
      node = low[node]!;
    }
  }
  return quorum;
}
