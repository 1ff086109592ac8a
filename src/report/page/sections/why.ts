import type { ClientExplanation } from '../../../result/explain.js';
import type { ReportResult } from '../../../result/report.js';
import { type Block, paragraph, type Section } from '../../document/blocks.js';
import { operationBlocks } from '../../explain/steps.js';
import { linchpinSentence } from '../../linchpin-words.js';

/** With so few clients, all are shown unfolded. */
const UNFOLDED = 2;

/** What each client's writes wait for, who decides, and whose loss hurts most. */
export function why(report: ReportResult): Section {
  const { explain, estimate } = report;
  const blocks: Block[] = [paragraph(linchpinSentence(estimate.linchpin))];
  if (explain === null) return { id: 'why', title: 'Why', blocks };
  blocks.push(
    paragraph(
      'What a write waits for, step by step. “On path” says in how many writes a step is on the critical path; ' +
        'what the steps add sums up to the mean.',
      'quiet',
    ),
  );
  for (const client of explain.clients) blocks.push(pathOf(client, explain.clients.length <= UNFOLDED));
  return { id: 'why', title: 'Why', blocks };
}

function pathOf({ id, at, entry, operations }: ClientExplanation, open: boolean): Block {
  const write = operations.find(({ operation }) => operation === 'write');
  const blocks =
    entry === null
      ? [paragraph(`${id}: no replica that could serve it is up.`)]
      : write === undefined
        ? []
        : operationBlocks(write);
  return { kind: 'fold', title: `${id} at ${at}, by way of ${entry ?? 'none'}`, open, blocks };
}
