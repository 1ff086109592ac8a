/** What a finding is about. Grouped by these in every listing, in this order. */
export const FINDING_CODES = [
  'unreadable',
  'header',
  'shape',
  'cell',
  'missing-fact',
  'duplicate',
  'not-positive',
  'order',
  'one-way',
  'misaligned',
  'below-light',
  'near-light',
  'far-above-light',
  'unknown-region',
  'no-reverse',
  'asymmetric',
  'old',
  'self-pair',
  'unused-column',
] as const;

export type FindingCode = (typeof FINDING_CODES)[number];

/** A place in a text, both 1-based. */
export interface TextPosition {
  readonly line: number;
  readonly column: number;
}

/** One thing that is wrong (error) or questionable (warning) with RTT figures. */
export interface RttFinding {
  readonly code: FindingCode;
  readonly severity: 'error' | 'warning';
  /** What was found, and what is allowed or expected; without a trailing newline. */
  readonly message: string;
  /** What to do about it. */
  readonly hint?: string;
  /** The cell, where it is about one. */
  readonly from?: string;
  readonly to?: string;
  readonly statistic?: string;
  /** The figure found, ms. */
  readonly figure?: number;
  /** The figure it was held against, ms. */
  readonly bound?: number;
  /** Where it stands in the text that was read. */
  readonly position?: TextPosition;
}

/** The only error that reading RTT input throws: what is wrong with it, all at once. */
export class RttInputError extends Error {
  readonly findings: readonly RttFinding[];

  constructor(findings: readonly RttFinding[]) {
    super(findings.map((finding) => finding.message).join('; '));
    this.name = 'RttInputError';
    this.findings = findings;
  }
}

/** An input that cannot be read at all, for one reason. */
export function unreadable(message: string, hint?: string, position?: TextPosition): RttInputError {
  return new RttInputError([
    {
      code: 'unreadable',
      severity: 'error',
      message,
      ...(hint === undefined ? {} : { hint }),
      ...(position === undefined ? {} : { position }),
    },
  ]);
}

/** Errors first, then by code in the order above, then the order found. */
export function sortFindings(findings: readonly RttFinding[]): RttFinding[] {
  const rank = (finding: RttFinding): number =>
    (finding.severity === 'error' ? 0 : FINDING_CODES.length) + FINDING_CODES.indexOf(finding.code);
  // Array.prototype.sort is stable, so the order found breaks ties.
  return [...findings].sort((a, b) => rank(a) - rank(b));
}

export function hasErrors(findings: readonly RttFinding[]): boolean {
  return findings.some((finding) => finding.severity === 'error');
}
