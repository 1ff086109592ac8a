import type { Shards } from '../topology/deployment.js';
import { groupOf } from './group.js';
import type { Standing } from './standing.js';

/** How many leaders each replica has, in file order. */
export type Placement = readonly number[];

/**
 * Where the leaders of the groups are that share these replicas, while all are up: at those that may lead. Undefined where
 * all are with the one leader, or nobody leads.
 */
export function placementOf({ deployment, protocol, leader }: Standing): Placement | undefined {
  const { shards, replicas } = deployment;
  if (shards === undefined || shards.leaders === 'leader' || leader === undefined) return undefined;
  const ids = replicas.map(({ id }) => id);
  const { candidates } = groupOf(deployment, protocol);
  const able = ids.map((id) => candidates.some((candidate) => candidate.id === id));
  return placeLeaders(shards, ids, leader, able);
}

/** As many at each replica that may have some; the first in the file take what is over. */
export function spreadEvenly(count: number, up: readonly boolean[]): Placement {
  return handedOut(
    up.map(() => 0),
    count,
    up,
  );
}

/**
 * Where the leaders are while all replicas are up.
 *
 * @param leader who leads under the policy 'leader'
 * @param able which replicas may lead, where not all may
 */
export function placeLeaders(
  { count, leaders }: Pick<Shards, 'count' | 'leaders'>,
  replicas: readonly string[],
  leader: string,
  able: readonly boolean[] = replicas.map(() => true),
): Placement {
  if (leaders === 'balanced') return spreadEvenly(count, able);
  if (leaders === 'leader') return replicas.map((id) => (id === leader ? count : 0));
  return replicas.map((id) => leaders.get(id) ?? 0);
}

/**
 * Where the leaders are once some replicas are lost: those of the survivors stay, and those of the lost go, under
 * 'balanced', to whoever has fewest; under 'leader', to the next leader; under a placement of the file's own, to the
 * survivors in proportion to the leaders they have, or evenly where they have none.
 *
 * @param leader who leads then under the policy 'leader'
 * @param able which of the survivors may lead, where not all may
 */
export function moveLeaders(
  before: Placement,
  up: readonly boolean[],
  policy: Shards['leaders'],
  replicas: readonly string[],
  leader: string | undefined,
  able: readonly boolean[] = up,
): Placement {
  const stay = before.map((count, r) => (up[r] ? count : 0));
  const orphans = sum(before) - sum(stay);
  if (orphans === 0 || !able.includes(true)) return stay;
  if (policy === 'leader') return stay.map((count, r) => (replicas[r] === leader ? count + orphans : count));
  return policy === 'balanced' || sum(stay) === 0
    ? handedOut(stay, orphans, able)
    : inProportion(stay, orphans);
}

/** One after the other, each to whoever has fewest; the first in the file among equals. */
function handedOut(start: Placement, count: number, up: readonly boolean[]): Placement {
  const able = start.map((_, r) => r).filter((r) => up[r]);
  const placed = [...start];
  // Those with fewest are raised to a common level, then what is left goes round.
  const order = [...able].sort((a, b) => placed[a] - placed[b] || a - b);
  let left = count;
  for (let raised = 1; raised <= order.length; raised++) {
    const next = raised < order.length ? placed[order[raised]] : Number.POSITIVE_INFINITY;
    const level = placed[order[0]];
    const rise = Math.min(next - level, Math.floor(left / raised));
    for (let i = 0; i < raised; i++) placed[order[i]] += rise;
    left -= rise * raised;
    if (level + rise < next) {
      const among = order.slice(0, raised).sort((a, b) => a - b);
      for (let i = 0; i < left; i++) placed[among[i]]++;
      return placed;
    }
  }
  return placed;
}

/** Largest remainders; the first in the file among equals. */
function inProportion(start: Placement, count: number): Placement {
  const total = sum(start);
  const exact = start.map((weight) => (count * weight) / total);
  const placed = exact.map(Math.floor);
  const byRemainder = exact
    .map((value, r) => ({ r, remainder: value - Math.floor(value) }))
    .filter(({ r }) => start[r] > 0)
    .sort((a, b) => b.remainder - a.remainder || a.r - b.r);
  let left = count - sum(placed);
  for (let i = 0; left > 0; i = (i + 1) % byRemainder.length, left--) placed[byRemainder[i].r]++;
  return placed.map((more, r) => start[r] + more);
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}
