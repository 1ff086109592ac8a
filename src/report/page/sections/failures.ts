import type { ReportResult } from '../../../result/report.js';
import { availabilityLine, survivalLine } from '../../availability-words.js';
import { type Block, paragraph, type Section, sentence } from '../../document/blocks.js';
import { clientTable, domainTable } from '../../explain/availability.js';
import { lossSentence, phaseTable } from '../../explain/failover.js';
import { recoveryLine } from '../../failover-words.js';
import { stabilityLine } from '../../stability-words.js';
import { chartOr, hasChart } from '../charts.js';

const PATIENCE =
  'The diagram is of one crash in the simulator. Clients there wait for their own timeouts before they ask again, so they ' +
  'may notice more of it than the service takes to recover.';

/** What clients see when the leader is lost, phase by phase and second by second. */
export function failover(report: ReportResult): Section {
  const { failover: block } = report.estimate;
  const blocks: Block[] = [];
  if (block === null) {
    blocks.push(paragraph('No replica takes over by itself.'));
    for (const line of recoveryLine(report.estimate))
      blocks.push(paragraph(sentence(line.replace(/^Failover: l/, 'L'))));
  } else {
    blocks.push(paragraph(lossSentence(block)), ...phaseTable(block));
    if (block.note !== '') blocks.push(paragraph(sentence(block.note), 'quiet'));
    if (hasChart(report, 'failover-timeline')) blocks.push(paragraph(PATIENCE, 'quiet'));
    blocks.push(...chartOr(report, 'failover-timeline', 'timeline'));
  }
  const { stability } = report.estimate;
  if (stability !== null)
    for (const line of stabilityLine(stability, block))
      blocks.push(paragraph(sentence(line.replace(/^Leadership: /, ''))));
  return { id: 'failover', title: 'Failover', blocks };
}

/** How much of the time it is there, what takes the rest, and what more replicas would give. */
export function availability(report: ReportResult): Section {
  const { availability: block, survives, survival } = report.estimate;
  const blocks: Block[] = [];
  if (block !== null)
    blocks.push(paragraph(sentence(availabilityLine(block).replace(/^Availability(?: \(sampled\))?: /, ''))));
  blocks.push(paragraph(survivalLine(survives, survival)));
  if (block !== null) {
    blocks.push(...clientTable(block), ...domainTable(block));
    for (const text of block.assumptions) blocks.push(paragraph(text, 'quiet'));
  }
  blocks.push(...chartOr(report, 'availability-by-size', 'availability by number of replicas'));
  return { id: 'availability', title: 'Availability', blocks };
}
