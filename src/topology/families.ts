import type { Distribution } from '../distribution/distribution.js';
import { empirical } from '../distribution/empirical.js';
import { exponential, gamma } from '../distribution/gamma.js';
import { lognormal } from '../distribution/lognormal.js';
import { uniform } from '../distribution/uniform.js';
import { type Build, positive, quantity } from './build.js';
import type { Field } from './field.js';
import { describeFound, quoted } from './found.js';
import { parseSamples } from './samples.js';
import { didYouMean } from './suggest.js';
import { parseDuration } from './units.js';

/** From nearly always none and rarely much, to a standard deviation of 3 % of the mean; fits use 0.05 to 400. */
const SHAPE = { least: 0.01, most: 1000 };
/** Measured disks and networks have at most 3; at 5 the mean is 270,000 times the median. */
const SIGMA = { least: 0, most: 5 };

type Reader = (build: Build, field: Field) => Distribution | undefined;

/** Random durations that are written `{ family: parameters }`; each reader gets the parameters. */
export const FAMILIES: Readonly<Record<string, Reader>> = {
  gamma: readGamma,
  lognormal: readLognormal,
  exponential: readExponential,
  uniform: readUniform,
  empirical: readEmpirical,
};

function readGamma(build: Build, field: Field): Distribution | undefined {
  const sound = checkKeys(build, field, ['shape', 'scale'], ['shift']);
  const shift = readShift(build, field);
  const shape = readFactor(build, field.get('shape'), SHAPE);
  const scale = positive(build, field.get('scale'), parseDuration);
  if (!sound || shift === undefined || shape === undefined || scale === undefined) return undefined;
  return gamma({ shift, shape, scale });
}

function readLognormal(build: Build, field: Field): Distribution | undefined {
  const sound = checkKeys(build, field, ['median', 'sigma'], ['shift']);
  const shift = readShift(build, field);
  const median = positive(build, field.get('median'), parseDuration);
  const sigma = readFactor(build, field.get('sigma'), SIGMA);
  if (!sound || shift === undefined || median === undefined || sigma === undefined) return undefined;
  return lognormal({ shift, median, sigma });
}

function readExponential(build: Build, field: Field): Distribution | undefined {
  const sound = checkKeys(build, field, ['mean'], ['shift']);
  const shift = readShift(build, field);
  const mean = positive(build, field.get('mean'), parseDuration);
  if (!sound || shift === undefined || mean === undefined) return undefined;
  return exponential({ shift, mean });
}

function readUniform(build: Build, field: Field): Distribution | undefined {
  const sound = checkKeys(build, field, ['min', 'max'], []);
  const low = quantity(build, field.get('min'), parseDuration);
  const high = quantity(build, field.get('max'), parseDuration);
  if (!sound || low === undefined || high === undefined) return undefined;
  if (low < high) return uniform({ low, high });
  const message = `max (${field.get('max').value}) must lie above min (${field.get('min').value})`;
  return build.findings.error(field.get('max').path, message);
}

function readEmpirical(build: Build, field: Field): Distribution | undefined {
  const { findings, resources } = build;
  const path = field.text;
  if (path === undefined || path === '') {
    const message = `empirical takes the path of a file, found ${describeFound(field.value)}`;
    return findings.error(field.path, message, 'write empirical: ./fsync.csv');
  }
  const file = resources.file(path);
  if ('error' in file) return findings.error(field.path, `cannot read ${quoted(path)}: ${file.error}`);
  const { samples, problems } = parseSamples(file.text);
  for (const { line, message } of problems) findings.error(field.path, `${path}:${line}: ${message}`);
  if (problems.length > 0) return undefined;
  if (samples.length > 0) return empirical(samples);
  return findings.error(
    field.path,
    `${quoted(path)} holds no samples`,
    'write one number (ms) or duration a line',
  );
}

/** A family's parameters are a mapping with these keys: the required ones, and others that may be. */
function checkKeys(
  build: Build,
  field: Field,
  required: readonly string[],
  optional: readonly string[],
): boolean {
  const { findings } = build;
  const family = String(field.path[field.path.length - 1]);
  const allowed = [...optional, ...required];
  if (!field.isMapping) {
    const hint = `write ${family}: { ${required.map((key) => `${key}: …`).join(', ')} }`;
    findings.error(field.path, `${family} takes a mapping, found ${describeFound(field.value)}`, hint);
    return false;
  }
  const missing = required.filter((key) => !field.get(key).present);
  const unknown = field.keys.filter((key) => !allowed.includes(key));
  for (const key of unknown) {
    const hint = didYouMean(key, missing) ?? `allowed: ${allowed.join(', ')}`;
    findings.errorAtKey([...field.path, key], `unknown key ${quoted(key)} in ${family}`, hint);
  }
  // A misspelt key leaves another one missing: one finding is enough.
  for (const key of unknown.length === 0 ? missing : []) {
    findings.errorAtKey(field.path, `${family} has no '${key}'`, `it takes: ${allowed.join(', ')}`);
  }
  return unknown.length === 0 && missing.length === 0;
}

/** The shift (ms): 0 where absent, undefined where wrong. */
function readShift(build: Build, field: Field): number | undefined {
  const shift = field.get('shift');
  return shift.present ? quantity(build, shift, parseDuration) : 0;
}

/** A number without a unit, above 0 and within these bounds. */
function readFactor(
  build: Build,
  field: Field,
  { least, most }: { readonly least: number; readonly most: number },
): number | undefined {
  const { value } = field;
  if (value === undefined) return undefined;
  const key = field.path[field.path.length - 1];
  if (typeof value === 'number' && value > 0 && Number.isFinite(value)) {
    if (value >= least && value <= most) return value;
    const allowed = value < least ? `at least ${least}` : `at most ${most}`;
    return build.findings.error(field.path, `${key} must be ${allowed}, found ${value}`);
  }
  const unit = typeof value === 'string' && parseDuration(value).problem === undefined;
  const message = `${key} must be a number above 0, found ${describeFound(value)}`;
  return build.findings.error(field.path, message, unit ? `${key} is written without a unit` : undefined);
}
