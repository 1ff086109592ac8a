/** One published or measured figure, and what quorate makes of its inputs. */
export interface Case {
  readonly group: string;
  readonly id: string;
  /** What is claimed, with its source: the name of its test. */
  readonly claim: string;
  readonly figure: string;
  /** ms */
  readonly expected: number;
  /** Worked out at the first call and kept. */
  readonly actual: () => number;
  readonly tolerance: Tolerance;
  /** Ours is not the same figure but a bound: what was measured lies at or above, or at or below it. */
  readonly bound?: Bound;
  /** Why it does not fit, where it does not; such a case is listed, and a test holds that it still does not fit. */
  readonly misfit?: string;
}

export type Bound = 'lower' | 'upper';

export interface Tolerance {
  /** Share of the expected figure. */
  readonly relative: number;
  /** ms on top: what a real stack adds. */
  readonly absolute: number;
}

/** Is the case within its tolerance? */
export function fits({ expected, tolerance, bound }: Case, actual: number): boolean {
  const room = tolerance.relative * expected + tolerance.absolute + 1e-9;
  if (bound === 'lower') return actual - expected <= room;
  if (bound === 'upper') return expected - actual <= room;
  return Math.abs(actual - expected) <= room;
}

/** What is expected of the case, in words: for the name of its test. */
export function expectation({ bound, misfit }: Case): string {
  if (misfit !== undefined) return 'is a known misfit beside';
  if (bound === undefined) return 'is';
  return bound === 'lower' ? 'is at most' : 'is at least';
}

/** The same, worked out once. */
export function once<T>(work: () => T): () => T {
  let done: { readonly result: T } | undefined;
  return () => {
    done ??= { result: work() };
    return done.result;
  };
}
