import type { Grid } from './grid.js';

/**
 * The cells of the first Markdown table of a text (GitHub flavour: a header row, a rule |---|---|, rows); undefined
 * where there is none. Emphasis and code marks around a cell are dropped.
 */
export function readMarkdown(text: string): Grid | undefined {
  const lines = text.split('\n');
  const rule = lines.findIndex((line, i) => i > 0 && isRule(line) && lines[i - 1]!.includes('|'));
  if (rule < 0) return undefined;
  const kept = [rule - 1];
  for (let i = rule + 1; i < lines.length && lines[i]!.includes('|'); i++) kept.push(i);
  const cells = kept.map((i) => splitRow(lines[i]!));
  return {
    rows: cells.map((row) => row.map(({ text: cell }) => cell)),
    form: 'Markdown table',
    locate(row, column) {
      const cell = cells[row]![column];
      return { line: kept[row]! + 1, column: (cell?.start ?? lines[kept[row]!]!.length) + 1 };
    },
  };
}

/** |---|:--:|, alignment marks allowed. */
function isRule(line: string): boolean {
  return line.includes('|') && line.includes('-') && /^[\s|:-]+$/.test(line);
}

interface Cell {
  readonly text: string;
  /** Offset of its first character in the line. */
  readonly start: number;
}

/** A bar escaped as \| belongs to its cell; the outer bars are optional. */
function splitRow(line: string): Cell[] {
  const cells: Cell[] = [];
  let from = 0;
  for (let i = 0; i <= line.length; i++) {
    if (i < line.length && (line[i] !== '|' || line[i - 1] === '\\')) continue;
    const raw = line.slice(from, i);
    const outer = raw.trim() === '' && (cells.length === 0 ? i === line.indexOf('|') : i === line.length);
    if (!outer) {
      const text = raw
        .trim()
        .replace(/^[*_`]+|[*_`]+$/g, '')
        .replaceAll('\\|', '|')
        .trim();
      cells.push({ text, start: from + (raw.length - raw.trimStart().length) });
    }
    from = i + 1;
  }
  return cells;
}
