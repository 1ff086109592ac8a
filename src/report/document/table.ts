/** A column of a text table. */
export interface Column {
  readonly title: string;
  readonly align: 'left' | 'right';
}

/**
 * A plain table: columns padded to their widest cell, two spaces apart, three where `gap` says so. Lines have no
 * trailing spaces.
 *
 * @param groups titles that span several columns, by the index of their first and last column
 */
export function table(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  groups: readonly { readonly title: string; readonly first: number; readonly last: number }[] = [],
): string[] {
  const widths = columns.map(({ title }, i) =>
    Math.max(widthOf(title), ...rows.map((row) => widthOf(row[i] ?? ''))),
  );
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, i) => pad(cell, widths[i], columns[i].align))
      .join('  ')
      .trimEnd();
  const lines: string[] = [];
  if (groups.length > 0) lines.push(groupLine(widths, groups));
  lines.push(line(columns.map(({ title }) => title)));
  for (const row of rows) lines.push(line(row));
  return lines;
}

function groupLine(
  widths: readonly number[],
  groups: readonly { readonly title: string; readonly first: number; readonly last: number }[],
): string {
  const startOf = (column: number): number => widths.slice(0, column).reduce((sum, w) => sum + w + 2, 0);
  let text = '';
  for (const { title, first, last } of groups) {
    const end = startOf(last) + widths[last];
    text = text.padEnd(Math.max(startOf(first), end - Math.max(title.length, 0))) + title;
  }
  return text.trimEnd();
}

/** Characters that a terminal shows: all that we print are one cell wide. */
export function widthOf(text: string): number {
  return [...text].length;
}

function pad(text: string, to: number, align: Column['align']): string {
  const space = ' '.repeat(Math.max(0, to - widthOf(text)));
  return align === 'left' ? text + space : space + text;
}

/** Between words, but not before a unit. */
const BREAK = / (?!(?:%|ms|s|min|h|d)(?:[\s.,;:)]|$))/;

/** Breaks a paragraph at spaces; lines after the first begin with `indent`. A longer word stands alone. */
export function wrap(text: string, columns: number, indent = ''): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(BREAK)) {
    if (line !== '' && widthOf(line) + 1 + widthOf(word) > columns) {
      lines.push(line);
      line = indent + word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  if (line !== '') lines.push(line);
  return lines;
}
