import { escapedJson } from '../../../src/report/document/one-line.js';
import { type DataSet, writeDataSet } from '../../../src/rtt/data-set.js';
import { type ImportFacts, importFrom } from '../../../src/rtt/import.js';
import { readFigures } from '../../../src/rtt/read-figures.js';
import { isStatistic, statisticFrom } from '../../../src/rtt/statistic.js';
import type { Ends } from '../../../src/rtt/tools/ends.js';
import { coordinates } from '../../data-sets.js';
import type { Io } from '../../io.js';
import { countFindings, findingsText } from './findings-text.js';
import { Refusal, readInput, writeOutput } from './input.js';
import { summary } from './source.js';

/** Options of `quorate rtt import`, as commander hands them over. */
export interface ImportOptions {
  readonly name: string;
  readonly title?: string;
  readonly provider?: string;
  readonly source?: string;
  readonly date?: string;
  readonly period?: string;
  readonly statistic?: string;
  readonly licence?: string;
  readonly note?: readonly string[];
  readonly oneWay?: boolean;
  readonly from?: string;
  readonly to?: string;
  readonly region?: readonly string[];
  readonly output?: string;
}

/** `quorate rtt import FILE`: a data set from figures, or a refusal (exit 2) with nothing written. */
export function importFile(io: Io, file: string, options: ImportOptions): void {
  const text = readInput(io, file);
  const facts = factsOf(io, options);
  const { dataSet, findings } = importFrom(() => readFigures(text, endsOf(options)), facts, coordinates());
  if (dataSet === undefined) {
    const errors = findings.filter(({ severity }) => severity === 'error');
    throw new Refusal(`${file} is refused: ${countFindings(findings)}\n${findingsText(errors)}`.trimEnd(), 2);
  }
  if (findings.length > 0) io.stderr(findingsText(findings));
  put(io, dataSet, options.output);
}

function endsOf({ from, to, region = [] }: ImportOptions): Ends {
  const regions = new Map<string, string>();
  for (const given of region) {
    const at = given.lastIndexOf('=');
    if (at < 1 || at === given.length - 1)
      throw new Refusal(`--region takes HOST=REGION, not ${JSON.stringify(given)}`, 2);
    regions.set(given.slice(0, at), given.slice(at + 1));
  }
  return { regions, ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
}

function factsOf(io: Io, options: ImportOptions): ImportFacts {
  const { name, title, provider, source, date, period, licence } = options;
  if (!/^[a-z0-9][a-z0-9.-]{0,63}$/.test(name)) {
    throw new Refusal(
      `a data set's name is of a–z, 0–9, - and ., like aws-2025-07; not ${JSON.stringify(name)}`,
      2,
    );
  }
  const statistic = options.statistic === undefined ? undefined : statisticFrom(options.statistic);
  if (options.statistic !== undefined && (statistic === undefined || !isStatistic(statistic))) {
    throw new Refusal(
      `no statistic ${JSON.stringify(options.statistic)}: min, p50, p90, p99, …, mean, max are known`,
      2,
    );
  }
  const given = { title, provider, source, date, period, licence, statistic, notes: options.note };
  return {
    name,
    oneWay: options.oneWay === true,
    today: io.today(),
    ...(Object.fromEntries(
      Object.entries(given).filter(([, value]) => value !== undefined),
    ) as Partial<ImportFacts>),
  };
}

function put(io: Io, dataSet: DataSet, output: string | undefined): void {
  const text = escapedJson(writeDataSet(dataSet));
  if (output === undefined) {
    io.stdout(text);
    return;
  }
  writeOutput(io, output, text);
  io.stderr(`${output}: ${summary(dataSet)}\n`);
}
