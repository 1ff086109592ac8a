import type { Alternative, CompareResult } from '../result/compare.js';
import { compareSentences, factsOf } from './compare-words.js';
import { ms } from './number.js';

/** `quorate compare` for a pull request or a design document: one row for each alternative and client. */
export function compareMarkdown({ alternatives }: CompareResult): string {
  const facts = factsOf(alternatives);
  const titles = ['', 'client', 'write p50', 'p99', 'read p50', 'p99', ...facts.titles, 'leader'];
  const rows = alternatives.flatMap((alternative) => {
    const { estimate, choices } = alternative;
    const without =
      choices === undefined || choices.dropped.length === 0 ? '' : ` (without ${choices.dropped.join(', ')})`;
    const name = `${alternative.name}${without}`;
    if (estimate === null) return [[name, '–', ...titles.slice(2).map(() => '')]];
    return estimate.clients.map(({ id, write, read }, i) => [
      i === 0 ? name : '',
      id,
      ...[write.p50, write.p99, read.p50, read.p99].map(ms),
      ...(i === 0
        ? [...facts.cellsOf(alternative), leaderOf(estimate)]
        : [...facts.titles.map(() => ''), '']),
    ]);
  });
  const line = (cells: readonly string[]): string => `| ${cells.map(escaped).join(' | ')} |`;
  const rules = titles.map((_, i) => (i < 2 || i === titles.length - 1 ? '---' : '--:'));
  return [
    line(titles),
    `|${rules.join('|')}|`,
    ...rows.map(line),
    '',
    ...[
      'Milliseconds; messages between replicas for one write; availability of writes; operations per second.',
      ...compareSentences(alternatives),
    ].map((sentence) => `- ${escaped(sentence)}`),
    '',
  ].join('\n');
}

function leaderOf({ protocol }: NonNullable<Alternative['estimate']>): string {
  return protocol.leader ?? 'none';
}

/** A bar would end a cell, and an angle bracket begin an element. */
function escaped(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('<', '&lt;');
}
