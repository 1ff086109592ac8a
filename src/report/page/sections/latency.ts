import type { Figures } from '../../../result/latency.js';
import type { ReportResult } from '../../../result/report.js';
import { type Block, left, paragraph, right, type Section } from '../../document/blocks.js';
import { ms, percent } from '../../number.js';
import { chartOr, hasChart } from '../charts.js';

/** Where everything is. */
export function map(report: ReportResult): Section {
  return { id: 'map', title: 'Where everything is', blocks: chartOr(report, 'map', 'map') };
}

/** What each client sees, in figures and as whole distributions. */
export function latency(report: ReportResult): Section {
  const { clients } = report.estimate;
  const figures = ({ p50, p90, p99, p999 }: Figures): string[] => [p50, p90, p99, p999].map(ms);
  const several = new Set(clients.map(({ entry }) => entry)).size > 1;
  const execution = clients.some((client) => client.execution !== undefined);
  const blocks: Block[] = [
    {
      kind: 'table',
      caption: 'Latency of each client, ms',
      columns: [
        left('client'),
        left(several ? 'at → entry' : 'at'),
        ...['p50', 'p90', 'p99', 'p99.9', 'p50', 'p90', 'p99', 'p99.9'].map(right),
        left('writes decided by'),
      ],
      groups: [
        { title: 'write', first: 2, last: 5 },
        { title: 'read', first: 6, last: 9 },
      ],
      rows: clients.map(({ id, at, entry, write, read, decidedBy }) => [
        id,
        several ? `${at} → ${entry ?? 'none up'}` : at,
        ...figures(write),
        ...figures(read),
        decidedBy
          .filter(({ decides }) => decides >= 0.005)
          .slice(0, 2)
          .map(({ replica, decides }) => `${replica} ${percent(decides)}`)
          .join(', ') || '–',
      ]),
    },
  ];
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
      'Of an unloaded system with all replicas up; what load adds, and what is lost with a place, comes below. ' +
        'Half of all operations are faster than p50; one in a hundred is slower than p99.',
      'quiet',
    ),
    ...chartOr(report, 'latency-cdf', 'latency curve'),
    ...(hasChart(report, 'latency-tail') ? chartOr(report, 'latency-tail', 'tail') : []),
  );
  return { id: 'latency', title: 'Latency', blocks };
}
