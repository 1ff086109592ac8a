import type { ReadFigures, RttCell } from './cells.js';
import type { Grid } from './grid.js';
import { columnRole } from './header.js';
import { fitsHeader } from './long.js';
import { quote, readFigure, UnitCustom } from './milliseconds.js';
import type { Problems } from './problems.js';

/**
 * A matrix: regions in the header row (to) and the first column (from), a figure in each cell, empty where there is
 * none. The corner may say what the figures are ("p50 ms"). Where one half is empty, each figure serves both
 * directions.
 */
export function readSquare(grid: Grid, problems: Problems): Omit<ReadFigures, 'warnings'> {
  const header = grid.rows[0]!;
  let width = header.length;
  while (width > 1 && header[width - 1] === '') width--;
  const corner = columnRole(header[0]!);
  const custom = new UnitCustom(corner.role === 'figure' ? corner.factor : undefined);
  const statistic = corner.role === 'figure' ? corner.statistic : undefined;
  const oneWay = corner.role === 'figure' && corner.oneWay ? header[0]! : undefined;

  labels(grid, problems, width);
  const cells: RttCell[] = [];
  for (let row = 1; row < grid.rows.length; row++) {
    const line = grid.rows[row]!;
    if (!fitsHeader(grid, row, width, problems)) continue;
    for (let column = 1; column < width; column++) {
      const figure = readFigure(line[column]!);
      if (figure.kind === 'none') continue;
      const ms = figure.kind === 'wrong' ? figure.why : custom.toMs(figure);
      if (typeof ms === 'string') {
        problems.error('cell', ms, grid.locate(row, column));
        continue;
      }
      const position = () => grid.locate(row, column);
      cells.push({ from: line[0]!, to: header[column]!, statistic, ms, oneWay, position });
    }
  }
  const triangle = isTriangle(cells);
  return {
    form: `${grid.form}, ${triangle ? 'half a matrix' : 'matrix'}`,
    cells: triangle ? cells.flatMap(bothWays) : cells,
    sources: [],
    providers: [],
    date: undefined,
  };
}

function labels(grid: Grid, problems: Problems, width: number): void {
  const columns = new Map<string, number>();
  for (let column = 1; column < width; column++) {
    const region = grid.rows[0]![column]!;
    if (region === '') problems.error('header', 'a column without a region', grid.locate(0, column));
    else if (columns.has(region)) {
      problems.error('header', `the region ${quote(region)} heads two columns`, grid.locate(0, column));
    }
    columns.set(region, column);
  }
  const rows = new Map<string, number>();
  for (let row = 1; row < grid.rows.length; row++) {
    const region = grid.rows[row]![0]!;
    if (region === '') problems.error('shape', 'a row without a region', grid.locate(row, 0));
    else if (readFigure(region).kind === 'figure') {
      problems.error(
        'shape',
        `the row begins with ${quote(region)}, a figure, not with a region`,
        grid.locate(row, 0),
      );
    } else if (rows.has(region)) {
      problems.error('shape', `the region ${quote(region)} begins two rows`, grid.locate(row, 0));
    }
    rows.set(region, row);
  }
}

/** One half of a matrix: at least three pairs, none of them in both directions, and regions that both begin and end. */
function isTriangle(cells: readonly RttCell[]): boolean {
  const pairs = new Set<string>();
  const from = new Set<string>();
  const to = new Set<string>();
  for (const cell of cells) {
    if (cell.from === cell.to) continue;
    pairs.add(`${cell.from}\n${cell.to}`);
    if (pairs.has(`${cell.to}\n${cell.from}`)) return false;
    from.add(cell.from);
    to.add(cell.to);
  }
  return pairs.size >= 3 && [...from].some((region) => to.has(region));
}

function bothWays(cell: RttCell): RttCell[] {
  return cell.from === cell.to ? [cell] : [cell, { ...cell, from: cell.to, to: cell.from }];
}
