/** Exit codes: what a script may rely on. */
export const EXIT = {
  fine: 0,
  /** Findings, or an objective missed. */
  findings: 1,
  /** Bad input or usage. */
  usage: 2,
  /** Our own fault. */
  fault: 70,
  interrupted: 130,
} as const;
