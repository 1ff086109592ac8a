import { lowerGamma } from './incomplete-gamma.js';
import type { Uniform } from './random.js';

/** P(Z ≤ z) for a standard normal Z, to about 1e-14: erf(x) = P(½, x²) (DLMF 7.11.1). */
export function normalCdf(z: number): number {
  const tail = 0.5 * (1 - lowerGamma(0.5, (z * z) / 2));
  return z >= 0 ? 1 - tail : tail;
}

/** One standard normal draw by Marsaglia's polar method (the second of the pair is not kept: draws stay stateless). */
export function standardNormal(uniform: Uniform): number {
  for (;;) {
    const u = 2 * uniform() - 1;
    const v = 2 * uniform() - 1;
    const s = u * u + v * v;
    if (s > 0 && s < 1) return u * Math.sqrt((-2 * Math.log(s)) / s);
  }
}
