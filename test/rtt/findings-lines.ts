import { type RttFinding, RttInputError } from '../../src/rtt/finding.js';

/** Findings as lines: "3:20 the row has 2 cells … [hint]". */
export function lines(findings: readonly RttFinding[]): string[] {
  return findings.map(({ severity, position, message, hint }) => {
    const where = position === undefined ? '' : `${position.line}:${position.column} `;
    const how = hint === undefined ? '' : ` [${hint}]`;
    return `${severity === 'warning' ? 'warning: ' : ''}${where}${message}${how}`;
  });
}

/** The findings that a call throws; fails where it throws nothing, or anything else. */
export function thrown(call: () => unknown): string[] {
  try {
    call();
  } catch (error) {
    if (error instanceof RttInputError) return lines(error.findings);
    throw error;
  }
  throw new Error('nothing was thrown');
}
