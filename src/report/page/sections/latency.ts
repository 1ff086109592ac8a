import type { Figures } from '../../../result/latency.js';
import type { ReportResult } from '../../../result/report.js';
import { type Block, left, paragraph, right, type Section } from '../../document/blocks.js';
import { latencyTable } from '../../estimate/estimate.js';
import { ms } from '../../number.js';
import { chartOr, hasChart } from '../charts.js';

/** Where everything is. */
export function map(report: ReportResult): Section {
  return { id: 'map', title: 'Where everything is', blocks: chartOr(report, 'map', 'map') };
}

/** What each client sees, in figures and as whole distributions. */
export function latency(report: ReportResult): Section {
  const { clients } = report.estimate;
  const figures = ({ p50, p90, p99, p999 }: Figures): string[] => [p50, p90, p99, p999].map(ms);
  const execution = clients.some((client) => client.execution !== undefined);
  const blocks: Block[] = [latencyTable(clients, ['p50', 'p90', 'p99', 'p999'])];
  if (execution) {
    blocks.push({
      kind: 'table',
      caption: 'Until a write is executed where it was entered, ms',
      columns: [left('client'), ...['p50', 'p90', 'p99', 'p99.9'].map(right)],
      rows: clients.flatMap(({ id, execution: until }) =>
        until === undefined ? [] : [[id, ...figures(until)]],
      ),
    });
  }
  blocks.push(
    paragraph(
      'Latencies are for an idle system with all replicas up; what load adds, and what is lost with a place, comes below. ' +
        'Half of all operations are faster than p50; one in a hundred is slower than p99.',
      'quiet',
    ),
    ...chartOr(report, 'latency-cdf', 'latency curve'),
    ...(hasChart(report, 'latency-tail') ? chartOr(report, 'latency-tail', 'tail') : []),
  );
  return { id: 'latency', title: 'Latency', blocks };
}
