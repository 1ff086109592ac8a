/**
 * A random duration that may be infinite: an improper probability distribution over [0, ∞].
 *
 * In the vocabulary of ΔQ ("quality attenuation"; Haeri, Thompson, Davies, Van Roy, Hammond, Chapman,
 * "Mind your outcomes", Computers 11(3), 2022) `mass` is the tangible mass and 1 − mass the intangible mass:
 * the probability that the thing never happens. Its CDF rises to `mass` and stays there.
 *
 * All times are milliseconds.
 */
export interface Distribution {
  /** Probability that it ever finishes, 0…1. */
  readonly mass: number;
  /** No draw is below this (ms). */
  readonly start: number;
  /** All but about 1e-9 of the mass lies at or below this (ms); equal to `start` for a constant. */
  readonly end: number;
  /** Mean of the draws that finish (ms); NaN when mass is 0. */
  readonly mean: number;
  /** P(T ≤ t), at most `mass`. Right-continuous. */
  cdf(t: number): number;
  /** Writes P(T ≤ from + i·step) into out[i] for every i: the form that hot loops use. */
  tabulate(from: number, step: number, out: Float64Array): void;
  /** The smallest t with P(T ≤ t) ≥ p, for 0 ≤ p ≤ 1; Infinity where p exceeds `mass`. */
  quantile(p: number): number;
  /** The same with `ms` added to every draw; `ms` may be negative as long as no draw becomes so. */
  plus(ms: number): Distribution;
  /** One draw (ms), Infinity with probability 1 − mass. `uniform()` returns independent uniforms in [0, 1). */
  draw(uniform: () => number): number;
  /**
   * Durations that have a probability of their own, ascending: where the CDF jumps. What they leave of the mass is
   * spread without jumps. None where absent.
   */
  readonly atoms?: readonly Point[];
  /** The law as plain data: what was written or fitted, for describing and explaining. */
  readonly law: Law;
}

/**
 * A law as plain data; times in ms. `shift` is added to every draw. Points, mixtures and grids may be improper:
 * what their masses leave open is the probability of never.
 */
export type Law =
  | { readonly kind: 'points'; readonly points: readonly Point[] }
  | { readonly kind: 'gamma'; readonly shift: number; readonly shape: number; readonly scale: number }
  | { readonly kind: 'lognormal'; readonly shift: number; readonly median: number; readonly sigma: number }
  | { readonly kind: 'uniform'; readonly low: number; readonly high: number }
  | { readonly kind: 'mixture'; readonly parts: readonly { readonly weight: number; readonly of: Law }[] }
  | { readonly kind: 'empirical'; readonly shift: number; readonly samples: number }
  | { readonly kind: 'grid'; readonly cells: number; readonly step: number };

/** An atom: this duration (ms) with this probability. */
export interface Point {
  readonly at: number;
  readonly mass: number;
}
