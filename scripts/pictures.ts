import { renderChart } from '../cli/chart/render.js';
import { coordinates } from '../cli/data-sets.js';
import { nodeIo } from '../cli/io.js';
import { load } from '../cli/load.js';
import { squeezed } from '../cli/report/squeeze.js';
import type { Chart } from '../src/chart/chart.js';
import { chartOf } from '../src/chart/charts.js';
import { latencyCurvesOf } from '../src/estimate/curves/latency-curves.js';
import { mapDataOf } from '../src/estimate/curves/map-data.js';
import { chooseLeader } from '../src/estimate/latency/leader.js';
import { Evaluator, SAMPLES } from '../src/outcome/evaluate.js';

/** The topology that README shows. */
const SHOWN = 'topologies/payments-ledger.yaml';
/** Width of README's column (px). */
const PAGE = { width: 760 };
/** README is to open at once. */
const MOST_BYTES = 40 * 1024;

/** The pictures that README shows, as the product draws them. */
export async function pictures(): Promise<{ path: string; text: string }[]> {
  const [{ deployment, protocol }] = await load(nodeIo(), [SHOWN], { quiet: true });
  const evaluator = new Evaluator({ seed: 1, samples: SAMPLES });
  const down: ReadonlySet<string> = new Set();
  const { leader } = chooseLeader(deployment, protocol, down, evaluator);
  const situation = { deployment, protocol, leader, down };
  const map = mapDataOf(situation, (region) => coordinates().find(region), evaluator);
  const writes = latencyCurvesOf(situation, 'write', evaluator);
  return Promise.all([
    picture('map', chartOf('map', map, PAGE)),
    picture('latency-cdf', chartOf('latency-cdf', writes, PAGE)),
  ]);
}

async function picture(name: string, chart: Chart): Promise<{ path: string; text: string }> {
  const path = `docs/pictures/${name}.svg`;
  const text = squeezed(await renderChart(chart, 'svg', { id: name }));
  const bytes = Buffer.byteLength(text);
  if (bytes > MOST_BYTES)
    throw new Error(`${path} has ${bytes} bytes; README's pictures have at most ${MOST_BYTES}`);
  return { path, text };
}
