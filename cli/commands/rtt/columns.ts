export interface Column {
  readonly title: string;
  readonly align: 'left' | 'right';
  /** Cells longer than this are cut, with an ellipsis. */
  readonly widest?: number;
}

/** Rows under their titles, aligned, two spaces between columns, no trailing spaces; ends with a newline. */
export function inColumns(columns: readonly Column[], rows: readonly (readonly string[])[]): string {
  const cut = columns.map(({ widest = Number.POSITIVE_INFINITY }) => {
    return (text: string) => (text.length > widest ? `${text.slice(0, widest - 1)}…` : text);
  });
  const all = [columns.map(({ title }) => title), ...rows.map((row) => row.map((cell, i) => cut[i]!(cell)))];
  const widths = columns.map((_, i) => Math.max(...all.map((row) => row[i]!.length)));
  const line = (row: readonly string[]): string =>
    row
      .map((cell, i) => (columns[i]!.align === 'left' ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!)))
      .join('  ')
      .trimEnd();
  return `${all.map(line).join('\n')}\n`;
}

/**
 * Breaks text at spaces so that no line is longer than `width`: the first line comes after `used` characters, the
 * others begin with `indent` spaces.
 */
export function wrap(text: string, width: number, indent: number, used = 0): string {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const room = width - (lines.length === 0 ? used : indent);
    if (line !== '' && line.length + 1 + word.length > room) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  lines.push(line);
  return lines.join(`\n${' '.repeat(indent)}`);
}
