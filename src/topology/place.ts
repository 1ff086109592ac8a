import type { DomainPath, Replica } from './deployment.js';
import { describeFound } from './found.js';
import type { Reading } from './units.js';

/** Names of the levels of a path, outermost first; a replica's machine is the level below the last. */
export const LEVELS = ['region', 'zone', 'rack'] as const;

/** A path through the failure domains, `us-east-1/a`, as its names. */
export function parsePlace(text: string): Reading<DomainPath> {
  const names = text.split('/').map((name) => name.trim());
  if (names.every((name) => name !== '')) return { value: names };
  const problem = `${describeFound(text)} is not a place`;
  return { problem, hint: 'write region, region/zone or region/zone/rack, without empty names' };
}

/** A path as the file writes it. */
export function placeText(place: DomainPath): string {
  return place.join('/');
}

/** Does the place lie in this part of the tree, or is it that part? */
export function isWithin(place: DomainPath, part: DomainPath): boolean {
  return part.length <= place.length && part.every((name, level) => name === place[level]);
}

/** Does a member of a shared failure (a place, or a replica's id) take this replica away? */
export function takesAway(member: string, replica: Pick<Replica, 'id' | 'at'>): boolean {
  if (member === replica.id) return true;
  const place = parsePlace(member);
  return place.problem === undefined && isWithin(replica.at, place.value);
}
