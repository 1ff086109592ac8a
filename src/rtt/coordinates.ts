import { unreadable } from './finding.js';
import { type GeographicPoint, greatCircleKm } from './geography.js';

/** Where a cloud's region stands: the city its operator names, so within about 100 km. */
export interface Place extends GeographicPoint {
  /** 'aws', 'gcp', 'azure', … */
  readonly provider: string;
  readonly region: string;
  readonly city: string;
}

/** Every region whose place on Earth is known. */
export interface Coordinates {
  /** Sorted by provider, then region. */
  readonly places: readonly Place[];
  /** The place of a region; where two providers have one of that name, the one of `provider` is preferred. */
  find(region: string, provider?: string): Place | undefined;
}

/** The great-circle distance between two regions, km; undefined where one of them is unknown. */
export function distanceKm(
  coordinates: Coordinates,
  from: string,
  to: string,
  provider?: string,
): number | undefined {
  const a = coordinates.find(from, provider);
  const b = coordinates.find(to, provider);
  return a === undefined || b === undefined ? undefined : greatCircleKm(a, b);
}

/** Coordinates from places; degrees. */
export function coordinatesOf(places: readonly Place[]): Coordinates {
  const byRegion = new Map<string, Place[]>();
  for (const place of places) {
    const same = byRegion.get(place.region);
    if (same === undefined) byRegion.set(place.region, [place]);
    else same.push(place);
  }
  return {
    places: [...places].sort((a, b) => order(a.provider, b.provider) || order(a.region, b.region)),
    find(region, provider) {
      const same = byRegion.get(region);
      return same?.find((place) => place.provider === provider) ?? same?.[0];
    },
  };
}

/**
 * Coordinates from the text of `rtt-data/regions.json`: `{ "schema": "quorate.regions/1", "regions": [{ provider,
 * region, city, lat, lon }, …] }`, degrees.
 *
 * @throws RttInputError for text that is not that.
 */
export function readCoordinates(text: string): Coordinates {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch (error) {
    throw unreadable(`the regions are not JSON: ${(error as Error).message}`);
  }
  const { schema, regions } = (document ?? {}) as { schema?: unknown; regions?: unknown };
  if (schema !== 'quorate.regions/1' || !Array.isArray(regions)) {
    throw unreadable('the regions need "schema": "quorate.regions/1" and a list "regions"');
  }
  for (const place of regions) {
    if (!isPlace(place)) {
      throw unreadable(
        `a region needs provider, region, city, lat (−90…90) and lon (−180…180), not ${JSON.stringify(place)}`,
      );
    }
  }
  return coordinatesOf(regions as Place[]);
}

function isPlace(value: unknown): value is Place {
  const { provider, region, city, lat, lon } = (value ?? {}) as Record<string, unknown>;
  return (
    typeof provider === 'string' &&
    typeof region === 'string' &&
    typeof city === 'string' &&
    typeof lat === 'number' &&
    Math.abs(lat) <= 90 &&
    typeof lon === 'number' &&
    Math.abs(lon) <= 180
  );
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
