import type { ReportResult } from '../../../result/report.js';
import type { ThroughputResult } from '../../../result/throughput.js';
import { listed } from '../../../spelling/listed.js';
import { type Block, paragraph, type Section, sentence } from '../../document/blocks.js';
import { busyTable } from '../../explain/throughput.js';
import { operationsPerSecond } from '../../rate.js';
import { boundBy, throughputLine } from '../../throughput-words.js';
import { chartOr } from '../charts.js';

/** So many bounds are named. */
const BOUNDS = 4;
/** Bounds that are no further apart than this share give out together. */
const TOGETHER = 0.01;

/** What it sustains, what gives out first, and how latency rises until then. */
export function load(report: ReportResult): Section {
  const { throughput } = report.estimate;
  const blocks: Block[] = [paragraph(sentence(throughputLine(throughput).replace(/^Throughput: /, '')))];
  blocks.push(...chartOr(report, 'hockey-stick', 'latency under load'));
  if (throughput.load !== null) blocks.push(...busyTable(throughput));
  const next = nextBounds(throughput.limits);
  if (next !== '') blocks.push(paragraph(next, 'quiet'));
  return { id: 'load', title: 'Load', blocks };
}

/** What gives out together with the bottleneck, and what would be next. */
function nextBounds(limits: ThroughputResult['limits']): string {
  const [lowest] = limits;
  if (lowest === undefined) return '';
  const together = limits.slice(1).filter(({ max }) => max <= lowest.max * (1 + TOGETHER));
  const next = limits.slice(1 + together.length, 1 + together.length + BOUNDS);
  const said: string[] = [];
  if (together.length > BOUNDS)
    said.push(
      `${together.length} more bounds are reached at the same load, such as ${boundBy(together[0])}.`,
    );
  else if (together.length > 0) said.push(`At the same load: ${listed(together.map(boundBy))}.`);
  if (next.length > 0)
    said.push(
      `Next: ${next.map((limit) => `${boundBy(limit)} at ${operationsPerSecond(limit.max)}/s`).join(', ')}.`,
    );
  return said.join(' ');
}
