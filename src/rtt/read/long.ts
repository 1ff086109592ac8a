import { nearestName } from '../../spelling/nearest-name.js';
import { isIsoDate } from '../data-set.js';
import { isOneWay, type Statistic, statisticFrom } from '../statistic.js';
import type { ReadFigures, RttCell } from './cells.js';
import type { Grid } from './grid.js';
import { type ColumnRole, columnRole, type FigureColumn, KNOWN_HEADERS } from './header.js';
import { quote, readFigure, UnitCustom } from './milliseconds.js';
import type { Problems } from './problems.js';

/** The roles of a header row's columns; `source` means the origin where nothing else does. */
export function columnRoles(header: readonly string[]): ColumnRole[] {
  const roles = header.map(columnRole);
  const has = (role: string): boolean => roles.some((column) => column.role === role);
  if (has('from') || !has('to')) return roles;
  return roles.map((column) => (column.role === 'source' ? { role: 'from' } : column));
}

/** Is this the header of a table with one pair a row? */
export function isLongHeader(header: readonly string[]): boolean {
  const roles = columnRoles(header).map(({ role }) => role);
  return roles.includes('from') && roles.includes('to');
}

/**
 * A table with one pair a row: columns for the two regions, one figure a row (with or without a column that names
 * its statistic) or one column a statistic, and perhaps provider, source and date. Problems are collected.
 */
export function readLong(grid: Grid, problems: Problems): Omit<ReadFigures, 'warnings'> {
  const header = grid.rows[0]!;
  const roles = columnRoles(header);
  const columns = layout(grid, roles, problems);
  problems.throwIfAny();

  const units = new Map(columns.figures.map(({ at, column }) => [at, new UnitCustom(column.factor)]));
  const cells: RttCell[] = [];
  const sources = new Set<string>();
  const providers = new Set<string>();
  let date: string | undefined;
  let badDate: { row: number; text: string } | undefined;

  for (let row = 1; row < grid.rows.length; row++) {
    const line = grid.rows[row]!;
    if (!fitsHeader(grid, row, header.length, problems)) continue;
    const from = line[columns.from]!;
    const to = line[columns.to]!;
    if (from === '' || to === '') {
      const at = from === '' ? columns.from : columns.to;
      problems.error('cell', `the region under ${quote(header[at]!)} is missing`, grid.locate(row, at));
      continue;
    }
    const label = columns.statistic === undefined ? undefined : line[columns.statistic]!;
    for (const { at, column } of columns.figures) {
      const figure = readFigure(line[at]!);
      if (figure.kind === 'none') {
        // A wide table may lack a statistic of a pair; a row without its only figure says nothing.
        if (columns.figures.length === 1)
          problems.error('cell', 'the figure is missing', grid.locate(row, at));
        continue;
      }
      const ms = figure.kind === 'wrong' ? figure.why : units.get(at)!.toMs(figure);
      if (typeof ms === 'string') {
        problems.error('cell', ms, grid.locate(row, at));
        continue;
      }
      const named = label === undefined ? column.statistic : namedStatistic(label);
      if (label !== undefined && named === undefined && !isOneWay(label)) {
        problems.error(
          'cell',
          `${quote(label)} is no statistic: min, p50, p90, p99, …, mean, max and mdev are known`,
          grid.locate(row, columns.statistic!),
        );
        continue;
      }
      cells.push({
        from,
        to,
        statistic: named,
        ms,
        oneWay: label !== undefined && isOneWay(label) ? label : column.oneWay ? header[at]! : undefined,
        position: () => grid.locate(row, at),
      });
    }
    if (columns.source !== undefined && line[columns.source] !== '') sources.add(line[columns.source]!);
    if (columns.provider !== undefined && line[columns.provider] !== '')
      providers.add(line[columns.provider]!);
    const when = columns.date === undefined ? '' : line[columns.date]!;
    if (isIsoDate(when.slice(0, 10))) {
      if (date === undefined || when.slice(0, 10) > date) date = when.slice(0, 10);
    } else if (when !== '') badDate ??= { row, text: when };
  }
  if (badDate !== undefined) {
    problems.warn(
      'unused-column',
      `${quote(badDate.text)} is not a date like 2025-07-17; dates like it are not used`,
      grid.locate(badDate.row, columns.date!),
    );
  }
  return {
    form: `${grid.form}, one pair a row`,
    cells,
    sources: [...sources],
    providers: [...providers],
    date,
  };
}

function namedStatistic(label: string): Statistic | undefined {
  // What one-way tools print is an average.
  return statisticFrom(label) ?? (isOneWay(label) ? 'mean' : undefined);
}

interface Layout {
  readonly from: number;
  readonly to: number;
  readonly statistic: number | undefined;
  readonly source: number | undefined;
  readonly provider: number | undefined;
  readonly date: number | undefined;
  readonly figures: readonly { readonly at: number; readonly column: FigureColumn }[];
}

function layout(grid: Grid, roles: readonly ColumnRole[], problems: Problems): Layout {
  const header = grid.rows[0]!;
  const only = (role: string): number | undefined => {
    const found = roles.flatMap((column, at) => (column.role === role ? [at] : []));
    if (found.length > 1) twice(found);
    return found[0];
  };
  const twice = (found: readonly number[]): void => {
    const names = found.map((at) => quote(header[at]!)).join(' and ');
    problems.error('header', `two columns mean the same: ${names}`, grid.locate(0, found[1]!));
  };
  const figures = roles.flatMap((column, at) => (column.role === 'figure' ? [{ at, column }] : []));
  const byStatistic = new Map<string, number>();
  for (const { at, column } of figures) {
    const same = byStatistic.get(column.statistic ?? '');
    if (same !== undefined) twice([same, at]);
    byStatistic.set(column.statistic ?? '', at);
  }
  const statistic = only('statistic');
  if (figures.length === 0) {
    problems.error(
      'header',
      `no column of figures among ${header.map(quote).join(', ')}`,
      grid.locate(0, 0),
      'name it rtt_ms, or after its statistic: p50_ms, p99_ms, mean_ms',
    );
  } else if (statistic !== undefined && figures.length > 1) {
    problems.error(
      'header',
      `${quote(header[statistic]!)} names a statistic for each row, yet there are ${figures.length} columns of figures`,
      grid.locate(0, figures[1]!.at),
    );
  }
  roles.forEach((column, at) => {
    if (column.role !== 'unknown' || header[at] === '') return;
    const meant = nearestName(header[at]!, KNOWN_HEADERS);
    problems.warn(
      'unused-column',
      `the column ${quote(header[at]!)} is not used${meant === undefined ? '' : `; did you mean ${quote(meant)}?`}`,
      grid.locate(0, at),
    );
  });
  return {
    from: only('from')!,
    to: only('to')!,
    statistic,
    source: only('source'),
    provider: only('provider'),
    date: only('date'),
    figures,
  };
}

/** Says so, and returns false, where a row has not as many cells as the header; empty cells at its end are nothing. */
export function fitsHeader(grid: Grid, row: number, width: number, problems: Problems): boolean {
  const line = grid.rows[row]!;
  let length = line.length;
  while (length > width && line[length - 1] === '') length--;
  if (length === width) return true;
  const decimals =
    length > width && line.some((cell, i) => i > 0 && /^\d{1,3}$/.test(cell) && /^\d+$/.test(line[i - 1]!));
  problems.error(
    'shape',
    `the row has ${length} cell${length === 1 ? '' : 's'}, the header ${width}`,
    grid.locate(row, Math.min(length, width)),
    decimals ? 'decimals need a point, as in 28.4: a comma begins the next cell' : undefined,
  );
  return false;
}
