import type { ReportResult } from '../../../result/report.js';
import { type Block, left, paragraph, right, type Section, sentence } from '../../document/blocks.js';
import { percent } from '../../number.js';
import { duration, serviceOf, share, span } from '../../service-text.js';
import { chartOr, hasChart } from '../charts.js';

/** So many domains are listed by what they cost. */
const DOMAINS = 8;

const PATIENCE =
  'The diagram is of one crash in the simulator. Clients there wait for their own timeouts before they ask again, so they ' +
  'may notice more of it than the service takes to recover.';

/** What clients see when the leader is lost, phase by phase and second by second. */
export function failover(report: ReportResult): Section {
  const { failover: block } = report.estimate;
  const blocks: Block[] = [];
  if (block === null) {
    blocks.push(paragraph('Nobody takes over from anybody: there is no failover to tell of.'));
  } else {
    const heirs = block.nextLeaders
      .slice(0, 3)
      .map(({ replica, share: of }) => `${replica} (${percent(of)})`);
    const then = heirs.length === 0 ? '' : ` The next to lead: ${heirs.join(', ')}.`;
    blocks.push(
      paragraph(
        `Losing ${block.lost} stops writes for ${duration(block.total.mean)} on average, ${duration(block.total.p99)} at the 99th percentile.${then}`,
      ),
      {
        kind: 'table',
        caption: `How long it takes without ${block.lost}`,
        columns: [left('phase'), right('mean'), right('p50'), right('p90'), right('p99')],
        rows: (['detection', 'election', 'reconciliation', 'total'] as const).map((phase) => {
          const { mean, p50, p90, p99 } = block[phase];
          return [phase, ...[mean, p50, p90, p99].map(duration)];
        }),
      },
    );
    if (block.note !== '') blocks.push(paragraph(sentence(block.note), 'quiet'));
    if (hasChart(report, 'failover-timeline')) blocks.push(paragraph(PATIENCE, 'quiet'));
    blocks.push(...chartOr(report, 'failover-timeline', 'timeline'));
  }
  const { stability } = report.estimate;
  if (stability !== null)
    for (const line of serviceOf.stability(stability, block))
      blocks.push(paragraph(sentence(line.replace(/^Leadership: /, ''))));
  return { id: 'failover', title: 'Failover', blocks };
}

/** How much of the time it is there, what takes the rest, and what more replicas would give. */
export function availability(report: ReportResult): Section {
  const { availability: block, survives, survival } = report.estimate;
  const blocks: Block[] = [];
  if (block !== null)
    blocks.push(
      paragraph(sentence(serviceOf.availability(block).replace(/^Availability(?: \(sampled\))?: /, ''))),
    );
  blocks.push(paragraph(serviceOf.survival(survives, survival)));
  if (block !== null) {
    if (block.clients.length > 1)
      blocks.push({
        kind: 'table',
        caption: 'As each client sees it while its own place is up',
        columns: [left('client'), right('writes'), right('reads'), right('write downtime/year')],
        rows: block.clients.map(({ id, write, read, downtimePerYear }) => [
          id,
          share(write),
          share(read),
          span(downtimePerYear.total),
        ]),
      });
    const costly = block.contributions.filter(({ share: of }) => of >= 0.001).slice(0, DOMAINS);
    if (costly.length > 0)
      blocks.push({
        kind: 'table',
        caption: 'What the loss of write quorums would be less by, if a domain never failed',
        columns: [left('domain'), right('less'), right('a year')],
        rows: costly.map(({ kind, name, share: of, secondsPerYear }) => [
          `${kind} ${name}`,
          { text: percent(of), bar: of },
          span(secondsPerYear),
        ]),
      });
    for (const text of block.assumptions) blocks.push(paragraph(text, 'quiet'));
  }
  blocks.push(...chartOr(report, 'availability-by-size', 'availability by number of replicas'));
  return { id: 'availability', title: 'Availability', blocks };
}
