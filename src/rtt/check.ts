import { ageFindings } from './check/age.js';
import { directionFindings } from './check/directions.js';
import { figureFindings } from './check/figures.js';
import { lightFindings } from './check/light.js';
import { misplacedFindings } from './check/misplaced.js';
import { pairFacts } from './check/pair-facts.js';
import { regionFindings } from './check/regions.js';
import { wholeFindings } from './check/whole.js';
import type { Coordinates } from './coordinates.js';
import type { DataSet } from './data-set.js';
import { type RttFinding, sortFindings, type TextPosition } from './finding.js';

export interface CheckOptions {
  /** ISO date to tell the data's age by; without it, age is not judged. */
  readonly today?: string;
  /** Where the figure of a pair stands in the text it was read from. */
  readonly position?: (from: string, to: string, statistic?: string) => TextPosition | undefined;
}

/**
 * Everything that is wrong (error) or questionable (warning) with a data set, sorted; figures that no network can
 * have are errors. A data set with errors must not be used: `rttTable` would take its figures at their word.
 *
 * Held against: light in fibre cell by cell; the median and the correlation with distance over the whole set; each
 * row's own order; the other direction; the regions that are known; the day.
 */
export function checkDataSet(
  dataSet: DataSet,
  coordinates: Coordinates,
  options: CheckOptions = {},
): RttFinding[] {
  const facts = pairFacts(dataSet, coordinates);
  const findings = [
    ...figureFindings(dataSet),
    ...wholeFindings(facts),
    ...misplacedFindings(facts, coordinates, dataSet.provider),
    ...lightFindings(facts),
    ...regionFindings(dataSet, coordinates),
    ...directionFindings(facts),
    ...ageFindings(dataSet.date, options.today),
  ];
  return sortFindings(findings).map((finding) => {
    if (finding.from === undefined || finding.to === undefined) return finding;
    const position = options.position?.(finding.from, finding.to, finding.statistic);
    return position === undefined ? finding : { ...finding, position };
  });
}
