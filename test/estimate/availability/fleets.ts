import fc from 'fast-check';
import { availabilityOf } from '../../../src/estimate/availability/availability.js';
import type { Fleet } from '../../../src/estimate/availability/components.js';
import { parseExpression } from '../../../src/quorum/parse-expression.js';
import { fromExpression, majority } from '../../../src/quorum/shapes.js';
import type { QuorumSystem } from '../../../src/quorum/system.js';
import type { Failures } from '../../../src/topology/deployment.js';

export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;

/** Figures that make something unavailable with probability p: down for one hour at a time. */
export function failing(p: number): { mtbf: number; mttr: number } {
  return { mtbf: (HOUR * (1 - p)) / p, mttr: HOUR };
}

export const nothingFails: Failures = {
  machine: undefined,
  rack: undefined,
  zone: undefined,
  region: undefined,
  shared: [],
};

/** Replicas r1, r2, … at 'region/zone/rack'; clients c1, c2, … likewise. */
export function fleetAt(
  places: readonly string[],
  failures: Partial<Failures> = {},
  clients: readonly string[] = [],
  maintenance?: Fleet['maintenance'],
): Fleet {
  return {
    replicas: places.map((at, index) => ({ id: `r${index + 1}`, index, at: at.split('/') })),
    clients: clients.map((at, index) => ({ id: `c${index + 1}`, at: at.split('/') })),
    failures: { ...nothingFails, ...failures },
    maintenance,
  };
}

/** One replica a region: only machines fail. */
export function apart(n: number, p: number): Fleet {
  return fleetAt(
    Array.from({ length: n }, (_, index) => `region-${index}`),
    { machine: failing(p) },
  );
}

export function idsOf(fleet: Fleet): string[] {
  return fleet.replicas.map(({ id }) => id);
}

export function majorityOf(fleet: Fleet): QuorumSystem {
  return majority(idsOf(fleet));
}

/** The system of an expression over a, b, c, … standing for r1, r2, r3, … */
export function lettered(n: number, text: string): QuorumSystem {
  const members = Array.from({ length: n }, (_, index) => `r${index + 1}`);
  const spelled = text.replace(/\b[a-i]\b/g, (letter) => members['abcdefghi'.indexOf(letter)]);
  const parsed = parseExpression(spelled, members);
  if (!('expression' in parsed)) throw new Error(`'${text}' does not parse`);
  return fromExpression(members, parsed.expression);
}

/** P(no quorum in one of the systems) as the engine gives it for writes. */
export function lossOf(fleet: Fleet, ...systems: QuorumSystem[]): number {
  return availabilityOf(fleet, { write: systems, read: systems }).write.quorumLossProbability;
}

const mttf = fc.option(fc.constantFrom(0.02, 0.1, 0.3, 0.5).map(failing), { nil: undefined, freq: 4 });
const place = fc
  .tuple(fc.nat(1), fc.nat(1), fc.nat(1), fc.integer({ min: 1, max: 3 }))
  .map(([r, z, k, depth]) => [`g${r}`, `z${z}`, `k${k}`].slice(0, depth).join('/'));

/** Any small deployment: n replicas and two clients in two regions of two zones of two racks, up to two shared sets. */
export function arbitraryFleet(n: number): fc.Arbitrary<Fleet> {
  const member = fc.oneof(
    place,
    fc.nat(n - 1).map((index) => `r${index + 1}`),
  );
  const shared = fc
    .array(fc.tuple(fc.uniqueArray(member, { minLength: 1, maxLength: 3 }), fc.constantFrom(0.05, 0.2)), {
      maxLength: 2,
    })
    .map((sets) => sets.map(([members, p], index) => ({ name: `s${index}`, members, ...failing(p) })));
  const failures = fc.record({ machine: mttf, rack: mttf, zone: mttf, region: mttf, shared });
  return fc
    .tuple(
      fc.array(place, { minLength: n, maxLength: n }),
      failures,
      fc.array(place, { minLength: 2, maxLength: 2 }),
    )
    .map(([places, figures, clients]) => fleetAt(places, figures, clients));
}
