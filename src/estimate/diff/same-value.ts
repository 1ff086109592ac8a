import { parseShare } from '../../topology/share.js';
import { parseBandwidth, parseDuration, parseRate, parseSize } from '../../topology/units.js';

const READERS = [
  (value: unknown) => parseDuration(value),
  parseRate,
  parseSize,
  parseBandwidth,
  parseShare,
] as const;

/** Do two values of a topology say the same? `1s` and `1000ms` do, `90%` and 0.9, and mappings in whatever order. */
export function sameValue(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (Array.isArray(a) && Array.isArray(b))
    return a.length === b.length && a.every((each, i) => sameValue(each, b[i]));
  if (isMapping(a) && isMapping(b)) {
    const keys = Object.keys(a);
    return (
      keys.length === Object.keys(b).length &&
      keys.every((key) => Object.hasOwn(b, key) && sameValue(a[key], b[key]))
    );
  }
  return READERS.some((read) => {
    const value = read(a).value;
    return value !== undefined && value === read(b).value;
  });
}

export function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
