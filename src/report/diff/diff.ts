import type { ClientDiff, DiffResult, LoneClient } from '../../result/diff.js';
import { type Cell, type Document, left, list, paragraph, right, type Table } from '../document/blocks.js';
import { choicesText } from '../heading.js';
import { ms } from '../number.js';
import {
  differenceCells,
  latencySentences,
  noiseSentence,
  objectiveSentences,
  serviceSentences,
} from './words.js';

/** More changes of the file than this are counted, not listed: the YAML's own diff has them. */
const MOST_CHANGES = 40;

/** `quorate diff`: better or worse, for whom and by how much; what changed in the file; each client's figures. */
export function diffDocument(result: DiffResult): Document {
  const { base, head, clients, objectives, verdict, notes } = result;
  const names = [base.topology.name, head.topology.name];
  const [was, is] = [choicesText(base.protocol), choicesText(head.protocol)];
  return {
    title: names[0] === names[1] ? names[0] : names.join(' → '),
    subtitle: '',
    facts: [`${base.file} → ${head.file}`, ...(was === is ? [is] : [`base: ${was}`, `head: ${is}`])],
    sections: [
      {
        id: 'verdict',
        title: '',
        blocks: [
          paragraph(HEADLINES[verdict], 'lead'),
          ...list([
            ...objectiveSentences(objectives),
            ...latencySentences(clients),
            ...serviceSentences(result),
          ]),
        ],
      },
      ...changesOf(result),
      { id: 'figures', title: '', blocks: [figures(result)] },
    ],
    notes: [
      noiseSentence(result),
      ...(base.rtt === head.rtt ? [] : [`RTTs: ${base.rtt ?? 'inline'} → ${head.rtt ?? 'inline'}.`]),
      ...notes.map((note) => `Note: ${note}.`),
    ],
  };
}

const HEADLINES: Readonly<Record<DiffResult['verdict'], string>> = {
  better: 'Verdict: better.',
  worse: 'Verdict: worse.',
  mixed: 'Verdict: some figures are better, others worse.',
  none: 'Verdict: no difference.',
};

function changesOf({ changes }: DiffResult): Document['sections'] {
  if (changes === null) return [];
  const shown = changes.slice(0, MOST_CHANGES).map(({ text }) => text);
  const rest = changes.length - shown.length;
  if (rest > 0) shown.push(`and ${rest} more`);
  if (shown.length === 0) shown.push('Nothing but comments, order or layout.');
  return [{ id: 'changes', title: 'Different in the file', blocks: list(shown) }];
}

function figures({ clients, clientsAdded, clientsRemoved }: DiffResult): Table {
  const group = [right('base'), right('head'), right('change'), right('')];
  return {
    kind: 'table',
    caption: 'Latency of each client, ms',
    columns: [left('client'), left(''), ...group, ...group],
    groups: [
      { title: 'p50, ms', first: 2, last: 5 },
      { title: 'p99, ms', first: 6, last: 9 },
    ],
    keys: 2,
    rows: [
      ...clients.flatMap(clientRows),
      ...clientsAdded.flatMap((client) => loneRows(client, 'added')),
      ...clientsRemoved.flatMap((client) => loneRows(client, 'removed')),
    ],
  };
}

function clientRows({ id, figures, verdict }: ClientDiff): (string | Cell)[][] {
  return (['write', 'read', 'execution'] as const)
    .filter((operation) => `${operation}.p50` in figures)
    .map((operation, i) => [
      i === 0 ? named(id, verdict) : '',
      operation,
      ...differenceCells(figures[`${operation}.p50`]),
      ...differenceCells(figures[`${operation}.p99`]),
    ]);
}

function named(text: string, verdict: ClientDiff['verdict']): string | Cell {
  if (verdict === 'none') return text;
  return { text, tone: verdict === 'better' ? 'good' : 'bad' };
}

function loneRows({ id, write, read }: LoneClient, word: 'added' | 'removed'): string[][] {
  const cells = (value: number | null): string[] =>
    word === 'added' ? ['', ms(value), word, ''] : [ms(value), '', word, ''];
  return [
    [id, 'write', ...cells(write.p50), ...cells(write.p99)],
    ['', 'read', ...cells(read.p50), ...cells(read.p99)],
  ];
}
