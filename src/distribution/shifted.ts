import type { Distribution } from './distribution.js';

/** The same random duration, `ms` later. */
export function shifted(distribution: Distribution, ms: number): Distribution {
  return ms === 0 ? distribution : distribution.plus(ms);
}
