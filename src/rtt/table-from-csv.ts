import type { Coordinates } from './coordinates.js';
import type { RttFinding } from './finding.js';
import { importFrom } from './import.js';
import { readTableText } from './read/table-text.js';
import { type RttTable, rttTable } from './table.js';

export interface CsvOptions {
  /** ISO date of the newest figure, where the file itself does not say. */
  readonly date?: string;
  /** ISO date to tell the data's age by. */
  readonly today?: string;
}

/**
 * A user's own figures, as a topology file names them (`rtt: ./measured.csv`), through the same reading and checks
 * as an import. Figures without a statistic are taken for medians, and a warning says so; a file without dates has
 * the date ''. Regions without coordinates are fine: they cannot be held against light, which is a warning.
 *
 * @returns the table, or undefined where the findings contain an error. Throws nothing.
 */
export function tableFromCsv(
  text: string,
  name: string,
  coordinates: Coordinates,
  options: CsvOptions = {},
): { readonly table: RttTable | undefined; readonly findings: readonly RttFinding[] } {
  const { dataSet, findings } = importFrom(
    () => readTableText(text),
    { name, own: true, source: name, ...options },
    coordinates,
  );
  return { table: dataSet === undefined ? undefined : rttTable(dataSet, coordinates), findings };
}
