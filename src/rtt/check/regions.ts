import { nearestName } from '../../spelling/nearest-name.js';
import type { Coordinates } from '../coordinates.js';
import { type DataSet, measuredRegions } from '../data-set.js';
import type { RttFinding } from '../finding.js';

/** Regions whose place is not known, so that their figures cannot be held against light. */
export function regionFindings(dataSet: DataSet, coordinates: Coordinates): RttFinding[] {
  const findings: RttFinding[] = [];
  for (const region of measuredRegions(dataSet)) {
    if (coordinates.find(region, dataSet.provider) !== undefined) continue;
    const meant = nearestName(
      region,
      coordinates.places
        .filter(({ provider }) => dataSet.provider === '' || provider === dataSet.provider)
        .map((place) => place.region),
    );
    const pairs = dataSet.pairs.filter((row) => row[0] === region || row[1] === region).length;
    findings.push({
      code: 'unknown-region',
      severity: 'warning',
      message: `no coordinates for ${region}: its ${pairs} figures cannot be held against the light bound`,
      from: region,
      ...(meant === undefined ? {} : { hint: `did you mean ${meant}?` }),
    });
  }
  return findings;
}
