import type { ClientDiff, DiffResult, LoneClient } from '../result/diff.js';
import {
  differenceCells,
  latencySentences,
  noiseSentence,
  objectiveSentences,
  serviceSentences,
  sideText,
} from './diff-words.js';
import { ms } from './number.js';

/** `quorate diff` as the comment of a pull request. */
export function diffMarkdown(result: DiffResult): string {
  const { base, head, changes, clients, clientsAdded, clientsRemoved, objectives, notes } = result;
  const [was, is] = [sideText(base), sideText(head)];
  const lines = [
    `### ${escaped(head.topology.name)}: ${HEADLINES[result.verdict]}`,
    '',
    was === is ? escaped(`${is}.`) : escaped(`${was} → ${is}.`),
    '',
  ];
  if (changes !== null && changes.length > 0)
    lines.push(...changes.map(({ text }) => `- ${escaped(text)}`), '');
  lines.push(
    '| client | | p50 base | head | change | | p99 base | head | change | |',
    '|---|---|--:|--:|--:|--:|--:|--:|--:|--:|',
    ...clients.flatMap(clientRows),
    ...clientsAdded.flatMap((client) => loneRows(client, 'added')),
    ...clientsRemoved.flatMap((client) => loneRows(client, 'removed')),
    '',
  );
  const said = [
    ...latencySentences(clients),
    ...serviceSentences(result),
    ...objectiveSentences(objectives),
    `Milliseconds. ${noiseSentence(result)}`,
    ...(base.rtt === head.rtt ? [] : [`RTTs: ${base.rtt ?? 'inline'} → ${head.rtt ?? 'inline'}.`]),
    ...notes.map((note) => `${note}.`),
  ];
  return [...lines, ...said.map((sentence) => `- ${escaped(sentence)}`), ''].join('\n');
}

const HEADLINES = {
  better: 'better',
  worse: 'worse',
  mixed: 'better for some, worse for others',
  none: 'no difference',
} as const;

function clientRows({ id, figures, verdict }: ClientDiff): string[] {
  return ['write', 'read', 'execution']
    .filter((operation) => `${operation}.p50` in figures)
    .map((operation, i) => {
      const name = i > 0 ? '' : verdict === 'none' ? escaped(id) : `**${escaped(id)}**`;
      const cells = [
        ...differenceCells(figures[`${operation}.p50`]),
        ...differenceCells(figures[`${operation}.p99`]),
      ];
      return `| ${[name, operation, ...cells].join(' | ')} |`;
    });
}

function loneRows({ id, write, read }: LoneClient, word: 'added' | 'removed'): string[] {
  const cells = (value: number | null): string[] =>
    word === 'added' ? ['', ms(value), word, ''] : [ms(value), '', word, ''];
  return [
    [escaped(id), 'write', ...cells(write.p50), ...cells(write.p99)],
    ['', 'read', ...cells(read.p50), ...cells(read.p99)],
  ].map((row) => `| ${row.join(' | ')} |`);
}

/** A bar would end a cell, and an angle bracket begin an element. */
function escaped(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('<', '&lt;');
}
