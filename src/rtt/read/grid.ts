import type { TextPosition } from '../finding.js';

/** Cells of a table, trimmed, header row first, with the means to say where each stands in the text. */
export interface Grid {
  readonly rows: readonly (readonly string[])[];
  /** For messages: "CSV", "Markdown table". */
  readonly form: string;
  /** Where cell `column` (0-based) of row `row` (0-based) begins; the end of the row for a cell beyond it. */
  locate(row: number, column: number): TextPosition;
}

/** More lines than any RTT table has (145 regions squared, times eight statistics, is 168,200). */
export const MAX_LINES = 200_000;
