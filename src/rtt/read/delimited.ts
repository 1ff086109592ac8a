// The browser build: it brings its own Buffer, so that this room runs outside Node too.
import { parse } from 'csv-parse/browser/esm/sync';
import { type TextPosition, unreadable } from '../finding.js';
import type { Grid } from './grid.js';

const FORMS: Readonly<Record<string, string>> = { ',': 'CSV', ';': 'CSV with semicolons', '\t': 'TSV' };

/**
 * The cells of a CSV or TSV text (RFC 4180 quoting; the delimiter is taken from the first line; blank lines and
 * lines that begin with # are skipped).
 *
 * @throws RttInputError where quotes do not close.
 */
export function readDelimited(text: string): Grid {
  const delimiter = delimiterOf(text);
  let records: readonly ParsedRecord[];
  try {
    records = parse(text, {
      delimiter,
      bom: true,
      comment: '#',
      comment_no_infix: true,
      info: true,
      max_record_size: 1 << 20,
      record_delimiter: '\n',
      relax_column_count: true,
      skip_empty_lines: true,
      trim: true,
    }) as unknown as ParsedRecord[];
  } catch (error) {
    throw readable(error as CsvFault);
  }
  const lines = new LineIndex(text);
  return {
    rows: records.map(({ record }) => record),
    form: FORMS[delimiter] ?? 'CSV',
    locate(row, column) {
      const { record, info } = records[row]!;
      // `info.lines` is the last line of the record; a quoted cell may hold line breaks.
      const breaks = record.reduce((sum, cell) => sum + cell.split('\n').length - 1, 0);
      return lines.cell(info.lines - breaks, column, delimiter);
    },
  };
}

interface ParsedRecord {
  readonly record: string[];
  readonly info: { readonly lines: number };
}

interface CsvFault {
  readonly code?: string;
  readonly lines?: number;
  readonly message: string;
}

function readable(fault: CsvFault) {
  const position = fault.lines === undefined ? undefined : { line: fault.lines, column: 1 };
  switch (fault.code) {
    case 'CSV_QUOTE_NOT_CLOSED':
      return unreadable('a quote is opened here or above and never closed', undefined, position);
    case 'CSV_MAX_RECORD_SIZE':
      return unreadable('a row is longer than 1 MiB; a quote may be open', undefined, position);
    case 'INVALID_OPENING_QUOTE':
    case 'CSV_INVALID_CLOSING_QUOTE':
    case 'CSV_NON_TRIMABLE_CHAR_AFTER_CLOSING_QUOTE':
      return unreadable(
        'a quote stands inside a cell: double it, and quote the whole cell',
        undefined,
        position,
      );
    default:
      return unreadable(`not a table: ${fault.message}`, undefined, position);
  }
}

/** The delimiter that the first line with anything on it uses: a tab if there is one, else the commoner of , and ;. */
function delimiterOf(text: string): string {
  const first = /^\uFEFF?(?:[^\S\n]*(?:#[^\n]*)?\n)*([^\n]*)/.exec(text)?.[1] ?? '';
  const outsideQuotes = first.replace(/"[^"]*"/g, '');
  if (outsideQuotes.includes('\t')) return '\t';
  return outsideQuotes.split(';').length > outsideQuotes.split(',').length ? ';' : ',';
}

/** Finds cells in the text again: only findings need to know where they are, so nothing is kept while parsing. */
class LineIndex {
  private starts: number[] | undefined;

  constructor(private readonly text: string) {}

  cell(line: number, column: number, delimiter: string): TextPosition {
    const { text } = this;
    this.starts ??= lineStarts(text);
    const start = this.starts[line - 1] ?? 0;
    let at = start === 0 && text.charCodeAt(0) === 0xfeff ? 1 : start;
    let row = line;
    let rowStart = start;
    let quoted = false;
    for (let left = column; at < text.length; at++) {
      const c = text[at];
      if (c === '"') quoted = !quoted;
      else if (c === '\n' && !quoted) break;
      else if (c === '\n') {
        row++;
        rowStart = at + 1;
      }
      if (left === 0 && c !== ' ' && (c !== '\t' || delimiter === '\t')) break;
      if (c === delimiter && !quoted && left > 0) left--;
    }
    // The end of a row is where its text ends.
    if (at === text.length || text[at] === '\n') while (at > rowStart && text[at - 1] === ' ') at--;
    return { line: row, column: at - rowStart + 1 };
  }
}

function lineStarts(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}
