import type { Block, Cell, Document, Section, Table, Text } from './blocks.js';
import { code, longestRun, plain } from './markdown-text.js';
import { seenLines } from './one-line.js';

/** Where a chart stands as a picture, and what to say in its place. */
export type ChartPicture = (chart: string) => { readonly path: string; readonly alt: string };

/**
 * A document as Markdown (GitHub's).
 *
 * @param level of its title's heading: 1 for a page of its own, 3 for what is pasted into another text
 * @param picture of each chart; undefined: no pictures, and charts are left out
 */
export function documentMarkdown(
  { title, subtitle, facts, sections, notes }: Document,
  level: 1 | 3,
  picture?: ChartPicture,
): string {
  const lines = [`${'#'.repeat(level)} ${plain(title)}`, ''];
  if (subtitle !== '') lines.push(`*${plain(subtitle)}*`, '');
  lines.push(facts.map(inline).join(' · '), '');
  for (const section of sections) lines.push(...sectionLines(section, level + 1, picture));
  if (notes.length > 0) lines.push(...notes.map((note) => `- ${inline(note)}`), '');
  return lines.join('\n');
}

function sectionLines(
  { title, blocks }: Section,
  level: number,
  picture: ChartPicture | undefined,
): string[] {
  const body = blocks.flatMap((block) => blockLines(block, level + 1, picture));
  if (body.length === 0 || title === '') return body;
  return [`${'#'.repeat(level)} ${plain(title)}`, '', ...body];
}

function blockLines(block: Block, level: number, picture: ChartPicture | undefined): string[] {
  switch (block.kind) {
    case 'paragraph':
      return [block.tone === 'lead' ? `**${inline(block.text)}**` : inline(block.text), ''];
    case 'list':
      return [...block.items.map((item) => `- ${inline(item)}`), ''];
    case 'command':
      return [...fenced(block.text), ''];
    case 'key-figures':
      return tableLines(
        block.items.map(({ label }) => ({ title: label, align: 'left' })),
        [block.items.map(({ value }) => `**${plain(value)}**`), block.items.map(({ note }) => plain(note))],
      );
    case 'table':
      return [
        ...(block.caption === '' ? [] : [`${plain(block.caption)}:`, '']),
        ...tableLines(
          titled(block),
          block.rows.map((row) => row.map(cellText)),
        ),
      ];
    case 'fold':
      return [
        `${'#'.repeat(level)} ${plain(block.title)}`,
        '',
        ...block.blocks.flatMap((each) => blockLines(each, level + 1, picture)),
      ];
    case 'chart': {
      if (picture === undefined) return [];
      const { path, alt } = picture(block.name);
      return [`![${plain(alt)}](${path})`, ''];
    }
  }
}

/** Markdown has no headings over several columns: their first column takes the words. */
function titled({ columns, groups = [] }: Table) {
  return columns.map(({ title, align }, i) => {
    const group = groups.find(({ first }) => first === i);
    return { title: group === undefined ? title : `${group.title} ${title}`, align };
  });
}

function tableLines(
  columns: readonly { readonly title: string; readonly align: 'left' | 'right' }[],
  rows: readonly (readonly string[])[],
): string[] {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [
    line(columns.map(({ title }) => plain(title))),
    `|${columns.map(({ align }) => (align === 'left' ? '---' : '--:')).join('|')}|`,
    ...rows.map(line),
    '',
  ];
}

function cellText(cell: string | Cell): string {
  if (typeof cell === 'string') return plain(cell);
  return cell.tone === 'bad' ? `**${plain(cell.text)}**` : plain(cell.text);
}

function inline(text: Text): string {
  const parts = typeof text === 'string' ? [text] : text;
  return parts.map((part) => (typeof part === 'string' ? plain(part) : code(part.code))).join('');
}

function fenced(text: string): string[] {
  const fence = '`'.repeat(Math.max(3, longestRun(text) + 1));
  return [`${fence}sh`, seenLines(text), fence];
}
