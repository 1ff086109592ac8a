import { visible } from '../../../src/report/document/one-line.js';
import { type CheckOptions, checkDataSet } from '../../../src/rtt/check.js';
import { type DataSet, looksLikeDataSet, measuredRegions, readDataSet } from '../../../src/rtt/data-set.js';
import type { RttFinding } from '../../../src/rtt/finding.js';
import { importFrom } from '../../../src/rtt/import.js';
import { countText, listText } from '../../../src/rtt/number-text.js';
import { readFigures } from '../../../src/rtt/read-figures.js';
import { nearestName } from '../../../src/spelling/nearest-name.js';
import { bundledNames, coordinates, loadDataSet } from '../../data-sets.js';
import type { Io } from '../../io.js';
import { Refusal, readInput } from './input.js';

/** A data set by name or from a file, and what the check says of it. */
export interface Judged {
  readonly dataSet: DataSet | undefined;
  readonly findings: readonly RttFinding[];
}

/**
 * A bundled data set by its name, else a file: a data set, or a table that is read as an import would.
 *
 * @throws Refusal or RttInputError where there is no such thing
 */
export function judged(io: Io, nameOrFile: string): Judged {
  const options: CheckOptions = { today: io.today() };
  if (bundledNames().includes(nameOrFile)) {
    const dataSet = loadDataSet(nameOrFile);
    return { dataSet, findings: checkDataSet(dataSet, coordinates(), options) };
  }
  const text = readNamed(io, nameOrFile);
  if (looksLikeDataSet(text)) {
    const dataSet = readDataSet(text);
    return { dataSet, findings: checkDataSet(dataSet, coordinates(), options) };
  }
  const figures = readFigures(text);
  return importFrom(
    () => figures,
    { name: nameOrFile, own: true, source: nameOrFile, ...options },
    coordinates(),
  );
}

function readNamed(io: Io, nameOrFile: string): string {
  try {
    return readInput(io, nameOrFile);
  } catch (error) {
    const plain = !/[/.\\]/.test(nameOrFile) && nameOrFile !== '-';
    if (!(error instanceof Refusal) || !plain) throw error;
    const near = nearestName(nameOrFile, bundledNames());
    const hint = near === undefined ? `there are ${listText(bundledNames())}` : `did you mean ${near}?`;
    throw new Refusal(`there is no file and no data set named ${nameOrFile}; ${hint}`, 2);
  }
}

/** "2,420 pairs of 50 regions, p50, 30 days to 2025-06-29" */
export function summary(dataSet: DataSet): string {
  const pairs = `${countText(dataSet.pairs.length)} pairs of ${measuredRegions(dataSet).length} regions`;
  return visible(`${pairs}, ${listText(dataSet.statistics)}, ${dataSet.period}`);
}
