import { describe, expect, test } from 'vitest';
import { type Availability, availabilityOf } from '../../../src/estimate/availability/availability.js';
import type { Fleet } from '../../../src/estimate/availability/components.js';
import type { AvailabilityOptions } from '../../../src/estimate/availability/needs.js';
import { threshold } from '../../../src/quorum/shapes.js';
import { apart, DAY, failing, fleetAt, HOUR, idsOf, lettered, lossOf, majorityOf } from './fleets.js';

/** How many of a group are up, as a list by count: the other way to the same numbers. */
type Counts = readonly number[];

function together(groups: readonly Counts[]): Counts {
  return groups.reduce<number[]>(
    (sum, group) => {
      const next = new Array<number>(sum.length + group.length - 1).fill(0);
      for (const [i, a] of sum.entries()) for (const [j, b] of group.entries()) next[i + j] += a * b;
      return next;
    },
    [1],
  );
}

/** A domain that takes all of the group with it. */
function within(p: number, counts: Counts): Counts {
  return counts.map((value, count) => (1 - p) * value + (count === 0 ? p : 0));
}

describe('large deployments are exact', () => {
  test('25 replicas, five regions of five zones, equal convolution of counts up the tree', () => {
    const places = Array.from({ length: 25 }, (_, i) => `g${i % 5}/z${Math.floor(i / 5)}`);
    const figures = { machine: failing(0.01), zone: failing(0.003), region: failing(0.02) };
    const fleet = fleetAt(places, figures);
    const zone = within(0.003, [0.01, 0.99]);
    const counts = together(
      [0, 1, 2, 3, 4].map(() => within(0.02, together([zone, zone, zone, zone, zone]))),
    );
    for (const k of [9, 13, 20]) {
      const lost = counts.slice(0, k).reduce((a, b) => a + b);
      expect(lossOf(fleet, threshold(idsOf(fleet), k)) / lost).toBeCloseTo(1, 11);
    }
  });

  test('30 replicas in three zones of two racks each in two regions, and a shared set over a whole region', () => {
    const places = Array.from({ length: 30 }, (_, i) => `g${i % 2}/z${i % 3}/k${i % 5 < 2 ? 0 : 1}`);
    const shared = [{ name: 'coast', members: ['g1'], ...failing(0.05) }];
    const plain = { machine: failing(0.1), rack: failing(0.02), region: failing(0.01) };
    const fleet = fleetAt(places, { ...plain, shared });
    const racks = [...new Set(places)].map((place) => {
      const size = places.filter((at) => at === place).length;
      return { place, counts: within(0.02, together(Array.from({ length: size }, () => [0.1, 0.9]))) };
    });
    const region = (name: string) =>
      within(0.01, together(racks.filter(({ place }) => place.startsWith(name)).map(({ counts }) => counts)));
    const counts = together([region('g0'), within(0.05, region('g1'))]);
    const lost = counts.slice(0, 16).reduce((a, b) => a + b);
    expect(lossOf(fleet, majorityOf(fleet)) / lost).toBeCloseTo(1, 11);
  });

  test('ten shared sets that cut across nine replicas stay exact', () => {
    const shared = Array.from({ length: 10 }, (_, s) => ({
      name: `s${s}`,
      members: [0, 1, 2].map((j) => `r${1 + ((s * 2 + j * (1 + (s % 3))) % 9)}`),
      ...failing(0.01),
    }));
    const distinct = shared.map((set) => ({ ...set, members: [...new Set(set.members)] }));
    const fleet = fleetAt(
      Array.from({ length: 9 }, (_, i) => `g${i % 3}/z${i}`),
      { machine: failing(0.01), shared: distinct },
    );
    const { method } = availabilityOf(fleet, { write: [majorityOf(fleet)], read: [majorityOf(fleet)] });
    expect(method).toBe('exact');
  });
});

test('where the order of the tree makes too large a diagram, that of the quorums is taken', () => {
  // Twelve pairs, one of each in either region: asked region by region, 2¹² choices must be kept in mind.
  const pairs = Array.from({ length: 12 }, (_, i) => `r${i + 1} & r${i + 13}`).join(' | ');
  const fleet = fleetAt(
    Array.from({ length: 24 }, (_, i) => (i < 12 ? 'east' : 'west')),
    { machine: failing(0.3) },
  );
  const system = lettered(24, pairs);
  const needs = { write: [system], read: [system] };
  const { method, write } = availabilityOf(fleet, needs, { exactLimit: 1000 });
  expect(method).toBe('exact');
  expect(write.quorumLossProbability / (1 - 0.7 ** 2) ** 12).toBeCloseTo(1, 11);
  expect(availabilityOf(fleet, needs, { exactLimit: 10, samples: 64 }).method).toBe('sampled');
});

describe('beyond the limit states are sampled', () => {
  const shared = [{ name: 'coast', members: ['a', 'r3'], ...failing(0.03) }];
  const fleet: Fleet = fleetAt(
    ['a/x', 'a/y', 'b/x', 'b/y', 'c/x'],
    { machine: failing(0.05), zone: failing(0.02), region: failing(0.02), shared },
    ['a', 'c/x'],
    { every: 30 * DAY, lasts: 2 * HOUR },
  );
  const system = majorityOf(fleet);
  const both = { write: [system], read: [threshold(idsOf(fleet), 2)], leader: 'r1' };
  const of = (options: AvailabilityOptions): Availability =>
    availabilityOf(fleet, both, { servedBy: new Map([['c2', ['r5', 'r4']]]), ...options });
  const exact = of({});

  test('and the result says so, with an interval wherever a probability is sampled', () => {
    const sampled = of({ exactLimit: 1 });
    expect([exact.method, exact.samples, exact.write.interval]).toEqual(['exact', null, null]);
    expect([sampled.method, sampled.samples]).toEqual(['sampled', 262_144]);
    for (const { interval } of [sampled.write, sampled.read, sampled.clients[0].write])
      expect(interval?.[1]).toBeGreaterThan(0);
  });

  test('the 95 % interval holds the exact loss for 19 in 20 seeds, the service and each client; sometimes it does not', () => {
    let inside = 0;
    let asked = 0;
    for (let seed = 1; seed <= 40; seed++) {
      const sampled = of({ exactLimit: 1, samples: 8192, seed });
      const pairs = [
        [sampled.write, exact.write],
        [sampled.read, exact.read],
        [sampled.clients[0].write, exact.clients[0].write],
        [sampled.clients[1].read, exact.clients[1].read],
      ] as const;
      for (const [{ interval }, { quorumLossProbability }] of pairs) {
        const [low, high] = interval ?? [0, 0];
        asked++;
        if (low <= quorumLossProbability && quorumLossProbability <= high) inside++;
      }
    }
    // Binomial(160, .95): 146 to 158 in all but one case in a thousand.
    expect(asked).toBe(160);
    expect(inside).toBeGreaterThanOrEqual(145);
    expect(inside).toBeLessThan(160);
  });

  test('contributions, maintenance, cut-off and the leader that nobody replaces agree with the exact figures', () => {
    const sampled = of({ exactLimit: 1 });
    const year = 365 * 86400;
    // Four standard errors of a share of 262,144, at the worst.
    const close = (a: number, b: number, scale = 1) =>
      expect(Math.abs(a - b) / year).toBeLessThan(scale * 4 * Math.sqrt(0.1 / 262_144));
    for (const { kind, name, secondsPerYear } of exact.contributions) {
      const same = sampled.contributions.find((other) => other.kind === kind && other.name === name);
      close(same?.secondsPerYear ?? Number.NaN, secondsPerYear);
    }
    for (const index of [0, 1]) {
      const [a, b] = [sampled.clients[index].write, exact.clients[index].write];
      close(a.downtimePerYear.failover, b.downtimePerYear.failover);
      close(a.downtimePerYear.cutOff, b.downtimePerYear.cutOff);
      close(a.downtimePerYear.maintenance, b.downtimePerYear.maintenance, 10 / 360);
    }
    expect(exact.clients[1].write.downtimePerYear.cutOff).toBeGreaterThan(0);
    expect(sampled.survives).toEqual(exact.survives);
  });

  test('the same seed gives the same figures, another seed others', () => {
    const of1 = of({ exactLimit: 1, samples: 4096, seed: 7 });
    expect(of({ exactLimit: 1, samples: 4096, seed: 7 })).toEqual(of1);
    expect(of({ exactLimit: 1, samples: 4096, seed: 8 })).not.toEqual(of1);
  });
});

describe('nonsense is refused', () => {
  const fleet = apart(3, 0.1);
  const system = majorityOf(fleet);
  const needs = { write: [system], read: [system] };

  test('systems over other replicas, or none', () => {
    const strangers = threshold(['x', 'y', 'z'], 2);
    expect(() => availabilityOf(fleet, { ...needs, read: [strangers] })).toThrow(/needs.read/);
    expect(() => availabilityOf(fleet, { ...needs, write: [] })).toThrow(/names no quorum system/);
  });

  test('unknown leaders, clients and replicas', () => {
    expect(() => availabilityOf(fleet, { ...needs, leader: 'r4' })).toThrow(/'r4' is no replica/);
    expect(() => availabilityOf(fleet, { ...needs, leaderOnly: true })).toThrow(RangeError);
    const cut = (id: string, by: string[]) => () =>
      availabilityOf(fleetAt(['a', 'b', 'c'], {}, ['a']), needs, { servedBy: new Map([[id, by]]) });
    expect(cut('c9', ['r1'])).toThrow(/'c9' is no client/);
    expect(cut('c1', [])).toThrow(/no replica can serve/);
    expect(cut('c1', ['q'])).toThrow(/'q' is no replica/);
    expect(cut('c1', ['r1'])).not.toThrow();
  });

  test('times below 0, counts that are none, figures that are none, work that does not fit', () => {
    for (const options of [
      { failoverMean: -1 },
      { handoverMean: Number.NaN },
      { samples: 0 },
      { exactLimit: 1.5 },
    ])
      expect(() => availabilityOf(fleet, needs, options)).toThrow(RangeError);
    for (const failures of [{ machine: { mtbf: 0, mttr: 1 } }, { zone: { mtbf: 9, mttr: Number.NaN } }])
      expect(() => availabilityOf(fleetAt(['a', 'b', 'c'], failures), needs)).toThrow(/two times above 0/);
    const busy = { ...fleet, maintenance: { every: 2 * HOUR, lasts: HOUR } };
    expect(() => availabilityOf(busy, needs)).toThrow(/must fit/);
  });
});
