import type { OperationExplanation, Step } from '../../result/explain.js';
import type { Decider } from '../../result/latency.js';
import { type Block, left, paragraph, right } from '../document/blocks.js';
import { ms, percent } from '../number.js';

/** Rarer than this share is never. */
const EVER = 0.0005;

/**
 * What an operation waits for, step by step, and who decides.
 *
 * @param mark the footnote of a source; undefined: sources are not shown
 */
export function operationBlocks(
  { operation, figures, method, steps, quorum }: OperationExplanation,
  mark?: (source: string) => string,
): Block[] {
  const { p50, p90, p99, p999, mean } = figures;
  const title = `${operation}: p50 ${ms(p50)}, p90 ${ms(p90)}, p99 ${ms(p99)}, p99.9 ${ms(p999)} ms; mean ${ms(mean)} ms (${method})`;
  if (steps.length === 0) return [paragraph(title), paragraph('It waits for nothing.', 'quiet')];
  // Whoever is never waited for is named below the table only.
  const waitedFor = new Set(steps.filter(({ onPath }) => onPath >= EVER).map(({ member }) => member));
  const total = steps.reduce((sum, { adds }) => sum + adds, 0);
  return [
    {
      kind: 'table',
      caption: title,
      columns: [
        left('step'),
        left('what'),
        ...['p50', 'p99', 'on path', 'adds'].map(right),
        ...(mark === undefined ? [] : [left('source')]),
      ],
      rows: steps
        .filter(({ member }) => waitedFor.has(member))
        .map((step) => [
          place(step),
          step.what,
          ms(step.p50),
          ms(step.p99),
          percent(step.onPath),
          { text: ms(step.adds), bar: total > 0 ? step.adds / total : 0 },
          ...(mark === undefined ? [] : [`[${mark(step.source)}]`]),
        ]),
    },
    paragraph(`Along the critical path the steps add up to ${ms(total)} ms on average.`, 'quiet'),
    ...(quorum === null
      ? []
      : [paragraph(`Quorum, ${quorum.system}: ${quorum.deciders.map(inAndDecides).join(', ')}.`, 'quiet')]),
  ];
}

function place({ from, to, member }: Step): string {
  return `${member === undefined ? '' : `[${member}] `}${to === undefined ? `at ${from}` : `${from} → ${to}`}`;
}

function inAndDecides({ replica, decides, inQuorum }: Decider): string {
  const often = `${replica} in ${percent(inQuorum)}`;
  return decides < EVER ? often : `${often} (completes it in ${percent(decides)})`;
}
