import type { RttFinding } from '../finding.js';
import { COORDINATE_TOLERANCE_MS } from '../light-bound.js';
import { countText, msText } from '../number-text.js';
import type { PairFacts } from './pair-facts.js';

/** Below this many times the light bound a figure is hardly believable: fibre never follows the great circle. */
const HARDLY = 1.05;
/** Above it a path makes a large detour. It happens (Israel to the Gulf: 5 to 8.6), so it is only pointed out. */
const FAR = 4;
/** Nearer than this, fixed costs outweigh the fibre, and the ratio says nothing. */
const RATIO_MATTERS_KM = 300;

/** Each cell against light in fibre, the worst first. */
export function lightFindings(facts: readonly PairFacts[]): RttFinding[] {
  const findings: { worst: number; finding: RttFinding }[] = [];
  for (const { from, to, least, typical, km, bound } of facts) {
    if (km === undefined || bound === undefined || least === undefined || least.ms <= 0) continue;
    const ratio = least.ms / bound;
    const cell = { from, to, statistic: least.statistic, figure: least.ms, bound };
    const what = `${from} → ${to}: ${least.statistic} ${msText(least.ms)} ms`;
    const light = `light needs ${msText(bound)} ms (${countText(km)} km and back)`;
    if (least.ms < bound - COORDINATE_TOLERANCE_MS) {
      const message = `${what}; ${light}`;
      findings.push({ worst: ratio, finding: { code: 'below-light', severity: 'error', message, ...cell } });
    } else if (km >= RATIO_MATTERS_KM && ratio < HARDLY) {
      const message = `${what}; light alone needs ${msText(bound)} ms`;
      findings.push({ worst: ratio, finding: { code: 'near-light', severity: 'warning', message, ...cell } });
    } else if (km >= RATIO_MATTERS_KM && typical !== undefined && typical / bound > FAR) {
      const message = `${from} → ${to}: ${msText(typical)} ms is ${(typical / bound).toFixed(1)} × the light bound of ${msText(bound)} ms`;
      findings.push({
        worst: -typical / bound,
        finding: { code: 'far-above-light', severity: 'warning', message, from, to, figure: typical, bound },
      });
    }
  }
  return findings.sort((a, b) => a.worst - b.worst).map(({ finding }) => finding);
}
