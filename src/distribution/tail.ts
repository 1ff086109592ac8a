/** The share of the mass that `Distribution.end` may leave beyond it. */
export const TAIL = 1e-9;
