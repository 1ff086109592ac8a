/** Degrees: latitude north of the equator, longitude east of Greenwich. */
export interface GeographicPoint {
  readonly lat: number;
  readonly lon: number;
}

/** Mean radius of the Earth, (2a + b)/3 of the WGS 84 ellipsoid (IUGG), km. */
export const EARTH_RADIUS_KM = 6371.0088;

/**
 * The great-circle distance, km: the haversine formula (Sinnott, "Virtues of the haversine", Sky and Telescope
 * 68(2), 1984) on a sphere; at most 0.5 % off the ellipsoid.
 */
export function greatCircleKm(a: GeographicPoint, b: GeographicPoint): number {
  const radians = Math.PI / 180;
  const byLatitude = Math.sin(((b.lat - a.lat) * radians) / 2);
  const byLongitude = Math.sin(((b.lon - a.lon) * radians) / 2);
  const h =
    byLatitude * byLatitude +
    Math.cos(a.lat * radians) * Math.cos(b.lat * radians) * byLongitude * byLongitude;
  return 2 * EARTH_RADIUS_KM * Math.asin(Math.min(1, Math.sqrt(h)));
}
