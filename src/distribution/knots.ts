import { cellFrom, cellOf } from './cell.js';
import type { Distribution, Point } from './distribution.js';

/**
 * A law known by its CDF at some times, linear in between. values[0] above 0 is an atom at the first; the last value is
 * the mass. For what is steep here and flat there, where an even grid (`grid`) would be fine everywhere or nowhere.
 *
 * @param times rising, ms, ≥ 0, at least two; kept, not copied
 * @param values nondecreasing, within 0…1, one for each time; kept, not copied
 */
export function throughKnots(times: Float64Array, values: Float64Array): Distribution {
  return late(times, values, 0);
}

function late(times: Float64Array, values: Float64Array, shift: number): Distribution {
  const last = times.length - 1;
  const mass = values[last];
  const start = times[0] + shift;
  const end = times[last] + shift;
  const cdf = (t: number): number => {
    const x = t - shift;
    if (x < times[0]) return 0;
    if (x >= times[last]) return mass;
    const a = cellFrom(times, x);
    return values[a] + ((x - times[a]) / (times[a + 1] - times[a])) * (values[a + 1] - values[a]);
  };
  const quantile = (p: number): number => {
    if (p > mass) return Number.POSITIVE_INFINITY;
    if (p <= values[0]) return start;
    const a = cellOf(values, p);
    return shift + times[a] + ((p - values[a]) / (values[a + 1] - values[a])) * (times[a + 1] - times[a]);
  };
  let mean: number | undefined;
  const atoms: readonly Point[] | undefined = values[0] > 1e-9 ? [{ at: start, mass: values[0] }] : undefined;
  return {
    mass,
    start,
    end,
    get mean() {
      if (mean === undefined) {
        let sum = values[0] * times[0];
        for (let i = 0; i < last; i++) sum += ((values[i + 1] - values[i]) * (times[i] + times[i + 1])) / 2;
        mean = mass > 0 ? shift + sum / mass : Number.NaN;
      }
      return mean;
    },
    cdf,
    tabulate(from, step, out) {
      let a = 0;
      for (let k = 0; k < out.length; k++) {
        const x = from + k * step - shift;
        if (x < times[0]) out[k] = 0;
        else if (x >= times[last]) out[k] = mass;
        else {
          while (times[a + 1] <= x) a++;
          out[k] = values[a] + ((x - times[a]) / (times[a + 1] - times[a])) * (values[a + 1] - values[a]);
        }
      }
    },
    quantile,
    plus: (ms) => late(times, values, shift + ms),
    draw(uniform) {
      const u = uniform();
      return u < mass ? quantile(u) : Number.POSITIVE_INFINITY;
    },
    ...(atoms === undefined ? {} : { atoms }),
    law: { kind: 'grid', cells: last, step: (end - start) / last },
  };
}
