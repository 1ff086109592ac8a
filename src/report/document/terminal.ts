import type { Block, Cell, Document, Section, Table, Text } from './blocks.js';
import { fitted } from './fitted-table.js';
import { oneLine } from './one-line.js';
import { widthOf, wrap } from './table.js';

/**
 * A document for a terminal: plain lines of at most `columns` characters, but for a single word or row that is longer.
 * Charts are left out.
 */
export function documentText({ title, subtitle, facts, sections, notes }: Document, columns: number): string {
  const [first = '', ...rest] = facts.map(plain);
  const lines = wrap(first === '' ? oneLine(title) : `${oneLine(title)}   ${first}`, columns, '  ');
  if (subtitle !== '') lines.push(...wrap(oneLine(subtitle), columns, '  '));
  for (const fact of rest) lines.push(...wrap(fact, columns, '  '));
  for (const section of sections) {
    const body = sectionLines(section, columns);
    if (body.length > 0) lines.push('', ...body);
  }
  if (notes.length > 0) lines.push('', ...notes.flatMap((note) => wrap(plain(note), columns, '  ')));
  return `${lines.join('\n')}\n`;
}

function sectionLines({ title, blocks }: Section, columns: number): string[] {
  const body = blocksLines(blocks, columns);
  if (body.length === 0 || title === '') return body;
  return [...wrap(oneLine(title), columns, '  '), '', ...body];
}

/** Blocks are a line apart, but sentences follow one another, and an aside goes with what stands above it. */
function blocksLines(blocks: readonly Block[], columns: number): string[] {
  const lines: string[] = [];
  let above: Block | undefined;
  for (const block of blocks) {
    const own = blockLines(block, columns);
    if (own.length === 0) continue;
    if (above !== undefined && !belongs(block, above)) lines.push('');
    lines.push(...own);
    above = block;
  }
  return lines;
}

function belongs(block: Block, above: Block): boolean {
  if (isQuiet(block)) return above.kind !== 'fold';
  return isProse(block) && isProse(above) && !isQuiet(above);
}

function isProse({ kind }: Block): boolean {
  return kind === 'paragraph' || kind === 'list';
}

function isQuiet(block: Block): boolean {
  return block.kind === 'paragraph' && block.tone === 'quiet';
}

function blockLines(block: Block, columns: number): string[] {
  switch (block.kind) {
    case 'paragraph':
      return wrap(plain(block.text), columns, '  ');
    case 'list':
      return block.items.flatMap((item) => wrap(plain(item), columns, '  '));
    case 'command':
      return block.text.split('\n').map((line) => `  ${oneLine(line)}`);
    case 'key-figures':
      return block.items.flatMap(({ label, value, note }) =>
        wrap(oneLine(`${label}: ${value}${note === '' ? '' : ` (${note})`}`), columns, '  '),
      );
    case 'table':
      return tableLines(block, columns);
    case 'fold':
      return [...wrap(oneLine(block.title), columns, '  '), ...blocksLines(block.blocks, columns)];
    case 'chart':
      return [];
  }
}

function tableLines({ caption, wide, ...block }: Table, columns: number): string[] {
  const above = caption === '' ? [] : wrap(oneLine(caption), columns, '  ');
  if (wide !== undefined) {
    const lines = drawn(wide, columns);
    if (lines.every((line) => widthOf(line) <= columns)) return [...above, ...lines];
  }
  return [...above, ...drawn(block, columns)];
}

function drawn(
  { columns: titles, groups = [], rows, keys }: Pick<Table, 'columns' | 'groups' | 'rows' | 'keys'>,
  columns: number,
): string[] {
  const named = <T extends { readonly title: string }>(each: T): T => ({
    ...each,
    title: oneLine(each.title),
  });
  const cells = rows.map((row) => row.map(textOf));
  return fitted({ columns: titles.map(named), rows: cells, groups: groups.map(named), keys }, columns);
}

function textOf(cell: string | Cell): string {
  return oneLine(typeof cell === 'string' ? cell : cell.text);
}

function plain(text: Text): string {
  const parts = typeof text === 'string' ? [text] : text;
  return oneLine(parts.map((part) => (typeof part === 'string' ? part : part.code)).join(''));
}
