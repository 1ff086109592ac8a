import { type RttInputError, unreadable } from './finding.js';
import { compareStatistics, isStatistic, type Statistic } from './statistic.js';

export const DATA_SET_SCHEMA = 'quorate.rtt/1';

/**
 * One row: from, to, and a figure (ms) for each of the data set's statistics, null where there is none. Directed:
 * the round trip as measured from `from`.
 */
export type PairRow = readonly [from: string, to: string, ...figures: (number | null)[]];

/** Round trips inside one region, with where they come from: not the source of the pairs. */
export interface ZoneFigures {
  readonly statistics: readonly Statistic[];
  /** ms, one for each statistic */
  readonly figures: readonly number[];
  readonly source: string;
  /** ISO date */
  readonly date: string;
  readonly licence: string;
  /** What had to be assumed, where they are not this provider's own. */
  readonly assumption?: string;
  /**
   * The shifted gamma through the figures, ms, kept because every estimate needs it and the fit takes longer than
   * reading the whole set. Derived: a test holds it to what a fit of the figures gives.
   */
  readonly fitted?: GammaLaw;
}

export interface GammaLaw {
  readonly shift: number;
  readonly shape: number;
  readonly scale: number;
}

/** What a data set says about itself. */
export interface DataSetHead {
  /** As a topology file names it: 'aws-2025-07'. */
  readonly name: string;
  readonly title: string;
  /** 'aws', 'gcp', 'azure', …; '' where the regions are no cloud's, or several clouds'. */
  readonly provider: string;
  /** Who measured, and by whom it was kept. */
  readonly source: string;
  /** ISO date of the newest figure. */
  readonly date: string;
  /** What the figures cover: "one year to 2025-07-17". */
  readonly period: string;
  /** Sorted as compareStatistics does. */
  readonly statistics: readonly Statistic[];
  readonly licence: string;
  readonly notes: readonly string[];
  /** Two machines of one zone. */
  readonly withinZone: ZoneFigures;
  /** Two zones of one region. */
  readonly betweenZones: ZoneFigures;
}

/** A set of measured round trips between regions. All times are ms. */
export interface DataSet extends DataSetHead {
  /** Sorted by from, then to; no pair twice; no region with itself. */
  readonly pairs: readonly PairRow[];
}

/** The order of pairs: by from, then to, by code unit. */
export function comparePairs(a: PairRow, b: PairRow): number {
  return a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : a[1] < b[1] ? -1 : a[1] > b[1] ? 1 : 0;
}

/** The row of a directed pair, by halving the sorted rows; undefined where it was not measured. */
export function findPair(pairs: readonly PairRow[], from: string, to: string): PairRow | undefined {
  let low = 0;
  let high = pairs.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const row = pairs[middle]!;
    if (row[0] < from || (row[0] === from && row[1] < to)) low = middle + 1;
    else if (row[0] === from && row[1] === to) return row;
    else high = middle - 1;
  }
  return undefined;
}

/** Every region that has a figure, sorted. */
export function measuredRegions(dataSet: DataSet): string[] {
  const regions = new Set<string>();
  for (const [from, to] of dataSet.pairs) regions.add(from).add(to);
  return [...regions].sort();
}

/** A data set as text: readable, one pair a line, so that a diff shows which figures changed. Same set, same bytes. */
export function writeDataSet(dataSet: DataSet): string {
  const { name, title, provider, source, date, period, statistics, licence, notes } = dataSet;
  const zone = (figures: ZoneFigures): string => JSON.stringify(figures);
  const lines = [
    ['schema', DATA_SET_SCHEMA],
    ['name', name],
    ['title', title],
    ['provider', provider],
    ['source', source],
    ['date', date],
    ['period', period],
    ['statistics', statistics],
    ['licence', licence],
    ['notes', notes],
  ].map(([key, value]) => `  ${JSON.stringify(key)}: ${JSON.stringify(value)},\n`);
  return `{\n${lines.join('')}  "withinZone": ${zone(dataSet.withinZone)},\n  "betweenZones": ${zone(
    dataSet.betweenZones,
  )},\n  "pairs": [\n${dataSet.pairs.map((row) => `    ${JSON.stringify(row)}`).join(',\n')}\n  ]\n}\n`;
}

/** Is this text meant to be a data set of ours? A glance at its head, nothing parsed. */
export function looksLikeDataSet(text: string): boolean {
  return /^\uFEFF?\s*\{\s*"schema"\s*:\s*"quorate\.rtt\//.test(text);
}

/**
 * A data set from its text. Only the form is checked here; whether the figures can be true is what `checkDataSet`
 * says.
 *
 * @throws RttInputError for text that is not a data set of schema quorate.rtt/1.
 */
export function readDataSet(text: string): DataSet {
  let document: unknown;
  try {
    document = JSON.parse(text.charCodeAt(0) === 0xfeff ? text.slice(1) : text);
  } catch (error) {
    throw unreadable(`not a data set: ${(error as Error).message}`);
  }
  const fields = object(document, 'a data set');
  if (fields.schema !== DATA_SET_SCHEMA) {
    throw unreadable(`a data set needs "schema": "${DATA_SET_SCHEMA}", not ${JSON.stringify(fields.schema)}`);
  }
  const statistics = statisticsOf(fields.statistics, 'statistics');
  return {
    name: string(fields, 'name'),
    title: string(fields, 'title'),
    provider: string(fields, 'provider'),
    source: string(fields, 'source'),
    date: isoDate(fields, 'date'),
    period: string(fields, 'period'),
    statistics,
    licence: string(fields, 'licence'),
    notes: strings(fields.notes, 'notes'),
    withinZone: zoneFigures(fields.withinZone, 'withinZone'),
    betweenZones: zoneFigures(fields.betweenZones, 'betweenZones'),
    pairs: pairRows(fields.pairs, statistics.length),
  };
}

/** One pass in one loop: this runs, cold, before every estimate. */
function pairRows(value: unknown, figures: number): PairRow[] {
  if (!Array.isArray(value)) throw unreadable('"pairs" must be a list of rows [from, to, figure, …]');
  const width = figures + 2;
  let sorted = true;
  let lastFrom = '';
  let lastTo = '';
  for (let i = 0; i < value.length; i++) {
    const row = value[i];
    if (!Array.isArray(row) || row.length !== width) throw badRow(row, i, figures);
    const from = row[0];
    const to = row[1];
    if (typeof from !== 'string' || typeof to !== 'string' || from === to) throw badRow(row, i, figures);
    let known = false;
    for (let k = 2; k < width; k++) {
      const figure = row[k];
      if (typeof figure === 'number') known = true;
      else if (figure !== null) throw badRow(row, i, figures);
    }
    if (!known) throw badRow(row, i, figures);
    if (from === lastFrom ? to <= lastTo : from < lastFrom) sorted = false;
    lastFrom = from;
    lastTo = to;
  }
  return sorted ? value : sortedRows(value);
}

function sortedRows(rows: PairRow[]): PairRow[] {
  rows.sort(comparePairs);
  for (let i = 1; i < rows.length; i++) {
    if (comparePairs(rows[i - 1]!, rows[i]!) === 0) {
      throw unreadable(`the pair ${rows[i]![0]} → ${rows[i]![1]} is there twice`);
    }
  }
  return rows;
}

function badRow(row: unknown, i: number, figures: number): RttInputError {
  return unreadable(
    `pairs[${i}] must be [from, to, ${figures} figure${figures === 1 ? '' : 's'} in ms or null], two different regions, not ${JSON.stringify(row)?.slice(0, 80)}`,
  );
}

function zoneFigures(value: unknown, key: string): ZoneFigures {
  const fields = object(value, `"${key}"`);
  const statistics = statisticsOf(fields.statistics, `${key}.statistics`);
  const { figures, assumption } = fields;
  if (
    !Array.isArray(figures) ||
    figures.length !== statistics.length ||
    !figures.every((figure) => typeof figure === 'number' && figure > 0)
  ) {
    throw unreadable(`"${key}.figures" must be ${statistics.length} figures above 0, in ms`);
  }
  return {
    statistics,
    figures: figures as number[],
    source: string(fields, 'source'),
    date: isoDate(fields, 'date'),
    licence: string(fields, 'licence'),
    ...(typeof assumption === 'string' ? { assumption } : {}),
    ...(fields.fitted === undefined ? {} : { fitted: gammaLaw(fields.fitted, key) }),
  };
}

function gammaLaw(value: unknown, key: string): GammaLaw {
  const { shift, shape, scale } = object(value, `"${key}.fitted"`);
  if (typeof shift !== 'number' || typeof shape !== 'number' || typeof scale !== 'number') {
    throw unreadable(`"${key}.fitted" needs shift, shape and scale as numbers`);
  }
  if (!(shift >= 0 && shape > 0 && scale > 0)) {
    throw unreadable(`"${key}.fitted" needs shift ≥ 0, shape > 0 and scale > 0`);
  }
  return { shift, shape, scale };
}

function statisticsOf(value: unknown, key: string): Statistic[] {
  const names = strings(value, key);
  if (names.length === 0) throw unreadable(`"${key}" must name at least one statistic`);
  for (let i = 0; i < names.length; i++) {
    if (!isStatistic(names[i]!)) {
      throw unreadable(`"${key}" knows min, p50, p90, p99, …, mean, max and mdev, not "${names[i]}"`);
    }
    if (i > 0 && compareStatistics(names[i - 1]!, names[i]!) >= 0) {
      throw unreadable(`"${key}" must be in the order min, percentiles rising, mean, max, mdev, none twice`);
    }
  }
  return names;
}

function object(value: unknown, what: string): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw unreadable(`${what} must be an object`);
  }
  return value as Record<string, unknown>;
}

function string(fields: Record<string, unknown>, key: string): string {
  const value = fields[key];
  if (typeof value !== 'string') throw unreadable(`"${key}" must be a text`);
  return value;
}

function isoDate(fields: Record<string, unknown>, key: string): string {
  const value = string(fields, key);
  if (!isIsoDate(value)) throw unreadable(`"${key}" must be a date like 2025-07-17, not "${value}"`);
  return value;
}

/** A date of the calendar, written YYYY-MM-DD. */
export function isIsoDate(text: string): boolean {
  const match = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text);
  if (match === null) return false;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1];
  return days !== undefined && day >= 1 && day <= days;
}

function strings(value: unknown, key: string): string[] {
  if (!Array.isArray(value) || !value.every((item) => typeof item === 'string')) {
    throw unreadable(`"${key}" must be a list of texts`);
  }
  return value as string[];
}
