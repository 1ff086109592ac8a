import type { Distribution } from '../../distribution/distribution.js';
import { grid } from '../../distribution/grid.js';
import { monotone } from '../../distribution/resolution.js';

/** Cells of a residual law. */
const CELLS = 256;
/** Of a residual that is to be put into coarser cells, so many to one. */
const FINE = 16;

/** The quantile p of a law, or its end where that is nearer (ms). */
export function atom(law: Distribution, p: number): number {
  return Math.min(law.end, law.quantile(p * law.mass));
}

/** A law as atoms at 0, step, 2·step, …, of the same mean: each mass goes to its two neighbours. */
export function onGrid(law: Distribution, step: number): Float64Array {
  if (law.law.kind === 'points') {
    const masses = new Float64Array(Math.ceil(law.end / step) + 2);
    for (const { at, mass } of law.law.points) {
      const cell = Math.floor(at / step);
      const share = at / step - cell;
      masses[cell] += mass * (1 - share);
      masses[cell + 1] += mass * share;
    }
    return masses;
  }
  return spread(law, step, Math.max(1, Math.ceil(atom(law, 1 - 1e-8) / step)));
}

/** The same of what is left of a service that a random moment finds under way. */
export function residualOnGrid(service: Distribution, step: number): Float64Array {
  const fine = step / FINE;
  const cells = Math.max(4, Math.ceil(atom(service, 1 - 1e-8) / fine));
  const cdf = new Float64Array(cells + 1);
  service.tabulate(0, fine, cdf);
  const masses = new Float64Array(Math.ceil(cells / FINE) + 2);
  let sum = 0;
  for (let i = 0; i < cells; i++) {
    const mass = 1 - (cdf[i] + cdf[i + 1]) / 2;
    sum += mass;
    const at = (i + 0.5) / FINE;
    const cell = Math.floor(at);
    masses[cell] += mass * (1 - (at - cell));
    masses[cell + 1] += mass * (at - cell);
  }
  for (let i = 0; i < masses.length; i++) masses[i] /= sum;
  return masses;
}

/** What is left of a service that a random moment finds under way: density (1 − F(t)) / mean. */
export function residual(service: Distribution): Distribution {
  const end = atom(service, 1 - 1e-9);
  const step = end / CELLS;
  const cdf = new Float64Array(CELLS + 1);
  service.tabulate(0, step, cdf);
  const values = new Float64Array(CELLS + 1);
  for (let i = 1; i <= CELLS; i++) values[i] = values[i - 1] + 1 - (cdf[i - 1] + cdf[i]) / 2;
  const total = values[CELLS];
  return grid(0, step, monotone(values.map((v) => v / total)));
}

function spread(law: Distribution, step: number, cells: number): Float64Array {
  const cdf = new Float64Array(cells + 1);
  law.tabulate(0, step, cdf);
  const masses = new Float64Array(cells + 2);
  masses[0] = cdf[0];
  for (let i = 0; i < cells; i++) {
    const mass = (i === cells - 1 ? law.mass : cdf[i + 1]) - cdf[i];
    masses[i] += mass / 2;
    masses[i + 1] += mass / 2;
  }
  return masses;
}
