import { createHash } from 'node:crypto';
import { json } from '../../src/report/json.js';
import { type Drawing, reportHtml } from '../../src/report/page/html.js';
import { reportMarkdown } from '../../src/report/page/markdown.js';
import { pageOf } from '../../src/report/page/page.js';
import type { ReportChart, ReportResult } from '../../src/report/page/report-result.js';
import { viewerScript } from './viewer.js';

/** The report as it is after a way through JSON: what is made of it now and what is made of it once saved are the same. */
export function settled(report: ReportResult): ReportResult {
  return JSON.parse(json(report)) as ReportResult;
}

/** The page as one HTML file. Vega is loaded only where there are charts to be drawn. */
export async function htmlOf(report: ReportResult): Promise<string> {
  const drawings = new Map<string, Drawing>();
  const specs: [name: string, spec: string][] = [];
  if (report.charts.length > 0) {
    const { drawn, viewerSpec } = await import('./draw.js');
    for (const chart of report.charts) {
      drawings.set(chart.name, await drawn(chart));
      specs.push([chart.name, viewerSpec(chart)]);
    }
  }
  const page = pageOf(report);
  const still = reportHtml(page, { drawings, sha256 });
  const script = viewerScript();
  if (script === undefined) return still;
  const fitting = specsThatFit(specs, LARGEST_PAGE - bytesOf(still) - bytesOf(script));
  return fitting.size === 0
    ? still
    : reportHtml(page, { drawings, viewer: { script, specs: fitting }, sha256 });
}

/** Pages are sent by mail: none is to be larger than this (bytes) for the pointer's sake alone. */
const LARGEST_PAGE = 1_000_000;
/** What stands around each spec (bytes). */
const AROUND = 100;

/** As many as fit, the small ones first: the others are pictures as they would be without a script. */
function specsThatFit(
  specs: readonly (readonly [name: string, spec: string])[],
  room: number,
): Map<string, string> {
  const kept = new Map<string, string>();
  let left = room;
  for (const [name, spec] of [...specs].sort((a, b) => a[1].length - b[1].length)) {
    left -= bytesOf(spec) + AROUND;
    if (left < 0) break;
    kept.set(name, spec);
  }
  return kept;
}

function bytesOf(text: string): number {
  return Buffer.byteLength(text, 'utf8');
}

function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('base64');
}

/** The page as Markdown; without pictures, or with them in files beside it. */
export function markdownOf(report: ReportResult, pictures: boolean): string {
  const page = pageOf(report);
  if (!pictures) return reportMarkdown(page);
  const titles = new Map(report.charts.map((chart) => [chart.name, chart]));
  return reportMarkdown(page, (name) => ({ path: `${name}.svg`, alt: altOf(titles.get(name)) }));
}

function altOf(chart: ReportChart | undefined): string {
  return chart === undefined ? '' : (ALT[chart.name] ?? chart.name);
}

/** The picture itself has a whole description; this is what stands in its place while it loads. */
const ALT: Readonly<Record<string, string>> = {
  map: 'Map of replicas, clients and the links between them',
  'latency-cdf': 'Latency by share of operations',
  'latency-tail': 'Tail of the latency',
  alternatives: 'Latency of writes after each loss',
  'rtt-heat-map': 'Round trips between replicas and clients',
  'hockey-stick': 'Latency at rising load',
  'availability-by-size': 'Availability by number of replicas',
  'failover-timeline': 'Answers per second while the leader is lost',
  'space-time': 'One write in space and time',
};
