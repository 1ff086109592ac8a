import type { Distribution } from '../../distribution/distribution.js';
import type { Figures } from '../../result/latency.js';

/** A quantile as results have it; null where so much of the law lies at never. */
export function quantileOf(law: Distribution, p: number): number | null {
  const t = law.quantile(p);
  return Number.isFinite(t) ? t : null;
}

/** The figures that every result quotes of a law. */
export function figuresOf(law: Distribution): Figures {
  const quantile = (p: number): number | null => quantileOf(law, p);
  return {
    mean: law.mass > 0 ? law.mean : null,
    p50: quantile(0.5),
    p90: quantile(0.9),
    p99: quantile(0.99),
    p999: quantile(0.999),
    failure: law.mass > 1 - 1e-12 ? 0 : 1 - law.mass,
  };
}
