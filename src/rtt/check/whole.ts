import type { RttFinding } from '../finding.js';
import { COORDINATE_TOLERANCE_MS } from '../light-bound.js';
import { median } from './median.js';
import type { PairFacts } from './pair-facts.js';

/** A median inflation below this is no matrix of round trips: sound published sets have 1.69 to 1.78. */
const ONE_WAY = 1;
const PROBABLY_ONE_WAY = 1.1;
/** Sound published sets correlate with distance by 0.73 to 0.88; a row-shuffled one by −0.24. */
const CORRELATED = 0.5;
/** Fewer pairs than this say nothing about the whole. */
const FEWEST = 8;
/** Nearer pairs are ruled by fixed costs. */
const FAR_ENOUGH_MS = 3;

/** The set as a whole: are these round trips at all, and do they belong to the labels they stand under? */
export function wholeFindings(facts: readonly PairFacts[]): RttFinding[] {
  const km: number[] = [];
  const typical: number[] = [];
  const inflations: number[] = [];
  for (const pair of facts) {
    if (pair.bound === undefined || pair.km === undefined || pair.typical === undefined) continue;
    if (!(pair.typical > 0) || pair.bound < FAR_ENOUGH_MS) continue;
    km.push(pair.km);
    typical.push(pair.typical);
    inflations.push(pair.typical / pair.bound);
  }
  if (inflations.length < FEWEST) return [];
  const inflation = median(inflations);
  if (inflation < PROBABLY_ONE_WAY) {
    const seconds = inflation < 0.02;
    return [
      {
        code: 'one-way',
        severity: inflation < ONE_WAY ? 'error' : 'warning',
        message: `half of the figures are below ${inflation.toPrecision(2)} × the light bound; round trips have a median of about 1.7: ${
          seconds
            ? 'these look like seconds, not milliseconds'
            : 'these look like one-way figures, or halves of round trips'
        }`,
        hint: seconds
          ? 'give the figures their unit'
          : 'if they are, double them: quorate rtt import --one-way',
      },
    ];
  }
  const correlation = pearson(km, typical);
  const impossible = facts.filter(
    ({ least, bound }) =>
      least !== undefined && bound !== undefined && least.ms < bound - COORDINATE_TOLERANCE_MS,
  ).length;
  if (impossible > 0 && correlation < CORRELATED) {
    return [
      {
        code: 'misaligned',
        severity: 'error',
        message: `the figures do not follow distance (correlation ${correlation.toFixed(2)}; sound sets have 0.7 to 0.9) and ${impossible} of ${facts.length} beat light, although their median is that of round trips: rows or columns stand under the wrong labels`,
        hint: 'fetch the table again and compare one row by hand',
      },
    ];
  }
  return [];
}

function pearson(x: readonly number[], y: readonly number[]): number {
  const n = x.length;
  const meanX = x.reduce((sum, value) => sum + value, 0) / n;
  const meanY = y.reduce((sum, value) => sum + value, 0) / n;
  let xy = 0;
  let xx = 0;
  let yy = 0;
  for (let i = 0; i < n; i++) {
    const [dx, dy] = [x[i]! - meanX, y[i]! - meanY];
    xy += dx * dy;
    xx += dx * dx;
    yy += dy * dy;
  }
  return xx === 0 || yy === 0 ? 1 : xy / Math.sqrt(xx * yy);
}
