import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { availabilityOf } from '../../../src/estimate/availability/availability.js';
import type { Fleet } from '../../../src/estimate/availability/components.js';
import { hierarchical, threshold } from '../../../src/quorum/shapes.js';
import type { QuorumSystem } from '../../../src/quorum/system.js';
import { arbitrarySystem } from '../../quorum/arbitrary-systems.js';
import { arbitraryFleet, failing, fleetAt, idsOf, majorityOf } from './fleets.js';

function survivalOf(fleet: Fleet, ...systems: QuorumSystem[]) {
  return availabilityOf(fleet, { write: systems, read: systems }).survives;
}

/** The sizes of all sets of domains of one depth that stop a system, by trying them all. */
function fewestThatStop(fleet: Fleet, depth: number, systems: readonly QuorumSystem[]): number | undefined {
  const names = [
    ...new Set(
      fleet.replicas.flatMap(({ id, at }) =>
        depth === 0 ? [id] : at.length >= depth ? [at.slice(0, depth).join('/')] : [],
      ),
    ),
  ];
  let fewest: number | undefined;
  for (let chosen = 0; chosen < 2 ** names.length; chosen++) {
    const down = names.filter((_, i) => (chosen >>> i) & 1);
    let up = 0;
    for (const { id, at, index } of fleet.replicas)
      if (!down.includes(depth === 0 ? id : at.slice(0, depth).join('/'))) up |= 1 << index;
    if (systems.some((system) => !system.contains(up)) && (fewest === undefined || down.length < fewest))
      fewest = down.length;
  }
  return fewest;
}

describe('survives', () => {
  test('is, for every level, one less than the fewest domains that stop the service, by trying them all', () => {
    let stops = 0;
    let bears = 0;
    fc.assert(
      fc.property(arbitraryFleet(5), arbitrarySystem(5), arbitrarySystem(5), (fleet, one, other) => {
        const survives = survivalOf(fleet, one, other);
        for (const [depth, level] of (['machine', 'region', 'zone', 'rack'] as const).entries()) {
          const found = survives[level];
          if (!fleet.replicas.some(({ at }) => at.length >= depth)) {
            expect(found).toBeUndefined();
            continue;
          }
          const fewest = fewestThatStop(fleet, depth, [one, other]);
          expect(found?.smallest?.length).toBe(fewest);
          if (fewest === undefined) bears++;
          else {
            expect(found?.any).toBe(fewest - 1);
            stops++;
          }
        }
      }),
      { numRuns: 100 },
    );
    expect(stops).toBeGreaterThan(0);
    expect(bears).toBeGreaterThan(0);
  });

  test('the smallest set that it names does stop the service', () => {
    fc.assert(
      fc.property(arbitraryFleet(5), arbitrarySystem(5), (fleet, system) => {
        const { zone, machine } = survivalOf(fleet, system);
        const stopped = (down: readonly string[], nameOf: (replica: Fleet['replicas'][number]) => string) =>
          !system.contains(
            fleet.replicas.reduce((up, r) => (down.includes(nameOf(r)) ? up : up | (1 << r.index)), 0),
          );
        expect(stopped(machine?.smallest ?? [], ({ id }) => id)).toBe(true);
        if (zone?.smallest !== undefined)
          expect(stopped(zone.smallest, ({ at }) => (at.length < 2 ? '' : at.slice(0, 2).join('/')))).toBe(
            true,
          );
      }),
      { numRuns: 100 },
    );
  });

  test('nine replicas, three a region, by majority: four machines, one region (4 of 9 left after two: none)', () => {
    const fleet = fleetAt(['us/a', 'us/b', 'us/c', 'eu/a', 'eu/b', 'eu/c', 'ap/a', 'ap/b', 'ap/c']);
    const { machine, zone, region, rack } = survivalOf(fleet, majorityOf(fleet));
    expect(machine?.any).toBe(4);
    expect(zone?.any).toBe(4);
    expect(region).toEqual({ any: 1, smallest: ['us', 'eu'] });
    expect(rack).toBeUndefined();
  });

  test('two of three groups bear one region and any three machines; four, two in each of two groups, stop them', () => {
    const fleet = fleetAt(['us', 'us', 'us', 'eu', 'eu', 'eu', 'ap', 'ap', 'ap']);
    const ids = idsOf(fleet);
    const groups = [0, 1, 2].map((g) => ({ name: `g${g}`, members: ids.slice(3 * g, 3 * g + 3) }));
    const { machine, region } = survivalOf(
      fleet,
      hierarchical(ids, groups, 2, () => 2),
    );
    expect(machine).toEqual({ any: 3, smallest: ['r1', 'r2', 'r4', 'r5'] });
    expect(region?.any).toBe(1);
  });

  test('flexible quorums bear what both phases bear: 4 of 5 to elect bears one machine', () => {
    const fleet = fleetAt(['a', 'b', 'c', 'd', 'e']);
    const ids = idsOf(fleet);
    expect(survivalOf(fleet, threshold(ids, 2)).machine?.any).toBe(3);
    expect(survivalOf(fleet, threshold(ids, 2), threshold(ids, 4)).machine?.any).toBe(1);
  });

  test('no loss is borne where nobody takes over from the leader', () => {
    const fleet = fleetAt(['a/x', 'b/x', 'c/x']);
    const needs = { write: [majorityOf(fleet)], read: [majorityOf(fleet)], leader: 'r2', leaderOnly: true };
    const { survives } = availabilityOf(fleet, needs, { failoverMean: 100 });
    expect(survives.machine).toEqual({ any: 0, smallest: ['r2'] });
    expect(survives.region).toEqual({ any: 0, smallest: ['b'] });
    const { survives: elected } = availabilityOf(fleet, { ...needs, leaderOnly: false }, { failoverMean: 9 });
    expect(elected.machine?.any).toBe(1);
  });

  test('25 replicas in five regions of five zones: twelve machines, two regions', () => {
    const fleet = fleetAt(Array.from({ length: 25 }, (_, i) => `g${i % 5}/z${Math.floor(i / 5)}`));
    const { machine, zone, region } = survivalOf(fleet, majorityOf(fleet));
    expect([machine?.any, zone?.any, region?.any]).toEqual([12, 12, 2]);
    expect(region?.smallest).toHaveLength(3);
  });

  test('a shared set that takes a majority is named as fatal, one that takes two of five is not', () => {
    const shared = [
      { name: 'coast', members: ['a', 'b'], ...failing(0.01) },
      { name: 'supplier', members: ['r1', 'b', 'c'], ...failing(0.01) },
    ];
    const fleet = fleetAt(['a', 'b', 'c', 'd', 'e'], { shared });
    const { fatalShared } = availabilityOf(fleet, { write: [majorityOf(fleet)], read: [majorityOf(fleet)] });
    expect(fatalShared).toEqual(['supplier']);
  });
});
