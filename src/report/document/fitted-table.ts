import { type Column, table, widthOf, wrap } from './table.js';

export interface WideTable {
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly string[])[];
  readonly groups: readonly Group[];
  /** So many columns at the left name the row and stand in every part; undefined: the table is not to be taken apart. */
  readonly keys: number | undefined;
}

interface Group {
  readonly title: string;
  readonly first: number;
  readonly last: number;
}

/** Texts are not broken into pieces narrower than this. */
const NARROW = 12;

/**
 * A table within a width: whole where it fits; else with the widest texts broken over several lines; else, where it may
 * be, taken apart between columns (columns of one group stay together). What still is too wide stands out.
 */
export function fitted(whole: WideTable, width: number): string[] {
  const narrow = broken(whole, width);
  for (const one of [whole, narrow]) {
    const drawn = drawnOf(one);
    if (fits(drawn, width)) return drawn;
  }
  // Names that are broken over several lines are worth it where fewer tables come of that.
  const [wide, close] = [partsOf(whole, width), partsOf(narrow, width)];
  return (close.length < wide.length ? close : wide)
    .map((part) => {
      const lines = drawnOf(part);
      return fits(lines, width) ? lines : drawnOf(broken(part, width));
    })
    .flatMap((lines, i) => (i === 0 ? lines : ['', ...lines]));
}

function drawnOf({ columns, rows, groups }: WideTable): string[] {
  return table(columns, rows, groups);
}

function fits(lines: readonly string[], width: number): boolean {
  return lines.every((line) => widthOf(line) <= width);
}

/** As many columns side by side as the width takes, at least one, or one group. */
function partsOf(whole: WideTable, width: number): WideTable[] {
  const { columns, groups, keys } = whole;
  if (keys === undefined) return [whole];
  const named = Array.from({ length: keys }, (_, i) => i);
  const units: number[][] = [];
  for (let i = keys; i < columns.length; i++) {
    const group = groups.find(({ first, last }) => first < i && i <= last);
    // A column without a title is of the one before it.
    if (group === undefined && (columns[i].title !== '' || units.length === 0)) units.push([i]);
    else units[units.length - 1].push(i);
  }
  const parts: WideTable[] = [];
  let taken: number[] = [];
  for (const unit of units) {
    const more = [...taken, ...unit];
    if (taken.length > 0 && !fits(drawnOf(only(whole, [...named, ...more])), width)) {
      parts.push(only(whole, [...named, ...taken]));
      taken = unit;
    } else taken = more;
  }
  return [...parts, only(whole, [...named, ...taken])];
}

/** The table of some of its columns. */
function only({ columns, rows, groups, keys = 0 }: WideTable, shown: readonly number[]): WideTable {
  return {
    columns: shown.map((i) => columns[i]),
    rows: rows.map((row) => shown.map((i) => row[i] ?? '')),
    groups: groups.flatMap(({ title, first, last }) => {
      const [from, to] = [shown.indexOf(first), shown.indexOf(last)];
      return from < 0 || to < 0 ? [] : [{ title, first: from, last: to }];
    }),
    keys,
  };
}

/** Texts of the widest columns at the left of their cells broken at spaces, until the table fits. */
function broken(whole: WideTable, width: number): WideTable {
  const { columns, rows } = whole;
  const widths = columns.map(({ title }, i) =>
    Math.max(widthOf(title), ...rows.map((row) => widthOf(row[i] ?? ''))),
  );
  const least = columns.map((_, i) =>
    Math.max(
      NARROW,
      ...rows.flatMap((row) =>
        kept(row[i] ?? '')
          .split(' ')
          .map(widthOf),
      ),
    ),
  );
  let over = widths.reduce((sum, each) => sum + each + 2, -2) - width;
  const byWidth = columns.map((_, i) => i).sort((a, b) => widths[b] - widths[a] || a - b);
  for (const i of byWidth) {
    if (columns[i].align !== 'left' || over <= 0) continue;
    const less = Math.min(over, Math.max(0, widths[i] - least[i]));
    widths[i] -= less;
    over -= less;
  }
  return {
    ...whole,
    rows: rows.flatMap((row) => {
      const cells = row.map((cell, i) =>
        widthOf(cell) > widths[i] ? wrap(kept(cell), widths[i], ' ').map(shown) : [cell],
      );
      const lines = Math.max(...cells.map(({ length }) => length));
      return Array.from({ length: lines }, (_, line) => cells.map((cell) => cell[line] ?? ''));
    }),
  };
}

/** The items of a list ("or1 89 %, ie1 11 %") are not broken: spaces within them are no places to break at. */
function kept(cell: string): string {
  return cell.includes(', ') ? cell.replace(/(?<!,) /g, '\u00a0') : cell;
}

function shown(line: string): string {
  return line.replaceAll('\u00a0', ' ');
}
