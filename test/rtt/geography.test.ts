import fc from 'fast-check';
import { expect, test } from 'vitest';
import { distanceKm } from '../../src/rtt/coordinates.js';
import { EARTH_RADIUS_KM, greatCircleKm } from '../../src/rtt/geography.js';
import { lightBoundMs } from '../../src/rtt/light-bound.js';
import { places } from './places.js';

const point = fc.record({
  lat: fc.double({ min: -90, max: 90, noNaN: true }),
  lon: fc.double({ min: -180, max: 180, noNaN: true }),
});

test('a quarter of the equator and pole to pole are what the radius says', () => {
  expect(greatCircleKm({ lat: 0, lon: 0 }, { lat: 0, lon: 90 })).toBeCloseTo(
    (Math.PI / 2) * EARTH_RADIUS_KM,
    6,
  );
  expect(greatCircleKm({ lat: 90, lon: 12 }, { lat: -90, lon: -70 })).toBeCloseTo(
    Math.PI * EARTH_RADIUS_KM,
    6,
  );
});

test('Nashville to Los Angeles is 2,887.26 km on a sphere of radius 6372.8 km (Rosetta Code, haversine formula)', () => {
  const bna = { lat: 36.12, lon: -86.67 };
  const lax = { lat: 33.94, lon: -118.4 };
  // Distances scale with the radius.
  expect(greatCircleKm(bna, lax)).toBeCloseTo((2887.26 * EARTH_RADIUS_KM) / 6372.8, 1);
});

test('a distance is the same both ways, at most half the circumference, and never longer by a detour', () => {
  fc.assert(
    fc.property(point, point, point, (a, b, c) => {
      const ab = greatCircleKm(a, b);
      expect(greatCircleKm(b, a)).toBeCloseTo(ab, 6);
      expect(ab).toBeLessThanOrEqual(Math.PI * EARTH_RADIUS_KM + 1e-9);
      expect(ab).toBeLessThanOrEqual(greatCircleKm(a, c) + greatCircleKm(c, b) + 1e-3);
    }),
  );
});

test('light needs 1 ms of round trip for each 100 km', () => {
  expect(lightBoundMs(5_570)).toBe(55.7);
});

test('every region has one place, 145 of them, and AWS and Azure agree on Dublin', () => {
  expect(places.places).toHaveLength(145);
  expect(new Set(places.places.map(({ region }) => region)).size).toBe(145);
  expect(distanceKm(places, 'eu-west-1', 'northeurope')).toBeLessThan(1);
  expect(distanceKm(places, 'eu-west-1', 'nowhere')).toBeUndefined();
});
