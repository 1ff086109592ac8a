import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Coordinates, readCoordinates } from '../src/rtt/coordinates.js';
import { type DataSet, readDataSet } from '../src/rtt/data-set.js';
import { type RttTable, rttTable } from '../src/rtt/table.js';
import { packageFolder } from './package-folder.js';

const REGIONS = 'regions.json';

let folder: string | undefined;
let names: readonly string[] | undefined;
let places: Coordinates | undefined;
const dataSets = new Map<string, DataSet>();

/** The folder of the bundled data: `rtt-data` of the package that this file belongs to, built or not. */
export function dataFolder(): string {
  folder ??= packageFolder('rtt-data');
  return folder;
}

/** Names of the bundled data sets, sorted. */
export function bundledNames(): readonly string[] {
  names ??= readdirSync(dataFolder())
    .filter((file) => file.endsWith('.json') && file !== REGIONS)
    .map((file) => file.slice(0, -'.json'.length))
    .sort();
  return names;
}

/**
 * A bundled data set, read once.
 *
 * @throws RangeError for a name that is not bundled.
 */
export function loadDataSet(name: string): DataSet {
  let dataSet = dataSets.get(name);
  if (dataSet === undefined) {
    // Only names from the list reach the file system.
    if (!bundledNames().includes(name)) {
      throw new RangeError(`no data set '${name}'; there are ${bundledNames().join(', ')}`);
    }
    dataSet = readDataSet(readFileSync(join(dataFolder(), `${name}.json`), 'utf8'));
    dataSets.set(name, dataSet);
  }
  return dataSet;
}

/** Where the clouds' regions stand, read once. */
export function coordinates(): Coordinates {
  places ??= readCoordinates(readFileSync(join(dataFolder(), REGIONS), 'utf8'));
  return places;
}

/** A bundled data set ready to be looked up in. @throws RangeError for a name that is not bundled. */
export function loadTable(name: string): RttTable {
  return rttTable(loadDataSet(name), coordinates());
}
