import type { ClientDiff, DiffResult, LoneClient } from '../result/diff.js';
import {
  differenceCells,
  latencySentences,
  noiseSentence,
  objectiveSentences,
  serviceSentences,
  sideText,
} from './diff-words.js';
import { type Column, table, wrap } from './document/table.js';
import { ms } from './number.js';

const right = (title: string): Column => ({ title, align: 'right' });
const left = (title: string): Column => ({ title, align: 'left' });

/** More changes of the file than this are counted, not listed: the YAML's own diff has them. */
const MOST_CHANGES = 40;

/** `quorate diff` for a terminal: what changed in the file, and for whom that makes a difference. */
export function diffText(result: DiffResult, columns: number): string {
  const { base, head, clients, notes } = result;
  const lines = headingLines(result, columns);
  const changes = changeLines(result, columns);
  if (changes.length > 0) lines.push('', ...changes);
  lines.push('', ...figuresTable(result), '');
  for (const sentence of [
    ...latencySentences(clients),
    ...serviceSentences(result),
    ...objectiveSentences(result.objectives),
    noiseSentence(result),
    ...(base.rtt === head.rtt ? [] : [`RTTs: ${base.rtt ?? 'inline'} → ${head.rtt ?? 'inline'}.`]),
    ...notes.map((note) => `Note: ${note}.`),
  ])
    lines.push(...wrap(sentence, columns, '  '));
  return `${lines.join('\n')}\n`;
}

function headingLines({ base, head }: DiffResult, columns: number): string[] {
  const name =
    base.topology.name === head.topology.name
      ? head.topology.name
      : `${base.topology.name} → ${head.topology.name}`;
  const [was, is] = [sideText(base), sideText(head)];
  const lines = wrap(`${name}   ${base.file} → ${head.file}`, columns, '  ');
  if (was === is) return [...lines, ...wrap(is, columns, '  ')];
  return [...lines, ...wrap(`base: ${was}`, columns, '  '), ...wrap(`head: ${is}`, columns, '  ')];
}

function changeLines({ changes }: DiffResult, columns: number): string[] {
  if (changes === null) return [];
  if (changes.length === 0) return ['Nothing in the file is different but comments, order or layout.'];
  const lines = ['Different in the file:'];
  for (const { text } of changes.slice(0, MOST_CHANGES))
    lines.push(...wrap(text, columns - 2, '  ').map((line) => `  ${line}`));
  if (changes.length > MOST_CHANGES) lines.push(`  and ${changes.length - MOST_CHANGES} more`);
  return lines;
}

function figuresTable({ clients, clientsAdded, clientsRemoved }: DiffResult): string[] {
  const group = [right('base'), right('head'), right('change'), right('')];
  const rows = [
    ...clients.flatMap(clientRows),
    ...clientsAdded.flatMap((client) => loneRows(client, 'added')),
    ...clientsRemoved.flatMap((client) => loneRows(client, 'removed')),
  ];
  return table([left('client'), left(''), ...group, ...group], rows, [
    { title: 'p50, ms', first: 2, last: 5 },
    { title: 'p99, ms', first: 6, last: 9 },
  ]);
}

function clientRows({ id, figures }: ClientDiff): string[][] {
  return ['write', 'read', 'execution']
    .filter((operation) => `${operation}.p50` in figures)
    .map((operation, i) => [
      i === 0 ? id : '',
      operation,
      ...differenceCells(figures[`${operation}.p50`]),
      ...differenceCells(figures[`${operation}.p99`]),
    ]);
}

function loneRows({ id, write, read }: LoneClient, word: 'added' | 'removed'): string[][] {
  const cells = (value: number | null): string[] =>
    word === 'added' ? ['', ms(value), word, ''] : [ms(value), '', word, ''];
  return [
    [id, 'write', ...cells(write.p50), ...cells(write.p99)],
    ['', 'read', ...cells(read.p50), ...cells(read.p99)],
  ];
}
