import type { ReviewResult, Severity } from '../result/review.js';
import { oneLine } from './document/one-line.js';

/** "2 errors, 1 warning, 3 notes"; "nothing found" */
export function countsInWords({ counts }: Pick<ReviewResult, 'counts'>): string {
  const parts = (['error', 'warning', 'note'] as const satisfies readonly Severity[])
    .filter((severity) => counts[severity] > 0)
    .map((severity) => `${counts[severity]} ${severity}${counts[severity] === 1 ? '' : 's'}`);
  return parts.length === 0 ? 'nothing found' : parts.join(', ');
}

/** What else there is to say: what was accepted or silenced, and what of that is out of date. One sentence each. */
export function asidesOf({ suppressed, accepted, stale }: ReviewResult): string[] {
  const said: string[] = [];
  if (accepted > 0) said.push(`${findings(accepted)} accepted by the baseline.`);
  if (suppressed.length > 0) said.push(`${findings(suppressed.length)} suppressed in the file.`);
  if (stale.length > 0) {
    const entries = stale.length === 1 ? '1 entry' : `${stale.length} entries`;
    said.push(
      `${entries} of the baseline found no more: ${oneLine(stale.map(({ rule }) => rule).join(', '))}.`,
    );
  }
  return said;
}

function findings(count: number): string {
  return count === 1 ? '1 finding' : `${count} findings`;
}
