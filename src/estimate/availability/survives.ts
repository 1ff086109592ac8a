import { FALSE, TRUE } from '../../quorum/diagram.js';
import { DiagramTooLarge } from '../../quorum/diagram-builder.js';
import type { QuorumSystem } from '../../quorum/system.js';
import { type Domain, domainsOf, type Fleet, type Level } from './components.js';
import { lossDiagram } from './loss-diagram.js';
import { inEitherOrder } from './loss-law.js';

/** How much of one level of failure domains may be lost. */
export interface Survival {
  /** How many domains of the level may be down, whichever they are, with a quorum left in every system. */
  readonly any: number;
  /**
   * The fewest domains of the level that stop it, by name; undefined where not even all of them do (some replica is
   * in no domain of the level).
   */
  readonly smallest: readonly string[] | undefined;
}

/** States that the search may visit: beyond the sizes that occur, and seconds at most. */
const LIMIT = 1 << 20;

/**
 * How many domains of a level may fail, all others being up. Undefined where no replica's path names the level, or
 * the diagram would pass about a million states. Exact: the cheapest path to "no quorum" through the diagram of
 * quorums over domains. Of equally small sets, the one of earlier domains.
 */
export function survival(fleet: Fleet, level: Level, systems: readonly QuorumSystem[]): Survival | undefined {
  const domains = domainsOf(fleet.replicas, level);
  if (domains.length === 0) return undefined;
  let smallest: readonly string[] | undefined;
  try {
    // A conjunction stops as soon as one of its systems does.
    for (const system of new Set(systems)) {
      const found = smallestStopping(fleet, system, domains);
      if (found !== undefined && (smallest === undefined || found.length < smallest.length)) smallest = found;
    }
  } catch (thrown) {
    if (thrown instanceof DiagramTooLarge) return undefined;
    throw thrown;
  }
  return { any: smallest === undefined ? domains.length : Math.max(0, smallest.length - 1), smallest };
}

/** The fewest of these domains that leave the system no quorum, by name; undefined where not even all of them do. */
export function smallestStopping(
  fleet: Fleet,
  system: QuorumSystem,
  domains: readonly Domain[],
): string[] | undefined {
  const covers = domains.map((domain) => domain.covers);
  const { component, up, down, root } = inEitherOrder(fleet, [system], (quorum) =>
    lossDiagram(quorum, covers, LIMIT),
  );
  const cost = new Float64Array(component.length);
  cost[FALSE] = 0;
  cost[TRUE] = Number.POSITIVE_INFINITY;
  for (let node = 2; node < cost.length; node++) cost[node] = Math.min(1 + cost[down[node]], cost[up[node]]);
  if (cost[root] === Number.POSITIVE_INFINITY) return undefined;
  const chosen: number[] = [];
  for (let node = root; node !== FALSE; ) {
    const falls = 1 + cost[down[node]] === cost[node];
    if (falls) chosen.push(component[node]);
    node = falls ? down[node] : up[node];
  }
  return chosen.sort((a, b) => a - b).map((c) => domains[c].name);
}
