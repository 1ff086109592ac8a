/** Units of time that a figure may carry, as a factor to ms. */
const UNITS: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3,
  μs: 1e-3,
  usec: 1e-3,
  microseconds: 1e-3,
  ms: 1,
  msec: 1,
  msecs: 1,
  millis: 1,
  milliseconds: 1,
  s: 1000,
  sec: 1000,
  secs: 1000,
  seconds: 1000,
};

/** ms per unit: 'ms' → 1, 's' → 1000, 'us' → 0.001; undefined for no unit of time. */
export function unitFactor(unit: string): number | undefined {
  const name = unit.toLowerCase();
  return Object.hasOwn(UNITS, name) ? UNITS[name] : undefined;
}

/** A figure as written: its number, and the factor to ms of the unit it carries, if any. */
export type WrittenFigure =
  | { readonly kind: 'figure'; readonly value: number; readonly factor: number | undefined }
  | { readonly kind: 'none' }
  | { readonly kind: 'wrong'; readonly why: string };

/** No figure is longer; what is must not keep a pattern busy. */
const LONGEST = 60;
const NOTHING = new Set(['', '-', '--', '–', '—', '*', 'n/a', 'na', 'null', 'none']);
const FIGURE = /^([+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d{1,3})?)\s*([a-zµμ]+)?$/i;
const COMMA = /^[+-]?\d+,\d+\s*[a-zµμ]*$/i;
const GROUPED = /^[+-]?\d{1,3}(?:[,' _]\d{3})+(?:\.\d+)?\s*[a-zµμ]*$/i;

/** What a cell says: "28.4", "28.4 ms", "0.028s", nothing ("", "-", "n/a"), or why it is no figure. */
export function readFigure(text: string): WrittenFigure {
  const trimmed = text.trim();
  if (trimmed.length > LONGEST) return { kind: 'wrong', why: `${quote(trimmed)} is not a number` };
  const match = FIGURE.exec(trimmed);
  if (match !== null) {
    const value = Number(match[1]);
    if (!Number.isFinite(value)) return { kind: 'wrong', why: `${quote(trimmed)} is too large for a figure` };
    if (match[2] === undefined) return { kind: 'figure', value, factor: undefined };
    const factor = unitFactor(match[2]);
    if (factor === undefined) {
      return {
        kind: 'wrong',
        why: `${quote(match[2])} is no unit of time: ms, s, us or none (ms) are allowed`,
      };
    }
    return { kind: 'figure', value, factor };
  }
  if (NOTHING.has(trimmed.toLowerCase())) return { kind: 'none' };
  if (COMMA.test(trimmed)) {
    return { kind: 'wrong', why: `${quote(trimmed)} has a comma: write decimals with a point, as in 28.4` };
  }
  if (GROUPED.test(trimmed)) {
    return { kind: 'wrong', why: `${quote(trimmed)} groups its digits: write 1234.5 for 1,234.5` };
  }
  return { kind: 'wrong', why: `${quote(trimmed)} is not a number` };
}

/** Holds one column, or one matrix, to one way of writing units, so that no bare 28 is read beside a "0.031 s". */
export class UnitCustom {
  private bare: boolean | undefined;

  /** `factor`: to ms, where the header names the unit. */
  constructor(private readonly factor: number | undefined) {}

  /** The figure in ms, or why its unit does not fit its neighbours'. */
  toMs(figure: { readonly value: number; readonly factor: number | undefined }): number | string {
    if (this.factor !== undefined) {
      if (figure.factor !== undefined && figure.factor !== this.factor) {
        return 'the unit in the cell contradicts the unit in the header';
      }
      return figure.value * this.factor;
    }
    if (figure.value === 0) return 0;
    const bare = figure.factor === undefined;
    this.bare ??= bare;
    if (bare !== this.bare) {
      return bare
        ? 'no unit here, while figures above carry one: write it on all of them, or on none (ms)'
        : 'a unit here, while figures above carry none: write it on all of them, or on none (ms)';
    }
    return figure.value * (figure.factor ?? 1);
  }
}

/** A cell in quotes for a message, cut short, with nothing in it that a terminal would act on. */
export function quote(text: string): string {
  const short = text.length > 40 ? `${text.slice(0, 40)}…` : text;
  return JSON.stringify(short);
}
