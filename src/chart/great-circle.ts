/** Degrees north and east. */
interface OnEarth {
  readonly lat: number;
  readonly lon: number;
}

/**
 * Points of the shortest way over the globe from one place to another, both included, evenly apart: Williams, "Aviation
 * Formulary", intermediate points on a great circle. Between places opposite each other any way is shortest: it goes
 * straight over the poles.
 *
 * @param pieces how many parts, 1 or more
 */
export function greatCircle(from: OnEarth, to: OnEarth, pieces: number): OnEarth[] {
  const radians = Math.PI / 180;
  const [a, b] = [vector(from), vector(to)];
  const cosine = Math.max(-1, Math.min(1, a[0] * b[0] + a[1] * b[1] + a[2] * b[2]));
  const angle = Math.acos(cosine);
  const sine = Math.sin(angle);
  return Array.from({ length: pieces + 1 }, (_, i) => {
    if (i === 0 || angle === 0) return from;
    if (i === pieces) return to;
    const f = i / pieces;
    // Between antipodes the plane is not given by the two points: take the one through the pole.
    const [p, q] =
      sine < 1e-9
        ? [Math.cos(f * angle), Math.sin(f * angle)]
        : [Math.sin((1 - f) * angle) / sine, Math.sin(f * angle) / sine];
    const c = sine < 1e-9 ? vector({ lat: from.lat + 90, lon: from.lon }) : b;
    const [x, y, z] = [0, 1, 2].map((k) => p * a[k] + q * c[k]);
    return { lat: Math.atan2(z, Math.hypot(x, y)) / radians, lon: Math.atan2(y, x) / radians };
  });
}

function vector({ lat, lon }: OnEarth): [number, number, number] {
  const radians = Math.PI / 180;
  const [phi, lambda] = [lat * radians, lon * radians];
  return [Math.cos(phi) * Math.cos(lambda), Math.cos(phi) * Math.sin(lambda), Math.sin(phi)];
}
