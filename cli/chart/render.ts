import type { Chart } from '../../src/chart/chart.js';
import { escapedJson, seenData } from '../../src/report/document/one-line.js';

/** How a chart leaves the program. 'vega-lite': the object itself, to be changed and drawn elsewhere. */
export type ChartFormat = 'svg' | 'png' | 'vega-lite';

export interface RenderOptions {
  /** Of the picture in its document, where several share one. Default 'chart'. */
  readonly id?: string;
  /** Pixels of a PNG for each of the chart. Default 2. */
  readonly scale?: number;
}

/**
 * A chart as bytes of a file or text of a page; vega and resvg are loaded only here, when a picture is asked for.
 *
 * @returns text for 'svg' and 'vega-lite', bytes for 'png'
 */
export async function renderChart(
  chart: Chart,
  format: 'svg' | 'vega-lite',
  options?: RenderOptions,
): Promise<string>;
export async function renderChart(chart: Chart, format: 'png', options?: RenderOptions): Promise<Uint8Array>;
export async function renderChart(
  chart: Chart,
  format: ChartFormat,
  options?: RenderOptions,
): Promise<string | Uint8Array>;
export async function renderChart(
  chart: Chart,
  format: ChartFormat,
  { id = 'chart', scale = 2 }: RenderOptions = {},
): Promise<string | Uint8Array> {
  const clean = seenData(chart);
  if (format === 'vega-lite') return `${escapedJson(JSON.stringify(clean, null, 2))}\n`;
  const { svgOf } = await import('./svg.js');
  const svg = await svgOf(clean, id);
  if (format === 'svg') return svg;
  const { pngOf } = await import('./png.js');
  return pngOf(svg, scale);
}
