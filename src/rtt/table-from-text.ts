import { checkDataSet } from './check.js';
import type { Coordinates } from './coordinates.js';
import { type DataSet, looksLikeDataSet, readDataSet } from './data-set.js';
import { hasErrors, type RttFinding, RttInputError } from './finding.js';
import { type RttTable, rttTable } from './table.js';
import { type CsvOptions, tableFromCsv } from './table-from-csv.js';

/**
 * A file that a topology names, whichever it is: a data set (as `rtt import` writes it) or a table. Both are read
 * and checked alike; a set with errors gives no table, as its figures could make no distribution.
 *
 * @returns the table, or undefined where the findings contain an error. Throws nothing.
 */
export function tableFromText(
  text: string,
  name: string,
  coordinates: Coordinates,
  options: CsvOptions = {},
): { readonly table: RttTable | undefined; readonly findings: readonly RttFinding[] } {
  if (!looksLikeDataSet(text)) return tableFromCsv(text, name, coordinates, options);
  let dataSet: DataSet;
  try {
    dataSet = readDataSet(text);
  } catch (error) {
    if (error instanceof RttInputError) return { table: undefined, findings: error.findings };
    throw error;
  }
  const { today } = options;
  const findings = checkDataSet(dataSet, coordinates, today === undefined ? {} : { today });
  return { table: hasErrors(findings) ? undefined : rttTable(dataSet, coordinates), findings };
}
