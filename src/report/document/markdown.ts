import type { Block, Cell, Page, Section, Text } from './blocks.js';

/**
 * The page as Markdown (GitHub's).
 *
 * @param picture where the picture of a chart stands, and its words for those who cannot see it; undefined: no pictures,
 *   and charts are left out
 */
export function reportMarkdown(
  page: Page,
  picture?: (chart: string) => { readonly path: string; readonly alt: string },
): string {
  const lines = [`# ${plain(page.title)}`, ''];
  if (page.subtitle !== '') lines.push(`*${plain(page.subtitle)}*`, '');
  lines.push(inline(page.facts), '');
  for (const section of page.sections) lines.push(...sectionLines(section, picture));
  return lines.join('\n');
}

type Picture = Parameters<typeof reportMarkdown>[1];

function sectionLines({ title, blocks }: Section, picture: Picture): string[] {
  const body = blocks.flatMap((block) => blockLines(block, picture));
  return body.length === 0 ? [] : [`## ${plain(title)}`, '', ...body];
}

function blockLines(block: Block, picture: Picture): string[] {
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
        `${plain(block.caption)}:`,
        '',
        ...tableLines(
          titled(block),
          block.rows.map((row) => row.map(cellText)),
        ),
      ];
    case 'fold':
      return [`### ${plain(block.title)}`, '', ...block.blocks.flatMap((each) => blockLines(each, picture))];
    case 'chart': {
      if (picture === undefined) return [];
      const { path, alt } = picture(block.name);
      return [`![${plain(alt)}](${path})`, ''];
    }
  }
}

/** Markdown has no headings over several columns: their first column takes the words. */
function titled({ columns, groups = [] }: Extract<Block, { kind: 'table' }>) {
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

/** Text that stays what it is: nothing in it marks anything up, opens an element or ends a cell. */
function plain(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .replace(/[\\`*_[\]|~]/g, '\\$&')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/^(\s*)([#+-]|\d+[.)])(?=\s|$)/, '$1\\$2');
}

/** A code span: set in more backticks than the text has in a row. */
function code(text: string): string {
  const line = text.replace(/\s+/g, ' ').replace(/\|/g, '\\|');
  const fence = '`'.repeat(longestRun(line) + 1);
  const space = /^`|`$/.test(line) ? ' ' : '';
  return `${fence}${space}${line}${space}${fence}`;
}

function fenced(text: string): string[] {
  const fence = '`'.repeat(Math.max(3, longestRun(text) + 1));
  return [`${fence}sh`, text, fence];
}

function longestRun(text: string): number {
  return Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
}
