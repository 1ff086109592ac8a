import { compile } from 'vega-lite';
import type { Chart } from '../../src/chart/chart.js';
import { chartOf } from '../../src/chart/charts.js';
import type { Drawing } from '../../src/report/document/html.js';
import { seenData } from '../../src/report/document/one-line.js';
import type { ChartData } from '../../src/result/chart-data.js';
import type { ReportChart } from '../../src/result/report.js';
import { renderChart } from '../chart/render.js';
import { squeezed } from './squeeze.js';
import { withTooltips } from './tooltips.js';

/** Widths for which a page's charts are laid out (px): the column of a wide screen, and a phone. */
export const WIDE = 904;
export const NARROW = 384;

/** A report's chart as a vega-lite object. */
export function chartFrom({ name, data }: ReportChart, width: number): Chart {
  // The type pairs them; the compiler cannot follow it through the table of charts.
  return chartOf(name, data as ChartData[typeof name] as never, { width });
}

/** Draws one chart for a page: as SVG at both widths. */
export async function drawn(chart: ReportChart): Promise<Drawing> {
  const [wide, narrow] = await Promise.all(
    [WIDE, NARROW].map((width) =>
      renderChart(chartFrom(chart, width), 'svg', { id: `${chart.name}-${width}` }),
    ),
  );
  return { wide: squeezed(wide), narrow: squeezed(narrow) };
}

/** What a page's script draws the wide chart from: vega's own form, compiled here, with words for the pointer. */
export function viewerSpec(chart: ReportChart): string {
  const told = seenData(withTooltips(chart.name, chartFrom(chart, WIDE)));
  // Its description is that of the still picture.
  const { spec } = compile({ ...told, description: '' } as Parameters<typeof compile>[0]);
  return JSON.stringify(spec, (_key, value: unknown) =>
    typeof value === 'number' ? Number(value.toPrecision(6)) : Array.isArray(value) ? packed(value) : value,
  );
}

/** Fewer rows than this are not worth packing. */
const WORTH_PACKING = 3;

/** Rows of the same fields with their names only once, as the page's script unpacks them. */
function packed(values: readonly unknown[]): unknown {
  const [first] = values;
  if (values.length < WORTH_PACKING || typeof first !== 'object' || first === null || Array.isArray(first))
    return values;
  const keys = Object.keys(first);
  const same = values.every(
    (row) => typeof row === 'object' && row !== null && Object.keys(row).join() === keys.join(),
  );
  return same
    ? { $keys: keys, $rows: values.map((row) => Object.values(row as Readonly<Record<string, unknown>>)) }
    : values;
}
