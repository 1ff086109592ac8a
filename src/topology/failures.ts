import { nearestName } from '../spelling/nearest-name.js';
import { type Build, positive } from './build.js';
import type { Client, Failures, Mttf, Replica } from './deployment.js';
import type { Field } from './field.js';
import type { RttBasis } from './figure.js';
import { firstOf, quoted } from './found.js';
import { isWithin, LEVELS, parsePlace } from './place.js';
import { regionHint, unknownRegion } from './places-known.js';
import { parseDuration } from './units.js';

/** Who is where, as far as it could be read. */
export interface Population {
  readonly replicas: readonly Replica[];
  readonly clients: readonly Client[];
  /** Ids of all replicas, those with other faults included. */
  readonly ids: readonly string[];
  readonly basis: RttBasis | undefined;
}

export function readFailures(build: Build, field: Field, population: Population): Failures {
  for (const [depth, level] of LEVELS.entries()) {
    const given = field.get(level).isMapping;
    if (
      given &&
      population.replicas.length > 0 &&
      population.replicas.every(({ at }) => at.length <= depth)
    ) {
      const message = `no replica's path names a ${level}, so these figures are never used`;
      build.findings.warning(
        field.get(level).path,
        message,
        `write at: ${LEVELS.slice(0, depth + 1).join('/')}`,
      );
    }
  }
  return {
    machine: readMttf(build, field.get('machine')),
    rack: readMttf(build, field.get('rack')),
    zone: readMttf(build, field.get('zone')),
    region: readMttf(build, field.get('region')),
    shared: readShared(build, field.get('shared'), population),
  };
}

function readMttf(build: Build, field: Field): Mttf | undefined {
  const parse = (value: unknown) => parseDuration(value, 'd');
  const mtbf = positive(build, field.get('mtbf'), parse);
  const mttr = positive(build, field.get('mttr'), (value) => parseDuration(value, 'h'));
  if (mtbf === undefined || mttr === undefined) return undefined;
  if (mttr > mtbf) {
    const message = `the repair (${field.get('mttr').value}) takes longer than the time between failures (${field.get('mtbf').value})`;
    build.findings.warning(field.get('mttr').path, message, 'are mtbf and mttr the wrong way round?');
  }
  return { mtbf, mttr };
}

function readShared(build: Build, field: Field, population: Population): Failures['shared'] {
  const shared: Failures['shared'][number][] = [];
  const names = new Map<string, Field>();
  for (const entry of field.entries) {
    const name = entry.get('name').text;
    const before = name === undefined ? undefined : names.get(name);
    if (before !== undefined) {
      build.findings.error(
        entry.get('name').path,
        `the name ${quoted(name!)} is taken by the shared failure at ${build.where(before)}`,
      );
    } else if (name !== undefined) {
      names.set(name, entry.get('name'));
    }
    const members: string[] = [];
    for (const member of entry.get('members').entries) {
      const text = member.text;
      if (text === undefined) continue;
      if (members.includes(text))
        build.findings.error(member.path, `${quoted(text)} stands in the list twice`);
      else checkMember(build, member, text, population);
      members.push(text);
    }
    const figures = readMttf(build, entry);
    if (name !== undefined && figures !== undefined) shared.push({ name, members, ...figures });
  }
  return shared;
}

/** A member is a replica's id, or a place that holds a replica or a client. */
function checkMember(build: Build, field: Field, text: string, population: Population): void {
  const { replicas, clients, ids, basis } = population;
  const { findings } = build;
  if (ids.includes(text)) return;
  const place = parsePlace(text);
  if (place.problem !== undefined) {
    findings.error(field.path, place.problem, place.hint);
    return;
  }
  const places = [
    ...replicas.map(({ at }) => at),
    ...clients.flatMap(({ at, proxy }) => (proxy === undefined ? [at] : [at, proxy])),
  ];
  const inhabited = places.some((at) => isWithin(at, place.value));
  if (inhabited || basis === undefined) return;
  const region = place.value[0]!;
  if (basis.regions.includes(region)) {
    const here = [...new Set(replicas.map(({ at }) => at[0]!))];
    findings.warning(
      field.path,
      `no replica or client is in ${quoted(text)}`,
      `replicas are in ${firstOf(here, 8)}`,
    );
    return;
  }
  const replica = nearestName(text, ids);
  const message = text.includes('/')
    ? unknownRegion(region, basis)
    : `${quoted(text)} is neither a region of ${basis.name} nor a replica's id`;
  findings.error(
    field.path,
    message,
    replica === undefined ? regionHint(region, basis) : `did you mean the replica ${quoted(replica)}?`,
  );
}
