import { describeFound, quoted } from './found.js';

/** A value that was read, or a sentence that says why it could not be. */
export type Reading<T> =
  | { readonly value: T; readonly problem?: never; readonly hint?: never }
  | { readonly problem: string; readonly hint?: string; readonly value?: never };

/**
 * A year in `8y`: 365 days (8 760 hours), as tables of mean times between failures and of "nines" count it.
 */
export const YEAR_MS = 365 * 86_400_000;

/** A unit: what one of it is worth, as digits × 10^exponent so that decimal fractions convert exactly. */
interface Unit {
  readonly times: number;
  readonly exponent: number;
}

const DURATIONS: Record<string, Unit> = {
  us: { times: 1, exponent: -3 },
  µs: { times: 1, exponent: -3 }, // U+00B5, micro sign
  μs: { times: 1, exponent: -3 }, // U+03BC, Greek mu: what some keyboards type
  ms: { times: 1, exponent: 0 },
  s: { times: 1, exponent: 3 },
  m: { times: 60, exponent: 3 },
  h: { times: 3600, exponent: 3 },
  d: { times: 86_400, exponent: 3 },
  y: { times: YEAR_MS / 1000, exponent: 3 },
};

const RATES: Record<string, Unit> = {
  '/s': { times: 1, exponent: 0 },
  '/m': { times: 1 / 60, exponent: 0 },
  '/h': { times: 1 / 3600, exponent: 0 },
};

const SIZES: Record<string, Unit> = {
  B: { times: 1, exponent: 0 },
  kB: { times: 1, exponent: 3 },
  MB: { times: 1, exponent: 6 },
  GB: { times: 1, exponent: 9 },
  KiB: { times: 1024, exponent: 0 },
  MiB: { times: 1024 ** 2, exponent: 0 },
  GiB: { times: 1024 ** 3, exponent: 0 },
};

const BANDWIDTHS: Record<string, Unit> = {
  'bit/s': { times: 0.125, exponent: 0 },
  'kbit/s': { times: 0.125, exponent: 3 },
  'Mbit/s': { times: 0.125, exponent: 6 },
  'Gbit/s': { times: 0.125, exponent: 9 },
  'Tbit/s': { times: 0.125, exponent: 12 },
  ...Object.fromEntries(Object.entries(SIZES).map(([unit, worth]) => [`${unit}/s`, worth])),
};

/** What people write instead of a unit, and what they mean by it. */
const MEANT: Record<string, string> = {
  usec: 'us',
  microseconds: 'us',
  msec: 'ms',
  msecs: 'ms',
  millis: 'ms',
  millisecond: 'ms',
  milliseconds: 'ms',
  sec: 's',
  secs: 's',
  second: 's',
  seconds: 's',
  min: 'm',
  mins: 'm',
  minute: 'm',
  minutes: 'm',
  hr: 'h',
  hrs: 'h',
  hour: 'h',
  hours: 'h',
  day: 'd',
  days: 'd',
  yr: 'y',
  yrs: 'y',
  year: 'y',
  years: 'y',
  '/sec': '/s',
  '/second': '/s',
  'req/s': '/s',
  'ops/s': '/s',
  rps: '/s',
  qps: '/s',
  '/min': '/m',
  '/minute': '/m',
  '/hr': '/h',
  '/hour': '/h',
  bps: 'bit/s',
  kbps: 'kbit/s',
  mbps: 'Mbit/s',
  gbps: 'Gbit/s',
  tbps: 'Tbit/s',
};

/** No quantity of a topology comes near (in ms, 30 000 years); beyond it, sums and squares lose their meaning. */
const LARGEST = 1e15;

/** The longest duration that a topology may name (ms). */
export const LARGEST_DURATION = LARGEST;

/** A number without sign or exponent, then whatever is taken for its unit. */
const QUANTITY = /^(\d+(?:\.\d+)?|\.\d+)\s*(\S.*)?$/;

interface Measure {
  /** "a duration" */
  readonly what: string;
  readonly units: Record<string, Unit>;
  /** The unit put into hints where none was given. */
  readonly usual: string;
}

/**
 * A duration such as `0.8ms`, `250us`, `2s`, `30m`, `4h`, `120d`, `8y` in milliseconds, 0 or more.
 * `usual` is the unit that a hint proposes for a bare number.
 */
export function parseDuration(value: unknown, usual = 'ms'): Reading<number> {
  return measure(value, { what: 'a duration', units: DURATIONS, usual });
}

/** A rate such as `400/s`, `30/m`, `10/h` in operations per second, 0 or more. */
export function parseRate(value: unknown): Reading<number> {
  return measure(value, { what: 'a rate', units: RATES, usual: '/s' });
}

/** A size such as `512B`, `1kB` (1000), `1KiB` (1024) in bytes, 0 or more. */
export function parseSize(value: unknown): Reading<number> {
  return measure(value, { what: 'a size', units: SIZES, usual: 'B' });
}

/** A bandwidth such as `1Gbit/s`, `100MB/s`, `100MiB/s` in bytes per second, 0 or more. */
export function parseBandwidth(value: unknown): Reading<number> {
  return measure(value, { what: 'a bandwidth', units: BANDWIDTHS, usual: 'Mbit/s' });
}

/**
 * A duration (ms) as the topology file would write it, in the largest unit that gives a whole number:
 * 70ms, 2s, 30m, 4h, 120d, 8y, 0.27ms. `parseDuration` reads it back to the same number.
 */
export function formatDuration(ms: number): string {
  for (const unit of ['y', 'd', 'h', 'm', 's']) {
    const { times, exponent } = DURATIONS[unit]!;
    const count = ms / (times * 10 ** exponent);
    if (count >= 1 && Number.isInteger(count)) return `${count}${unit}`;
  }
  return `${decimal(ms)}ms`;
}

/** Shortest decimal digits without an exponent. */
function decimal(value: number): string {
  const text = String(value);
  if (!text.includes('e')) return text;
  // The exponent form of JavaScript is exact: move its point by hand.
  const [mantissa, exponent] = text.split('e') as [string, string];
  const [whole, fraction = ''] = mantissa.split('.') as [string, string?];
  const shift = Number(exponent);
  if (shift >= 0) return whole + fraction.padEnd(shift, '0');
  return `0.${'0'.repeat(-shift - 1)}${whole}${fraction}`;
}

function measure(value: unknown, kind: Measure): Reading<number> {
  const { what, units, usual } = kind;
  if (typeof value === 'number') {
    const hint = Number.isFinite(value) && value >= 0 ? `write ${decimal(value)}${usual}` : allowed(kind);
    return { problem: `a bare number where a unit is due: ${value}`, hint };
  }
  if (typeof value !== 'string') {
    return { problem: `${what} is due, found ${describeFound(value)}`, hint: allowed(kind) };
  }
  const text = value.trim();
  const comma = /^(\d+),(\d+)\s*(\S*)$/.exec(text);
  if (comma !== null) {
    const hint = `write the fraction with a point: ${comma[1]}.${comma[2]}${comma[3] || usual}`;
    return { problem: `${quoted(text)} is not ${what}`, hint };
  }
  const match = QUANTITY.exec(text);
  if (match === null) return { problem: `${describeFound(value)} is not ${what}`, hint: whyNot(text, kind) };
  const digits = match[1]!;
  const unit = match[2];
  if (unit === undefined) {
    return { problem: `a bare number where a unit is due: ${text}`, hint: `write ${digits}${usual}` };
  }
  const worth = Object.hasOwn(units, unit) ? units[unit] : undefined;
  if (worth === undefined) {
    return {
      problem: `${quoted(text)} is not ${what}: unknown unit ${quoted(unit)}`,
      hint: unitHint(digits, unit, kind),
    };
  }
  const result = Number(`${digits}e${worth.exponent}`) * worth.times;
  if (!(result <= LARGEST)) return { problem: `${quoted(text)} is too large for ${what}` };
  return { value: result };
}

function allowed(kind: Measure): string {
  const units = Object.keys(kind.units).filter((unit) => !/[^ -~]/.test(unit));
  return `write a number and a unit, such as 5${kind.usual}; units: ${units.join(' ')}`;
}

function unitHint(digits: string, unit: string, kind: Measure): string {
  const units = Object.keys(kind.units);
  const compound = kind.units === DURATIONS ? sumOfParts(digits + unit) : undefined;
  if (compound !== undefined) return `write one number and one unit: ${formatDuration(compound)}`;
  const meant = MEANT[unit.toLowerCase()];
  if (meant !== undefined && units.includes(meant)) return `write ${digits}${meant}`;
  const weeks = /^w(eeks?)?$/i.test(unit) && units.includes('d');
  if (weeks) return `write ${Number(digits) * 7}d`;
  // Only the case is wrong, and only one unit can be meant: mW is not MW.
  const alike = units.filter((known) => known.toLowerCase() === unit.toLowerCase());
  if (alike.length === 1) return `write ${digits}${alike[0]}`;
  if (/^(\/|per\b)/.test(unit) && kind.what === 'a rate')
    return `write ${digits}/s, ${digits}/m or ${digits}/h`;
  return allowed(kind);
}

/** The duration that `1h30m` means (ms), or undefined where it is nothing of the kind. */
function sumOfParts(text: string): number | undefined {
  const parts = text.match(/\d+(?:\.\d+)?\s*[a-zµμ]+/g) ?? [];
  if (parts.length < 2 || parts.join('') !== text) return undefined;
  const values = parts.map((part) => parseDuration(part).value);
  return values.reduce(
    (sum, value) => (sum === undefined || value === undefined ? undefined : sum + value),
    0,
  );
}

function whyNot(text: string, kind: Measure): string {
  if (/^-/.test(text)) return `${kind.what} cannot be negative`;
  return allowed(kind);
}
