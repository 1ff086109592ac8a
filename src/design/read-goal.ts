import { suggestion } from '../spelling/suggestion.js';
import type { Field } from '../topology/field.js';
import { describeFound } from '../topology/found.js';
import { parseShare } from '../topology/share.js';
import { parseDuration, type Reading } from '../topology/units.js';
import { DESIGN_METRICS, type Limits, type ReadShare } from './design.js';
import type { DesignReport } from './design-report.js';

/** Half of the operations are reads where the file does not say. */
const EVEN: readonly ReadShare[] = [{ share: 0.5, weight: 1 }];

/** One share of reads, or a mapping of shares to weights, which need not add up to 1. */
export function readShares(field: Field, report: DesignReport): readonly ReadShare[] {
  if (!field.present) return EVEN;
  if (!field.isMapping) {
    const { value, problem, hint } = parseShare(field.value);
    if (problem === undefined) return [{ share: value, weight: 1 }];
    report.error(field.path, problem, hint);
    return EVEN;
  }
  const weights = new Map<number, number>();
  for (const key of field.keys) {
    const share = parseShare(key);
    if (share.problem !== undefined) {
      report.errorAtKey([...field.path, key], share.problem, share.hint);
      continue;
    }
    const weight = amount(field.get(key).value);
    if (weight === undefined || weight < 0)
      report.error(
        [...field.path, key],
        `the weight of ${key} is ${describeFound(field.get(key).value)}: expected a number, 0 or more`,
      );
    else weights.set(share.value, (weights.get(share.value) ?? 0) + weight);
  }
  const total = [...weights.values()].reduce((sum, weight) => sum + weight, 0);
  if (!(total > 0)) {
    if (!report.failed) report.error(field.path, 'no share of reads has any weight');
    return EVEN;
  }
  return [...weights]
    .filter(([, weight]) => weight > 0)
    .map(([share, weight]) => ({ share, weight: weight / total }))
    .sort((a, b) => a.share - b.share);
}

/** Load in seconds per operation, network in nodes per operation, latency as a duration. */
export function readLimits(field: Field, report: DesignReport): Limits {
  if (!field.present) return {};
  if (!field.isMapping) {
    report.error(
      field.path,
      `limits is ${describeFound(field.value)}: expected a mapping`,
      'as in { load: 0.01, network: 3, latency: 5ms }',
    );
    return {};
  }
  const limits: [string, number][] = [];
  for (const key of field.keys) {
    const { value, path } = field.get(key);
    if (!DESIGN_METRICS.some((metric) => metric === key)) {
      report.errorAtKey(path, `unknown key '${key}'`, suggestion(key, DESIGN_METRICS, 'the limits'));
      continue;
    }
    const read: Reading<number | undefined> =
      key === 'latency' ? parseDuration(value) : { value: amount(value) };
    if (read.problem !== undefined) report.error(path, read.problem, read.hint);
    else if (read.value === undefined || read.value <= 0)
      report.error(
        path,
        `the limit of ${key} is ${describeFound(value)}: expected ${key === 'latency' ? 'a duration' : 'a number'} above 0`,
      );
    else limits.push([key, read.value]);
  }
  return Object.fromEntries(limits);
}

/** A whole number, 0 or more; 0 where it is none, which is reported. */
export function wholeNumber({ value, path }: Field, report: DesignReport): number {
  const found = amount(value);
  if (found !== undefined && Number.isInteger(found) && found >= 0) return found;
  report.error(path, `${path.at(-1)} is ${describeFound(value)}: expected a whole number, 0 or more`);
  return 0;
}

/** A number; in quotes, and on the command line, it is a text to be read as one. */
function amount(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  return typeof value === 'string' && /^\d+(\.\d+)?(e-?\d+)?$/i.test(value.trim())
    ? Number(value)
    : undefined;
}
