import { and, atLeast, type Expression, member, or, weightedThreshold } from '../quorum/expression.js';
import { majoritySize } from '../quorum/sizes.js';
import type { DesignNode } from './design.js';
import { readOnceExpressions } from './read-once.js';

/** Kinds of quorum systems that are searched among. */
export type SearchKind = 'majority' | 'counts' | 'weights' | 'grids' | 'hierarchies' | 'expressions';

export const SEARCH_KINDS: readonly SearchKind[] = [
  'majority',
  'counts',
  'weights',
  'grids',
  'hierarchies',
  'expressions',
];

/** Of so many nodes every expression is tried; each more is about ten times as many. */
export const MOST_IN_EXPRESSIONS = 6;

/** A scheme to be tried: the quorums of reads, each node named once. Writes go by the dual. */
export interface Candidate {
  /** In words. */
  readonly kind: string;
  readonly reads: Expression;
}

/** Every scheme of these kinds over these nodes. `alike` tells which nodes the goal does not tell apart. */
export function candidates(
  nodes: readonly DesignNode[],
  kinds: readonly SearchKind[],
  alike: readonly number[],
): Candidate[] {
  const make: Record<SearchKind, () => Candidate[]> = {
    majority: () => [{ kind: 'majority', reads: anyOf(majoritySize(nodes.length), nodes) }],
    counts: () => nodes.map((_, i) => ({ kind: `any ${i + 1} to read`, reads: anyOf(i + 1, nodes) })),
    weights: () => weights(nodes),
    grids: () => inOrders(nodes, grids),
    hierarchies: () => inOrders(nodes, hierarchies),
    expressions: () =>
      readOnceExpressions(
        nodes.map(({ id }) => id),
        alike,
      ).map((reads) => ({ kind: 'expression', reads })),
  };
  return SEARCH_KINDS.filter((kind) => kinds.includes(kind)).flatMap((kind) => make[kind]());
}

function anyOf(k: number, nodes: readonly DesignNode[]): Expression {
  return nodes.length === 1
    ? member(nodes[0].id)
    : atLeast(
        k,
        nodes.map(({ id }) => member(id)),
      );
}

/**
 * Votes by reliability, log((1 − p)/p) for a node that is down with probability p (the weights with which a majority of
 * votes is most available: Spasojevic, Berman, "Voting as the optimal static pessimistic scheme", IEEE TPDS 5(1), 1994; Tong,
 * Kain, "Vote assignments in weighted voting mechanisms", IEEE ToC 40(5), 1991), by speed and by capacity.
 */
function weights(nodes: readonly DesignNode[]): Candidate[] {
  const by: [string, (node: DesignNode) => number | undefined][] = [
    ['reliability', ({ failure }) => failure && Math.log((1 - failure) / failure)],
    ['latency', ({ latency }) => latency && 1 / latency],
    ['capacity', ({ reads, writes }) => Math.min(reads, writes)],
  ];
  return by.flatMap(([name, weigh]) => {
    const raw = nodes.map(weigh);
    const known = raw.filter((weight): weight is number => weight !== undefined);
    const votes = known.length < nodes.length ? undefined : asVotes(known);
    return votes === undefined ? [] : thresholds(nodes, votes, `votes by ${name}`);
  });
}

/** No node has more than so many times the votes of the least that has any. */
const MOST_VOTES = 10;

/** Whole votes in these proportions; none for what is more often down than up. Undefined where all are equal. */
function asVotes(raw: readonly number[]): number[] | undefined {
  const positive = raw.filter((weight) => weight > 0);
  if (positive.length === 0) return undefined;
  const least = Math.max(Math.min(...positive), Math.max(...positive) / MOST_VOTES);
  const scales = [1, 2, 3, 4].map((scale) => {
    const votes = raw.map((weight) => (weight > 0 ? Math.max(1, Math.round((scale * weight) / least)) : 0));
    const errors = raw.map((weight, i) => Math.abs(votes[i] / ((scale * weight) / least) - 1));
    return { votes, error: Math.max(...errors.filter((error) => Number.isFinite(error))) };
  });
  const [best] = scales.sort((a, b) => a.error - b.error);
  return new Set(best.votes).size === 1 ? undefined : best.votes;
}

/** Every division of the votes between reads and writes. */
function thresholds(nodes: readonly DesignNode[], votes: readonly number[], kind: string): Candidate[] {
  const total = votes.reduce((sum, vote) => sum + vote, 0);
  const parts = nodes.map(({ id }, i) => ({ weight: votes[i], of: member(id) }));
  return Array.from({ length: total }, (_, i) => ({ kind, reads: weightedThreshold(i + 1, parts) }));
}

/** The nodes as they stand in the file, by falling capacity, and by rising latency. */
function inOrders(
  nodes: readonly DesignNode[],
  make: (nodes: readonly DesignNode[]) => Candidate[],
): Candidate[] {
  const strength = ({ reads, writes }: DesignNode) => Math.min(reads, writes);
  const byCapacity = [...nodes].sort((a, b) => strength(b) - strength(a));
  const byLatency = [...nodes].sort((a, b) => (a.latency ?? 0) - (b.latency ?? 0));
  return [nodes, byCapacity, byLatency].flatMap(make);
}

/** Rows of equal length, or one longer where that does not come out even; neighbours in one row, or one in each. */
function rowsOf(nodes: readonly DesignNode[], count: number): { dealt: string[][]; cut: string[][] } {
  const ids = nodes.map(({ id }) => id);
  const dealt = Array.from({ length: count }, (_, row) => ids.filter((_, i) => i % count === row));
  const starts = dealt.map((_, row) => dealt.slice(0, row).reduce((sum, { length }) => sum + length, 0));
  const cut = dealt.map((row, i) => ids.slice(starts[i], starts[i] + row.length));
  return { dealt, cut };
}

/** Reads of a whole row, and of one of every row. */
function grids(nodes: readonly DesignNode[]): Candidate[] {
  return numbers(2, Math.floor(nodes.length / 2)).flatMap((count) => {
    const { dealt, cut } = rowsOf(nodes, count);
    return [dealt, cut].flatMap((rows) => {
      const cells = rows.map((row) => row.map(member));
      const shape = `grid of ${count} rows`;
      return [
        { kind: `${shape}, reads a row`, reads: or(cells.map(and)) },
        { kind: `${shape}, reads one of each`, reads: and(cells.map(or)) },
      ];
    });
  });
}

/** Enough groups with enough members each. */
function hierarchies(nodes: readonly DesignNode[]): Candidate[] {
  return numbers(2, Math.floor(nodes.length / 2)).flatMap((count) => {
    const { dealt, cut } = rowsOf(nodes, count);
    return [dealt, cut].flatMap((groups) =>
      numbers(1, count).map((of) => ({
        kind: `${of} of ${count} groups, majorities in each`,
        reads: atLeast(
          of,
          groups.map((group) => atLeast(majoritySize(group.length), group.map(member))),
        ),
      })),
    );
  });
}

function numbers(from: number, to: number): number[] {
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => from + i);
}
