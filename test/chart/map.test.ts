import fc from 'fast-check';
import * as vega from 'vega';
import { describe, expect, test } from 'vitest';
import { coordinates } from '../../cli/data-sets.js';
import { equalEarth, project } from '../../src/chart/equal-earth.js';
import { greatCircle } from '../../src/chart/great-circle.js';
import { worldMap } from '../../src/chart/map.js';
import { mapExtent } from '../../src/chart/map-projection.js';
import { mapDataOf } from '../../src/estimate/curves/map-data.js';
import { greatCircleKm } from '../../src/rtt/geography.js';
import { situationOf } from './topologies.js';

const place = fc.record({
  lat: fc.double({ min: -60, max: 70, noNaN: true }),
  lon: fc.double({ min: -179, max: 179, noNaN: true }),
});

describe('the projection', () => {
  test('is the one that vega draws with, so labels stand beside what it draws', () => {
    const { projection } = vega as unknown as {
      projection: (name: string) => () => {
        rotate(angles: number[]): void;
        scale(k: number): void;
        translate(at: number[]): void;
        (point: [number, number]): [number, number];
      };
    };
    const own = { centre: -70, scale: 200, translate: [300, 200] as const };
    const theirs = projection('equalEarth')();
    theirs.rotate([70, 0, 0]);
    theirs.scale(200);
    theirs.translate([300, 200]);
    fc.assert(
      fc.property(place, ({ lat, lon }) => {
        const [x, y] = project(own, lon, lat);
        const [u, v] = theirs([lon, lat]);
        expect(Math.hypot(x - u, y - v)).toBeLessThan(0.01);
      }),
    );
  });

  test('has the sizes of the published one: 2.7066 to the east, 1.3173 to the north (Šavrič et al. 2019)', () => {
    expect(equalEarth(179.99999999, 0, 0)[0]).toBeCloseTo(2.70663, 4);
    expect(equalEarth(0, 90, 0)[1]).toBeCloseTo(-1.31736, 4);
  });

  test('all points lie in the field, however far apart they are', () => {
    fc.assert(
      fc.property(
        fc.array(place, { minLength: 1, maxLength: 9 }),
        fc.constantFrom(376, 1176),
        (places, width) => {
          const { projection, height } = mapExtent(places, width, 30);
          for (const { lat, lon } of places) {
            const [x, y] = project(projection, lon, lat);
            expect(x).toBeGreaterThanOrEqual(-1);
            expect(x).toBeLessThanOrEqual(width + 1);
            expect(y).toBeGreaterThanOrEqual(-1);
            expect(y).toBeLessThanOrEqual(height + 1);
          }
        },
      ),
    );
  });
});

describe('a great circle', () => {
  test('from London to New York passes 52.37° N, 41.29° W half-way', () => {
    // Veness, "Calculate distance, bearing and more", mid-point of 51.5074 N 0.1278 W and 40.7128 N 74.0060 W.
    const [, middle] = greatCircle({ lat: 51.5074, lon: -0.1278 }, { lat: 40.7128, lon: -74.006 }, 2);
    expect(middle.lat).toBeCloseTo(52.37, 1);
    expect(middle.lon).toBeCloseTo(-41.29, 1);
  });

  test('is no longer than the distance, and its parts are equal', () => {
    fc.assert(
      fc.property(place, place, (a, b) => {
        const whole = greatCircleKm(a, b);
        const points = greatCircle(a, b, 8);
        const parts = points.slice(1).map((point, i) => greatCircleKm(points[i], point));
        for (const part of parts) expect(Math.abs(part - whole / 8)).toBeLessThan(1);
      }),
    );
  });

  test('between places opposite each other it is half a circle', () => {
    const points = greatCircle({ lat: 10, lon: 20 }, { lat: -10, lon: -160 }, 4);
    expect(greatCircleKm(points[0], points[2])).toBeCloseTo(greatCircleKm(points[2], points[4]), 0);
  });
});

describe('the map of payments-ledger', () => {
  const find = (region: string) => coordinates().find(region);

  test('has the leader, both clients, and quorum links only from the leader', async () => {
    const { situation, evaluator } = await situationOf('payments-ledger');
    const { places, links, unplaced } = mapDataOf(situation, find, evaluator);
    expect(
      places.flatMap(({ replicas }) => replicas.filter(({ leads }) => leads).map(({ id }) => id)),
    ).toEqual(['va1']);
    expect(places.flatMap(({ clients }) => clients)).toEqual(['web-us', 'web-eu']);
    expect(unplaced).toEqual([]);
    const quorum = links.filter(({ kind }) => kind === 'quorum');
    expect(quorum.length).toBeGreaterThanOrEqual(2);
    for (const { from, share } of quorum) {
      expect(places[from].region).toBe('us-east-1');
      expect(share).toBeGreaterThan(0);
      expect(share).toBeLessThanOrEqual(1);
    }
    // The file's own override: 68 ms between us-east-1 and eu-west-1.
    const request = links.find(({ kind }) => kind === 'request');
    expect(request?.rtt).toBeCloseTo(68, 6);
  });

  test('names regions whose coordinates are not known, and leaves out what stands there', async () => {
    const { situation, evaluator } = await situationOf('payments-ledger');
    const data = mapDataOf(
      situation,
      (region) => (region === 'us-west-2' ? undefined : find(region)),
      evaluator,
    );
    expect(data.unplaced).toEqual(['us-west-2']);
    expect(data.places.flatMap(({ replicas }) => replicas).map(({ id }) => id)).not.toContain('or1');
    expect(JSON.stringify(worldMap(data, { width: 1200 }))).toContain('for want of coordinates: us-west-2');
  });

  test('links of a leaderless protocol start where clients enter', async () => {
    const { situation, evaluator } = await situationOf('payments-ledger');
    const { protocolNamed } = await import('../../src/protocol/registry.js');
    const epaxos = protocolNamed('epaxos')!;
    const data = mapDataOf({ ...situation, protocol: epaxos, leader: undefined }, find, evaluator);
    const from = new Set(
      data.links.filter(({ kind }) => kind === 'quorum').map((link) => data.places[link.from].region),
    );
    expect([...from].sort()).toEqual(['eu-west-1', 'us-east-1']);
  });
});

test('no place at all: there is no map, and the error says so', () => {
  const about = { name: 'lab', protocol: 'Raft', source: 'inline' };
  expect(() => worldMap({ about, places: [], links: [], unplaced: ['lab-a'] }, { width: 400 })).toThrow(
    'no region of lab has known coordinates (lab-a)',
  );
});
