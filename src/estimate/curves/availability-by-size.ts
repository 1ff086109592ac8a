import { majority } from '../../quorum/shapes.js';
import type { About, AvailabilityBySize } from '../../result/chart-data.js';
import type { Failures } from '../../topology/deployment.js';
import { availabilityOf } from '../availability/availability.js';
import { componentsOf, type Fleet } from '../availability/components.js';

const HOUR = 3_600_000;

/**
 * How much more replicas help, and where common causes of failure make an end of it: the unavailability of a majority of
 * each number of replicas, laid out in turn over the fleet's regions, each in a zone and machine of its own. Once with
 * the fleet's failure figures, once with replicas that are down as often, but each for itself.
 *
 * @param sizes numbers of replicas, 1…30
 */
export function availabilityBySize(
  fleet: Pick<Fleet, 'replicas' | 'failures'>,
  about: About,
  sizes: readonly number[] = [1, 3, 5, 7, 9],
): AvailabilityBySize {
  const regions = [...new Set(fleet.replicas.map(({ at }) => at[0]))];
  const points = sizes.flatMap((n) => {
    const replicas = Array.from({ length: n }, (_, index) => ({
      id: `r${index + 1}`,
      index,
      at: [regions[index % regions.length], `z${Math.floor(index / regions.length) + 1}`, 'k1'],
    }));
    // Members of shared sets that name a replica, not a place, say nothing of replicas laid out anew.
    const together: Fleet = {
      replicas,
      clients: [],
      failures: withoutReplicas(fleet),
      maintenance: undefined,
    };
    const apart: Fleet = { ...together, failures: eachForItself(together) };
    return [
      { replicas: n, correlated: false, unavailability: lossOf(apart) },
      { replicas: n, correlated: true, unavailability: lossOf(together) },
    ];
  });
  return { about, points };
}

function withoutReplicas({ replicas, failures }: Pick<Fleet, 'replicas' | 'failures'>): Failures {
  const ids = new Set(replicas.map(({ id }) => id));
  return {
    ...failures,
    shared: failures.shared.map((set) => ({
      ...set,
      members: set.members.filter((member) => !ids.has(member)),
    })),
  };
}

/** Each replica's failures of all levels and sets as one cause of its own. */
function eachForItself(fleet: Fleet): Failures {
  const components = componentsOf(fleet);
  const nothing = { machine: undefined, rack: undefined, zone: undefined, region: undefined };
  const shared = fleet.replicas.flatMap(({ id, index }) => {
    let up = 1;
    for (const { p, covers } of components) if ((covers & (1 << index)) !== 0) up *= 1 - p;
    const p = 1 - up;
    return p === 0 ? [] : [{ name: `all of ${id}`, members: [id], mttr: HOUR, mtbf: (HOUR * up) / p }];
  });
  return { ...nothing, shared };
}

function lossOf(fleet: Fleet): number {
  const system = majority(fleet.replicas.map(({ id }) => id));
  return availabilityOf(fleet, { write: [system], read: [system] }).write.quorumLossProbability;
}
