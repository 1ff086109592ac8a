import type { Build } from './build.js';
import type { DomainPath } from './deployment.js';
import type { Field } from './field.js';
import { type Figure, givenFigure, type RttBasis } from './figure.js';
import { isWithin, placeText } from './place.js';
import { readPlace } from './places-known.js';
import { readRandomDuration } from './random-duration.js';

/** An RTT that the user measured between two places. */
export interface Override {
  readonly between: readonly [DomainPath, DomainPath];
  readonly figure: Figure;
}

export function readOverrides(build: Build, field: Field, basis: RttBasis | undefined): Override[] {
  const overrides: Override[] = [];
  const seen = new Map<string, Field>();
  for (const entry of field.entries) {
    const between = readPair(build, entry.get('between'), basis);
    const rtt = readRandomDuration(build, entry.get('rtt'));
    if (between !== undefined) {
      const pair = between.map(placeText).sort().join(' and ');
      const before = seen.get(pair);
      if (before !== undefined) {
        build.findings.warning(
          entry.path,
          `this override replaces the one at ${build.where(before)}: both are between ${pair}`,
        );
      }
      seen.set(pair, entry);
    }
    if (between === undefined || rtt === undefined) continue;
    const source = { kind: 'override', text: `override at ${build.where(entry)}` } as const;
    overrides.push({ between, figure: givenFigure(rtt, source) });
  }
  return overrides;
}

/** Reads two places, neither in the other. */
export function readPair(
  build: Build,
  field: Field,
  basis: RttBasis | undefined,
): [DomainPath, DomainPath] | undefined {
  const { findings } = build;
  const { entries } = field;
  if (Array.isArray(field.value) && entries.length !== 2) {
    const message = `'between' takes two places, found ${entries.length}`;
    return findings.error(field.path, message, 'write between: [us-east-1, eu-west-1]');
  }
  const [a, b] = entries.map((entry) => readPlace(build, entry, basis));
  if (a === undefined || b === undefined) return undefined;
  if (!isWithin(a, b) && !isWithin(b, a)) return [a, b];
  const [outer, inner] = a.length <= b.length ? [a, b] : [b, a];
  const message =
    a.length === b.length
      ? `a link between ${placeText(a)} and itself`
      : `a link between ${placeText(outer)} and ${placeText(inner)}, which lies in it`;
  return findings.error(
    field.path,
    message,
    'for RTTs inside a region write within-zone and between-zones, or name two of its zones',
  );
}

/**
 * The override for a way: the most specific that fits in either direction (both its places counted by their
 * length), the later of two equally specific ones.
 */
export function overrideFor(
  overrides: readonly Override[],
  from: DomainPath,
  to: DomainPath,
): Override | undefined {
  let best: Override | undefined;
  let most = 0;
  for (const override of overrides) {
    const [a, b] = override.between;
    const fits = (isWithin(from, a) && isWithin(to, b)) || (isWithin(from, b) && isWithin(to, a));
    const specific = a.length + b.length;
    if (fits && specific >= most) {
      best = override;
      most = specific;
    }
  }
  return best;
}
