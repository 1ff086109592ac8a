import type { Build } from './build.js';
import type { DomainPath } from './deployment.js';
import type { Field } from './field.js';
import type { RttBasis } from './figure.js';
import { firstOf, quoted } from './found.js';
import { LEVELS, parsePlace } from './place.js';
import { didYouMean } from './suggest.js';

/** Reads a place and checks that its region is known; undefined where absent, or wrong and reported. */
export function readPlace(build: Build, field: Field, basis: RttBasis | undefined): DomainPath | undefined {
  const { findings } = build;
  const text = field.text;
  if (text === undefined) return undefined;
  const place = parsePlace(text);
  if (place.problem !== undefined) return findings.error(field.path, place.problem, place.hint);
  const region = place.value[0]!;
  if (basis !== undefined && !basis.regions.includes(region)) {
    return findings.error(field.path, unknownRegion(region, basis), regionHint(region, basis));
  }
  if (place.value.length > LEVELS.length) {
    const extra = place.value.slice(LEVELS.length).join('/');
    const message = `${quoted(extra)} lies below the rack: no failure figures exist for that level`;
    findings.warning(
      field.path,
      message,
      `the levels are ${LEVELS.join('/')}; each replica is a machine of its own`,
    );
  }
  return place.value;
}

export function unknownRegion(region: string, basis: RttBasis): string {
  if (basis.kind === 'matrix') return `unknown site ${quoted(region)}: the matrix has no such site`;
  return `unknown region ${quoted(region)}: the data set ${basis.name} has no such region`;
}

export function regionHint(region: string, basis: RttBasis): string {
  const zone = zoneOfRegion(region, basis.regions);
  if (zone !== undefined) return `a zone is parted by a slash: write ${quoted(zone)}`;
  // Small or capital letters are all that differs: no doubt, however few and short the names are.
  const same = basis.regions.find((name) => name.toLowerCase() === region.toLowerCase());
  const near = didYouMean(region, same === undefined ? basis.regions : [same]);
  // A handful of sites is better shown whole: their names are short, and any two are alike.
  if (near !== undefined && (same !== undefined || basis.regions.length > 12)) return near;
  const what = basis.kind === 'matrix' ? 'its sites' : 'its regions';
  return `${what}: ${firstOf(basis.regions, 12)}`;
}

/** Clouds write a zone as part of one name (us-east-1a, us-east1-b): the same with a slash. */
function zoneOfRegion(name: string, regions: readonly string[]): string | undefined {
  for (const region of regions) {
    if (!name.startsWith(region)) continue;
    const zone = /^-?([a-z]|\d)$/.exec(name.slice(region.length));
    if (zone !== null) return `${region}/${zone[1]}`;
  }
  return undefined;
}
