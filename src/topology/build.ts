import type { Field } from './field.js';
import type { Findings } from './findings.js';
import { describeFound } from './found.js';
import type { Resources } from './resources.js';
import type { Reading } from './units.js';

/** What every reader of a part of the document works with. */
export interface Build {
  readonly findings: Findings;
  readonly resources: Resources;
  /** Sentences on what was taken for granted, in the order of finding; a set, for many links share one. */
  readonly assumptions: Set<string>;
  /** "topology.yaml:14": where a figure stands, for its source. */
  where(field: Field): string;
}

/** A value with a unit, or undefined: absent, or wrong and reported. */
export function quantity<T>(build: Build, field: Field, read: (value: unknown) => Reading<T>): T | undefined {
  if (!field.present) return undefined;
  const reading = read(field.value);
  if (reading.problem === undefined) return reading.value;
  return build.findings.error(field.path, reading.problem, reading.hint);
}

/** As `quantity`, for what must be above 0. */
export function positive(
  build: Build,
  field: Field,
  read: (value: unknown) => Reading<number>,
): number | undefined {
  const value = quantity(build, field, read);
  if (value !== 0) return value;
  return build.findings.error(field.path, `'${field.path[field.path.length - 1]}' must be above 0`);
}

/** A plain number between two bounds, or undefined: absent, or wrong and reported. */
export function number(
  build: Build,
  field: Field,
  { least, most, whole = false }: { readonly least: number; readonly most: number; readonly whole?: boolean },
): number | undefined {
  if (!field.present) return undefined;
  const { value } = field;
  if (typeof value === 'number' && value >= least && value <= most && (!whole || Number.isInteger(value)))
    return value;
  const name = String(field.path[field.path.length - 1]);
  const due = `${whole ? 'a whole number' : 'a number'} from ${least} to ${most}`;
  return build.findings.error(field.path, `'${name}' must be ${due}, found ${describeFound(value)}`);
}
