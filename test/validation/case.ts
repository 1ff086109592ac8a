/** One published or measured figure, and what quorate makes of its inputs. */
export interface Case {
  readonly group: string;
  readonly id: string;
  /** What is claimed, with its source: the name of its test. */
  readonly claim: string;
  readonly figure: string;
  /** ms */
  readonly expected: number;
  readonly actual: () => number;
  readonly tolerance: Tolerance;
  /** Why it does not fit, where it does not; such a case is listed, and a test holds that it still does not fit. */
  readonly misfit?: string;
}

export interface Tolerance {
  /** Share of the expected figure. */
  readonly relative: number;
  /** ms on top: what a real stack adds. */
  readonly absolute: number;
}

/** Is the case within its tolerance? */
export function fits({ expected, tolerance }: Case, actual: number): boolean {
  return Math.abs(actual - expected) <= tolerance.relative * expected + tolerance.absolute + 1e-9;
}
