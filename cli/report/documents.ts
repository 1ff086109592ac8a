import { createHash } from 'node:crypto';
import { type Drawing, documentHtml } from '../../src/report/document/html.js';
import { documentMarkdown } from '../../src/report/document/markdown.js';
import { json } from '../../src/report/json.js';
import { pageOf } from '../../src/report/page/page.js';
import type { ReportChart, ReportResult } from '../../src/result/report.js';
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
  const still = documentHtml(page, { drawings, sha256 });
  const script = viewerScript();
  if (script === undefined) return still;
  // As many charts as fit come alive, the small ones first: the others are pictures as they would be without a script.
  const bySize = specs.sort((a, b) => a[1].length - b[1].length);
  for (let alive = bySize.length; alive > 0; alive--) {
    const viewer = { script, specs: new Map(bySize.slice(0, alive)) };
    const live = documentHtml(page, { drawings, viewer, sha256 });
    if (Buffer.byteLength(live, 'utf8') <= LARGEST_PAGE) return live;
  }
  return still;
}

/** Pages are sent by mail: none is to be larger than this (bytes) for the pointer's sake alone. */
const LARGEST_PAGE = 1_000_000;

function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('base64');
}

/** The page as Markdown; without pictures, or with them in files beside it. */
export function markdownOf(report: ReportResult, pictures: boolean): string {
  const page = pageOf(report);
  if (!pictures) return documentMarkdown(page, 1);
  const titles = new Map<string, ReportChart>(report.charts.map((chart) => [chart.name, chart]));
  return documentMarkdown(page, 1, (name) => ({ path: `${name}.svg`, alt: altOf(titles.get(name)) }));
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
