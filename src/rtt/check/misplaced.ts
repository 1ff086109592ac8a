import type { Coordinates, Place } from '../coordinates.js';
import type { RttFinding } from '../finding.js';
import { greatCircleKm } from '../geography.js';
import { COORDINATE_TOLERANCE_MS, lightBoundMs } from '../light-bound.js';
import { msText } from '../number-text.js';
import { median } from './median.js';
import type { PairFacts } from './pair-facts.js';

/** Fewer figures than this would fit many places. */
const FEWEST = 3;
/** Natural logarithm of the usual inflation, 1.65. */
const USUAL = 0.5;
/** A row fits a place when half of its figures are within 10 % of the usual round trip from there … */
const FITS = 0.1;
/** … and its own label is wrong when half of them are more than 35 % off. */
const WRONG = 0.3;
const LISTED = 3;

/**
 * Rows (or columns) in which some figure beats light, and whose figures would all be usual from another place: the
 * plainest sign that a table has slipped against its labels. The worst three.
 */
export function misplacedFindings(
  facts: readonly PairFacts[],
  coordinates: Coordinates,
  provider: string,
): RttFinding[] {
  return [...suspects(facts, 'from', coordinates, provider), ...suspects(facts, 'to', coordinates, provider)]
    .sort((a, b) => b.own - a.own)
    .slice(0, LISTED)
    .map(({ finding }) => finding);
}

function suspects(
  facts: readonly PairFacts[],
  end: 'from' | 'to',
  coordinates: Coordinates,
  provider: string,
): { own: number; finding: RttFinding }[] {
  const other = end === 'from' ? 'to' : 'from';
  const groups = new Map<string, PairFacts[]>();
  for (const pair of facts) {
    const group = groups.get(pair[end]);
    if (group === undefined) groups.set(pair[end], [pair]);
    else group.push(pair);
  }
  const found: { own: number; finding: RttFinding }[] = [];
  for (const [region, group] of groups) {
    if (group.length < FEWEST || !group.some(beatsLight)) continue;
    const ends = group.flatMap(({ typical, [other]: far }) => {
      const place = coordinates.find(far, provider);
      return typical === undefined || place === undefined ? [] : [{ typical, place }];
    });
    const here = coordinates.find(region, provider);
    const own = here === undefined ? undefined : misfit(here, ends);
    if (here === undefined || own === undefined || own < WRONG) continue;
    let best: { place: Place; off: number } | undefined;
    for (const place of coordinates.places) {
      if (place.provider !== here.provider || place.region === region) continue;
      const off = misfit(place, ends);
      if (off !== undefined && off < FITS && (best === undefined || off < best.off)) best = { place, off };
    }
    if (best === undefined) continue;
    const some = ends.slice(0, 4).map(({ typical }) => msText(typical));
    found.push({
      own,
      finding: {
        code: 'misaligned',
        severity: 'error',
        message: `the ${ends.length} figures ${end} ${region} (${some.join(', ')}${ends.length > 4 ? ', …' : ''} ms) would be usual ${end} ${best.place.city}, or near it`,
        [end]: region,
      },
    });
  }
  return found;
}

function beatsLight({ least, bound }: PairFacts): boolean {
  return least !== undefined && bound !== undefined && least.ms < bound - COORDINATE_TOLERANCE_MS;
}

/** How far the figures lie from the usual ones of this place: the median of |ln(figure / usual)|. */
function misfit(here: Place, ends: readonly { typical: number; place: Place }[]): number | undefined {
  const off: number[] = [];
  for (const { typical, place } of ends) {
    if (place.region === here.region || !(typical > 0)) continue;
    // One ms on both sides keeps near pairs from ruling.
    off.push(Math.abs(Math.log((typical + 1) / (lightBoundMs(greatCircleKm(here, place)) + 1)) - USUAL));
  }
  return off.length < FEWEST ? undefined : median(off);
}
