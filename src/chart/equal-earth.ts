/** Coefficients of the Equal Earth projection (Šavrič, Patterson, Jenny, Int. J. Geogr. Inf. Sci. 33(3), 2019). */
const [A1, A2, A3, A4] = [1.340264, -0.081106, 0.000893, 0.003796];
const M = Math.sqrt(3) / 2;

/** How a map is laid out on the page: what vega-lite is told, so that labels can be placed beside what it draws. */
export interface Projection {
  /** Longitude in the middle (degrees). */
  readonly centre: number;
  readonly scale: number;
  /** Where the equator meets the central meridian, px. */
  readonly translate: readonly [number, number];
}

/** The plane of the Equal Earth projection, an equal-area map of the whole globe: unit sphere, y downwards. */
export function equalEarth(lon: number, lat: number, centre: number): [number, number] {
  const l = (wrapDegrees(lon - centre) * Math.PI) / 180;
  const t = Math.asin(M * Math.sin((lat * Math.PI) / 180));
  const t2 = t * t;
  const t6 = t2 * t2 * t2;
  const x = (l * Math.cos(t)) / (M * (A1 + 3 * A2 * t2 + t6 * (7 * A3 + 9 * A4 * t2)));
  const y = t * (A1 + A2 * t2 + t6 * (A3 + A4 * t2));
  return [x, -y];
}

/** Where a point is on the page (px). */
export function project(
  { centre, scale, translate }: Projection,
  lon: number,
  lat: number,
): [number, number] {
  const [x, y] = equalEarth(lon, lat, centre);
  return [translate[0] + scale * x, translate[1] + scale * y];
}

/** The same longitude in −180…180. */
export function wrapDegrees(lon: number): number {
  const turned = (((lon + 180) % 360) + 360) % 360;
  return turned - 180;
}
