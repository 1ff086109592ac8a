import type { Alternative, CompareResult } from '../result/compare.js';
import { compareSentences, type Facts, factsOf } from './compare-words.js';
import { type Column, table, wrap } from './document/table.js';
import { ms } from './number.js';

const right = (title: string): Column => ({ title, align: 'right' });
const left = (title: string): Column => ({ title, align: 'left' });

/**
 * `quorate compare` for a terminal: alternatives side by side, client by client. Where that is wider than the terminal, or
 * several choices are crossed, one line for each alternative instead, and the clients' figures in tables of their own.
 */
export function compareText({ alternatives }: CompareResult, columns: number): string {
  const facts = factsOf(alternatives);
  const whole = alternatives.some(({ choices }) => choices !== undefined)
    ? []
    : oneTable(alternatives, facts);
  const fits = whole.length > 0 && whole.every((line) => [...line].length <= columns);
  const lines = fits ? whole : severalTables(alternatives, facts, columns);
  for (const sentence of compareSentences(alternatives)) lines.push(...wrap(sentence, columns, '  '));
  return `${lines.join('\n')}\n`;
}

function oneTable(alternatives: readonly Alternative[], facts: Facts): string[] {
  const figures = [right('p50'), right('p99'), right('p50'), right('p99')];
  const rows = alternatives.flatMap((alternative) => {
    const { name, estimate } = alternative;
    if (estimate === null) return [[name, '–']];
    return estimate.clients.map(({ id, entry, write, read }, i) => [
      i === 0 ? name : '',
      id,
      entry ?? '–',
      ...[write.p50, write.p99, read.p50, read.p99].map(ms),
      ...facts.cellsOf(alternative).map((cell) => (i === 0 ? cell : '')),
      i === 0 ? (estimate.protocol.leader ?? 'none') : '',
    ]);
  });
  return table(
    [left(''), left('client'), left('entry'), ...figures, ...facts.titles.map(right), left('leader')],
    rows,
    [
      { title: 'write, ms', first: 3, last: 4 },
      { title: 'read, ms', first: 5, last: 6 },
      { title: 'a write', first: 7, last: 7 },
    ],
  );
}

/** One table of what is said once for each alternative, then as many clients side by side as fit, by number. */
function severalTables(alternatives: readonly Alternative[], facts: Facts, columns: number): string[] {
  const fewer = alternatives.some(({ choices }) => (choices?.dropped.length ?? 0) > 0);
  const rows = alternatives.map((alternative, i) => {
    const { name, estimate, meanWrite, choices } = alternative;
    if (estimate === null) return [String(i + 1), name, '–'];
    const told = [ms(meanWrite), ...facts.cellsOf(alternative), estimate.protocol.leader ?? 'none'];
    return [String(i + 1), name, ...told, choices?.dropped.join(', ') ?? ''];
  });
  const titles = [
    right('mean write, ms'),
    ...facts.titles.map(right),
    left('leader'),
    ...(fewer ? [left('without')] : []),
  ];
  const lines = fitting(rows, titles, columns);
  const ids = clientsOf(alternatives);
  let first = 0;
  while (first < ids.length) {
    let count = ids.length - first;
    let part = clientTable(alternatives, ids.slice(first, first + count));
    while (count > 1 && part.some((line) => [...line].length > columns)) {
      count--;
      part = clientTable(alternatives, ids.slice(first, first + count));
    }
    lines.push('', ...part);
    first += count;
  }
  return [...lines, ''];
}

/** The first table; where names make it too wide, they stand above it, in lines of their own. */
function fitting(rows: readonly (readonly string[])[], titles: readonly Column[], columns: number): string[] {
  const whole = table([right(''), left(''), ...titles], cut(rows, titles.length + 2));
  if (whole.every((line) => [...line].length <= columns)) return whole;
  const width = String(rows.length).length;
  const names = rows.flatMap(([number, name]) =>
    wrap(`${number.padStart(width)}  ${name}`, columns, '      '),
  );
  const without = rows.map(([number, , ...rest]) => [number, ...rest]);
  return [...names, '', ...table([right(''), ...titles], cut(without, titles.length + 1))];
}

function cut(rows: readonly (readonly string[])[], length: number): string[][] {
  return rows.map((row) => row.slice(0, length));
}

/** Every client that any alternative has, in the order of finding. */
function clientsOf(alternatives: readonly Alternative[]): string[] {
  return [...new Set(alternatives.flatMap(({ estimate }) => estimate?.clients.map(({ id }) => id) ?? []))];
}

function clientTable(alternatives: readonly Alternative[], ids: readonly string[]): string[] {
  const rows = alternatives.flatMap(({ estimate }, i) => {
    if (estimate === null || !estimate.clients.some(({ id }) => ids.includes(id))) return [];
    const figures = ids.flatMap((id) => {
      const client = estimate.clients.find((each) => each.id === id);
      if (client === undefined) return ['', '', '', ''];
      const { write, read } = client;
      return [write.p50, write.p99, read.p50, read.p99].map(ms);
    });
    return [[String(i + 1), ...figures]];
  });
  const header = ids.flatMap(() => ['p50', 'p99', 'p50', 'p99'].map(right));
  const [names, operations] = [ids.map((id) => `${id}: write`), ids.map(() => 'read')];
  const groups = ids.flatMap((_, i) => [
    { title: names[i], first: 4 * i + 1, last: 4 * i + 2 },
    { title: operations[i], first: 4 * i + 3, last: 4 * i + 4 },
  ]);
  return table([right('ms'), ...header], rows, groups);
}
