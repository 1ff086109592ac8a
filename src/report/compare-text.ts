import type { Alternative, CompareResult } from '../estimate/compare-result.js';
import { ms } from './number.js';
import { type Column, table, wrap } from './table.js';

const right = (title: string): Column => ({ title, align: 'right' });
const left = (title: string): Column => ({ title, align: 'left' });

/** `quorate compare` for a terminal: alternatives side by side, client by client. */
export function compareText({ alternatives }: CompareResult, columns: number): string {
  const lines: string[] = [];
  const rows = alternatives.flatMap(rowsOf);
  lines.push(
    ...table(
      [
        left(''),
        left('client'),
        left('entry'),
        right('p50'),
        right('p99'),
        right('p50'),
        right('p99'),
        right('messages'),
        left('leader'),
      ],
      rows,
      [
        { title: 'write, ms', first: 3, last: 4 },
        { title: 'read, ms', first: 5, last: 6 },
        { title: 'a write', first: 7, last: 7 },
      ],
    ),
  );
  for (const { name, obstacles, changes } of alternatives) {
    for (const obstacle of obstacles)
      lines.push(...wrap(`${name} cannot run here: ${obstacle}`, columns, '  '));
    for (const change of changes) lines.push(...wrap(`Note: ${change}.`, columns, '  '));
  }
  const reads = new Set(
    alternatives.map(({ estimate }) => estimate?.protocol.reads).filter((mode) => mode !== undefined),
  );
  if (reads.size > 1) {
    const by = alternatives.flatMap(({ name, estimate }) =>
      estimate === null ? [] : [`${name} ${estimate.protocol.reads}`],
    );
    lines.push(...wrap(`Reads are not all of one kind: ${by.join(', ')}.`, columns, '  '));
  }
  return `${lines.join('\n')}\n`;
}

function rowsOf({ name, estimate, messagesPerWrite }: Alternative): string[][] {
  if (estimate === null) return [[name, '–', '', '', '', '', '', '', '']];
  return estimate.clients.map(({ id, entry, write, read }, i) => [
    i === 0 ? name : '',
    id,
    entry ?? '–',
    ms(write.p50),
    ms(write.p99),
    ms(read.p50),
    ms(read.p99),
    i === 0 ? String(messagesPerWrite) : '',
    i === 0 ? (estimate.protocol.leader ?? 'none') : '',
  ]);
}
