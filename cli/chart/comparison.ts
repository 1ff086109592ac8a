import { alternativesOf } from '../../src/chart/alternatives.js';
import type { Chart } from '../../src/chart/chart.js';
import { chartOf } from '../../src/chart/charts.js';
import { paretoOf } from '../../src/chart/pareto.js';
import type { CompareResult } from '../../src/result/compare.js';
import { listed } from '../../src/spelling/listed.js';
import { InputError } from '../input-error.js';
import type { Io } from '../io.js';
import { type Output, spareInputs, writeFile } from '../output.js';
import { type ChartFormat, renderChart } from './render.js';

/** Width of a comparison's charts (px): a page of a design review. */
const PAGE = { width: 904 };
/** More bars than this nobody compares with each other. */
const MOST_BARS = 200;

/**
 * Draws a comparison, and writes it wherever it is wanted.
 *
 * @param chart 'alternatives' or 'pareto'
 * @throws InputError where the comparison has nothing to draw, or a file cannot be written.
 */
export async function writeComparison(
  io: Io,
  wanted: readonly Output[],
  chart: string,
  result: CompareResult,
  quiet: boolean,
): Promise<void> {
  spareInputs(
    io,
    wanted.map(({ file }) => file),
  );
  const { drawn, names } = chart === 'pareto' ? paretoChart(result) : barChart(result);
  const missing = result.alternatives.filter(({ name }) => !names.includes(name)).map(({ name }) => name);
  if (missing.length > 0 && !quiet)
    io.stderr(`note: not in the chart, for want of figures: ${listed(missing)}; the table says why\n`);
  for (const { format, file } of wanted) {
    const content = await renderChart(drawn, format as ChartFormat, { id: chart });
    if (file === undefined) io.stdout(content);
    else writeFile(io, file, content);
  }
}

interface Drawing {
  readonly drawn: Chart;
  /** Of the alternatives that are in it. */
  readonly names: readonly string[];
}

function barChart(result: CompareResult): Drawing {
  const data = alternativesOf(result, 'write');
  const bars = data.names.length * data.clients.length;
  if (data.clients.every(({ figures }) => figures.every((figure) => figure === null)))
    throw new InputError(
      'quorate: no chart alternatives: none of them answers any client; the table says why',
    );
  if (bars > MOST_BARS)
    throw new InputError(
      `quorate: no chart alternatives: ${data.names.length} alternatives for ${data.clients.length} clients are ${bars} bars, and at most ${MOST_BARS} can be read; ask for fewer`,
    );
  return { drawn: chartOf('alternatives', data, PAGE), names: data.names };
}

function paretoChart(result: CompareResult): Drawing {
  const data = paretoOf(result);
  const names = data.alternatives.map(({ name }) => name);
  if (names.length === 0)
    throw new InputError(
      'quorate: no chart pareto: no alternative has both latency and availability; figures under failures in the file give the latter',
    );
  return { drawn: chartOf('pareto', data, PAGE), names };
}
