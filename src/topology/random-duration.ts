import type { Distribution } from '../distribution/distribution.js';
import { mixture } from '../distribution/mixture.js';
import { constant, never } from '../distribution/points.js';
import { type Build, quantity } from './build.js';
import { FAMILIES } from './families.js';
import type { Field } from './field.js';
import { describeFound, quoted } from './found.js';
import { withinBounds } from './law-bounds.js';
import { readQuantiles } from './quantiles.js';
import { parseShare } from './share.js';
import { didYouMean } from './suggest.js';
import { parseDuration } from './units.js';

const FAMILY_NAMES = [...Object.keys(FAMILIES), 'mixture'];

const FORMS = `write a constant (70ms), quantiles ({ p50: 68ms, p99: 75ms }), or one of: ${FAMILY_NAMES.join(', ')}`;

/** Weights that miss 1 by no more than this are meant to be 1: 0.1 + 0.2 + 0.7. */
const ROUNDING = 1e-9;

/** A random duration in any of the forms of the topology file; undefined where absent, or wrong and reported. */
export function readRandomDuration(build: Build, field: Field): Distribution | undefined {
  if (field.value === undefined) return undefined;
  const law = readLaw(build, field);
  return law && withinBounds(build, field, law);
}

function readLaw(build: Build, field: Field): Distribution | undefined {
  const { value } = field;
  if (field.isMapping) return readMapping(build, field);
  if (typeof value !== 'string' && typeof value !== 'number') {
    return build.findings.error(field.path, `a duration is due, found ${describeFound(value)}`, FORMS);
  }
  const ms = quantity(build, field, parseDuration);
  return ms === undefined ? undefined : constant(ms);
}

function readMapping(build: Build, field: Field): Distribution | undefined {
  const { keys } = field;
  const family = keys.find((key) => FAMILY_NAMES.includes(key));
  if (family === undefined) {
    if (keys.length > 0) {
      return readQuantiles(build, field, (name) => didYouMean(name, ['min', ...FAMILY_NAMES]) ?? FORMS);
    }
    return build.findings.error(field.path, 'an empty mapping where a duration is due', FORMS);
  }
  const others = keys.filter((key) => key !== family);
  for (const other of others) {
    const message = `${quoted(other)} cannot stand beside '${family}': a duration has one form`;
    build.findings.errorAtKey([...field.path, other], message, `parameters go inside: ${family}: { … }`);
  }
  const inner = field.get(family);
  const read = family === 'mixture' ? readMixture(build, inner) : FAMILIES[family]!(build, inner);
  return others.length > 0 ? undefined : read;
}

function readMixture(build: Build, field: Field): Distribution | undefined {
  const { findings } = build;
  const { entries } = field;
  if (entries.length === 0) {
    const what = Array.isArray(field.value) ? 'an empty one' : describeFound(field.value);
    const hint = 'write mixture: [{ weight: 0.99, of: 1ms }, { weight: 0.01, of: 20ms }]';
    return findings.error(field.path, `mixture takes a list of parts, found ${what}`, hint);
  }
  const parts = entries.map((entry) => readPart(build, entry)).filter((part) => part !== undefined);
  if (parts.length < entries.length) return undefined;
  const sum = parts.reduce((total, { weight }) => total + weight, 0);
  if (sum > 1 + ROUNDING) {
    return findings.error(field.path, `the weights sum to ${short(sum)}, more than 1`);
  }
  if (sum >= 1 - ROUNDING) return mixture(parts.map(({ weight, of }) => ({ weight: weight / sum, of })));
  build.assumptions.add(
    `The mixture at ${build.where(field)} never finishes with probability ${short(1 - sum)}: its weights sum to ${short(sum)}.`,
  );
  return mixture([...parts, { weight: 1 - sum, of: never }]);
}

function readPart(build: Build, entry: Field): { weight: number; of: Distribution } | undefined {
  const { findings } = build;
  if (!entry.isMapping) {
    const message = `a part of a mixture is { weight: …, of: … }, found ${describeFound(entry.value)}`;
    return findings.error(entry.path, message);
  }
  const allowed = ['weight', 'of'];
  const unknown = entry.keys.filter((key) => !allowed.includes(key));
  for (const key of unknown) {
    const message = `unknown key ${quoted(key)} in a part of a mixture`;
    findings.errorAtKey([...entry.path, key], message, didYouMean(key, allowed) ?? 'allowed: weight, of');
  }
  for (const key of unknown.length === 0 ? allowed : []) {
    if (!entry.get(key).present) findings.errorAtKey(entry.path, `this part of a mixture has no '${key}'`);
  }
  const weight = quantity(build, entry.get('weight'), parseShare);
  const of = readRandomDuration(build, entry.get('of'));
  return unknown.length > 0 || weight === undefined || of === undefined ? undefined : { weight, of };
}

/** Six digits are enough for people, and rounding hides the dust of binary fractions. */
function short(value: number): string {
  return String(Number(value.toPrecision(6)));
}
