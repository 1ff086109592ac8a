import type { RttFinding } from '../finding.js';
import { msText } from '../number-text.js';
import type { PairFacts } from './pair-facts.js';

/** Both directions of a pair usually differ by 1 %, and by 3 to 7 % in one pair of twenty. */
const MOST_ASYMMETRY = 0.2;
/** Figures rounded to a whole ms differ by that much for nothing. */
const ROUNDING_MS = 1;

/** Pairs measured in one direction only, and pairs whose directions differ a lot. */
export function directionFindings(facts: readonly PairFacts[]): RttFinding[] {
  const findings: RttFinding[] = [];
  for (const { from, to, typical, reverse } of facts) {
    if (typical === undefined) continue;
    if (reverse === undefined) {
      findings.push({
        code: 'no-reverse',
        severity: 'warning',
        message: `${from} → ${to} ${msText(typical)} ms serves both ways: ${to} → ${from} was not measured`,
        from,
        to,
        figure: typical,
      });
    } else if (from < to && typical > 0 && reverse > 0) {
      const difference = Math.abs(typical - reverse);
      const share = difference / Math.min(typical, reverse);
      if (share <= MOST_ASYMMETRY || difference <= ROUNDING_MS) continue;
      findings.push({
        code: 'asymmetric',
        severity: 'warning',
        message: `${from} → ${to} takes ${msText(typical)} ms, back it is ${msText(reverse)} ms: ${Math.round(share * 100)} % apart`,
        from,
        to,
        figure: typical,
        bound: reverse,
      });
    }
  }
  return findings;
}
