import { cellOf } from './cell.js';
import type { Distribution } from './distribution.js';

/**
 * A law known by its CDF on an even grid: values[i] = P(T ≤ start + i·step), linear in between. values[0] above 0
 * is an atom at `start`; the last value is the mass.
 *
 * @param start ms, ≥ 0
 * @param step ms, > 0
 * @param values nondecreasing, within 0…1, at least two; kept, not copied
 */
export function grid(start: number, step: number, values: Float64Array): Distribution {
  const last = values.length - 1;
  const mass = values[last];
  let mean: number | undefined;
  const cdf = (t: number): number => {
    const x = (t - start) / step;
    if (x < 0) return 0;
    if (x >= last) return mass;
    const i = x | 0;
    return values[i] + (x - i) * (values[i + 1] - values[i]);
  };
  const quantile = (p: number): number => {
    if (p > mass) return Number.POSITIVE_INFINITY;
    if (p <= values[0]) return start;
    const a = cellOf(values, p);
    return start + step * (a + (p - values[a]) / (values[a + 1] - values[a]));
  };
  return {
    mass,
    start,
    end: start + last * step,
    get mean() {
      if (mean === undefined) {
        // ∫ (mass − F) dt / mass, exact for a CDF that is linear between knots.
        let sum = -(mass - values[0]) / 2;
        for (let i = 0; i < last; i++) sum += mass - values[i];
        mean = mass > 0 ? start + (step * sum) / mass : Number.NaN;
      }
      return mean;
    },
    cdf,
    tabulate(from, delta, out) {
      const begin = (from - start) / step;
      const stride = delta / step;
      for (let k = 0; k < out.length; k++) {
        const x = begin + k * stride;
        if (x < 0) out[k] = 0;
        else if (x >= last) out[k] = mass;
        else {
          const i = x | 0;
          const v = values[i];
          out[k] = v + (x - i) * (values[i + 1] - v);
        }
      }
    },
    quantile,
    plus: (ms) => grid(start + ms, step, values),
    draw(uniform) {
      return quantile(uniform());
    },
    // Less than this at the start is what rounding leaves.
    ...(values[0] > 1e-9 ? { atoms: [{ at: start, mass: values[0] }] } : {}),
    law: { kind: 'grid', cells: last, step },
  };
}
