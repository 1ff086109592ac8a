import { equalEarth, type Projection, wrapDegrees } from './equal-earth.js';

interface OnEarth {
  readonly lat: number;
  readonly lon: number;
}

/** However close together places are, the map shows at least this much of the globe (radians): neighbours they know. */
const LEAST_SPAN = 0.55;

/** A map's projection and the size of its field (px). */
export interface Extent {
  readonly projection: Projection;
  readonly height: number;
}

/**
 * A projection under which all these points lie in a field of this width, with room for labels around them, and as large
 * as possible. The widest stretch of longitude without a point is where the map is cut.
 *
 * @param edge room for labels at each side (px)
 */
export function mapExtent(points: readonly OnEarth[], width: number, edge: number): Extent {
  const centre = middleLongitude(points.map(({ lon }) => lon));
  const projected = points.map(({ lon, lat }) => equalEarth(lon, lat, centre));
  const [xLow, xHigh] = widened(projected.map(([x]) => x));
  const [yLow, yHigh] = widened(projected.map(([, y]) => y));
  const [least, most] = [width * 0.42, width * 0.62];
  const byWidth = (width - 2 * edge) / (xHigh - xLow);
  const height = Math.round(Math.max(least, Math.min(most, (yHigh - yLow) * byWidth + 1.2 * edge)));
  const scale = Math.min(byWidth, (height - edge) / (yHigh - yLow));
  // Not smaller than the whole globe is: beyond its edge there is nothing to see.
  const whole = width / (2 * equalEarth(centre + 179.999, 0, centre)[0]);
  const used = Math.max(scale, Math.min(whole, scale * 1.15));
  const translate: [number, number] = [
    round(width / 2 - (used * (xLow + xHigh)) / 2),
    round(height / 2 - (used * (yLow + yHigh)) / 2),
  ];
  return { projection: { centre, scale: round(used), translate }, height };
}

/** The middle of the shortest arc of longitude that holds all points: opposite the widest gap. */
function middleLongitude(longitudes: readonly number[]): number {
  const sorted = [...new Set(longitudes)].sort((a, b) => a - b);
  let widest = -1;
  let middle = 0;
  for (const [i, lon] of sorted.entries()) {
    const next = i + 1 < sorted.length ? sorted[i + 1] : sorted[0] + 360;
    if (next - lon > widest) {
      widest = next - lon;
      middle = wrapDegrees((lon + next) / 2 + 180);
    }
  }
  return Math.round(middle * 10) / 10;
}

function widened(values: readonly number[]): [number, number] {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const more = Math.max(0, LEAST_SPAN - (high - low)) / 2;
  return [low - more, high + more];
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
