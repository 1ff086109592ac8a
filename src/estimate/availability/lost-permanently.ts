import { DiagramTooLarge } from '../../quorum/diagram-builder.js';
import { dual } from '../../quorum/dual.js';
import type { QuorumSystem } from '../../quorum/system.js';
import { domainsOf, type Fleet, type Level } from './components.js';
import { smallestStopping } from './survives.js';

/**
 * The fewest domains of a level that, lost permanently with their disks, can take an acknowledged write with them: those that
 * hold all members of a quorum which the write waits for, while no other replica had it yet. By name; undefined where not
 * even all of them do, or no path names the level.
 *
 * They stop the dual system, whose quorums are the sets that meet every quorum.
 */
export function lostWith(fleet: Fleet, level: Level, copies: QuorumSystem): readonly string[] | undefined {
  const domains = domainsOf(fleet.replicas, level);
  if (domains.length === 0) return undefined;
  try {
    return smallestStopping(fleet, dual(copies), domains);
  } catch (thrown) {
    if (thrown instanceof DiagramTooLarge) return undefined;
    throw thrown;
  }
}
