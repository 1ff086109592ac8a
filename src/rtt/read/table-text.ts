import { nearestName } from '../../spelling/nearest-name.js';
import { unreadable } from '../finding.js';
import { countText } from '../number-text.js';
import type { ReadFigures } from './cells.js';
import { readDelimited } from './delimited.js';
import { foreign } from './foreign.js';
import { type Grid, MAX_LINES } from './grid.js';
import { columnRoles, isLongHeader, readLong } from './long.js';
import { readMarkdown } from './markdown.js';
import { quote, readFigure } from './milliseconds.js';
import { Problems } from './problems.js';
import { readSquare } from './square.js';

/**
 * The figures of a table in text: CSV, TSV or Markdown; one pair a row, a matrix, or half a matrix.
 *
 * @throws RttInputError, and nothing else, for any other text: with all that is wrong, and where.
 */
export function readTableText(text: string): ReadFigures {
  const refusal = foreign(text);
  if (refusal !== undefined) throw refusal;
  if (/^\uFEFF?\s*[[{]/.test(text))
    throw unreadable('this is JSON, not a table', undefined, { line: 1, column: 1 });
  // Every kind of line end, also mixed, becomes one; replaced one for one, so that positions hold.
  const lines = text.includes('\r') ? text.replace(/\r\n?/g, (end) => (end === '\r' ? '\n' : ' \n')) : text;
  if (hasMoreLinesThan(lines, MAX_LINES)) {
    const hint = 'summarise samples to one row a pair and statistic first';
    throw unreadable(`the table has more than ${countText(MAX_LINES)} lines`, hint);
  }
  const table = readMarkdown(lines) ?? readDelimited(lines);
  const kept = table.rows.flatMap((row, i) => (row.some((cell) => cell !== '') ? [i] : []));
  const grid: Grid = {
    rows: kept.map((i) => table.rows[i]!),
    form: table.form,
    locate: (row, column) => table.locate(kept[row]!, column),
  };
  const problems = new Problems();
  const read = isLong(grid, problems) ? readLong(grid, problems) : readSquare(grid, problems);
  problems.throwIfAny();
  if (read.cells.length === 0) {
    problems.error('shape', 'there is a header and no figure below it', { line: 1, column: 1 });
    problems.throwIfAny();
  }
  return { ...read, warnings: problems.warnings };
}

function hasMoreLinesThan(text: string, most: number): boolean {
  let count = 0;
  for (let at = text.indexOf('\n'); at >= 0 && count <= most; at = text.indexOf('\n', at + 1)) count++;
  return count > most;
}

const EXAMPLE = 'begin with a header such as from,to,rtt_ms, or with the regions of a matrix';

/** One pair a row, or a matrix? Says what is wrong with a header that is neither. */
function isLong(grid: Grid, problems: Problems): boolean {
  const header = grid.rows[0];
  if (header === undefined) throw unreadable('there are only comments, and no table');
  if (isLongHeader(header)) return true;
  const number = header.findIndex((cell) => readFigure(cell).kind === 'figure');
  if (header.length === 1) {
    const hint = `${EXAMPLE}; a comma, semicolon or tab parts the cells`;
    problems.error('header', `a single column, ${quote(header[0]!)}`, grid.locate(0, 0), hint);
  } else if (number >= 0) {
    const message = `the first row holds ${quote(header[number]!)}, a figure: there is no header`;
    problems.error('header', message, grid.locate(0, number), EXAMPLE);
  } else if (!looksSquare(grid)) {
    neither(grid, problems);
  }
  problems.throwIfAny();
  return false;
}

function neither(grid: Grid, problems: Problems): void {
  const header = grid.rows[0]!;
  const names = header.map(quote).join(', ').slice(0, 200);
  const roles = columnRoles(header).map(({ role }) => role);
  const [from, to] = [roles.includes('from'), roles.includes('to')];
  const lacking =
    from || to ? `no column for the ${from ? 'other' : 'first'} region` : 'no columns for two regions';
  const near = header.flatMap(
    (cell) => nearestName(cell, from ? ['to', 'to_region'] : ['from', 'from_region']) ?? [],
  );
  const hint = near.length > 0 ? `did you mean ${quote(near[0]!)}?` : EXAMPLE;
  problems.error('header', `neither pairs (${lacking}) nor a matrix: ${names}`, grid.locate(0, 0), hint);
}

/** A matrix has regions in its header, and figures beside the first column in most of the cells that hold anything. */
function looksSquare(grid: Grid): boolean {
  let figures = 0;
  let others = 0;
  for (let row = 1; row < Math.min(grid.rows.length, 50); row++) {
    for (const cell of grid.rows[row]!.slice(1)) {
      const figure = readFigure(cell);
      if (figure.kind === 'figure') figures++;
      else if (figure.kind === 'wrong') others++;
    }
  }
  return figures > others;
}
