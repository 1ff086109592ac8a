import type { Block, Cell, ColumnGroup, Document, Section, Table, TableColumn, Text } from './blocks.js';
import { escapedJson, seenLines } from './one-line.js';
import { STYLE } from './style.js';

/** A chart as it is put into a page: the same for wide and for narrow screens, as SVG. */
export interface Drawing {
  readonly wide: string;
  readonly narrow: string;
}

/** What makes the charts answer to the pointer, where scripts run. */
export interface Viewer {
  readonly script: string;
  /** By chart: what the script draws it from, as JSON text. */
  readonly specs: ReadonlyMap<string, string>;
}

export interface HtmlOptions {
  readonly drawings: ReadonlyMap<string, Drawing>;
  readonly viewer?: Viewer | undefined;
  /** The base64 of a text's SHA-256, for the page's own policy. */
  readonly sha256: (text: string) => string;
}

/**
 * A document as one HTML file that needs nothing else: static pictures first, a script only for what the pointer asks. Its
 * policy allows that script and that style by their hashes, and no connection anywhere.
 */
export function documentHtml(page: Document, { drawings, viewer, sha256 }: HtmlOptions): string {
  const script = viewer === undefined ? "'none'" : `'sha256-${sha256(viewer.script)}'`;
  const policy = [
    "default-src 'none'",
    `style-src 'sha256-${sha256(STYLE)}'`,
    `script-src ${script}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  const lines = [
    '<!doctype html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${policy}">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="color-scheme" content="light dark">',
    '<meta name="generator" content="quorate">',
    `<title>${escaped(page.title)}: report</title>`,
    ...(page.subtitle === '' ? [] : [`<meta name="description" content="${escaped(page.subtitle)}">`]),
    `<style>${STYLE}</style>`,
    '</head>',
    '<body>',
    '<header>',
    `<h1>${escaped(page.title)}</h1>`,
    ...(page.subtitle === '' ? [] : [`<p class="subtitle">${escaped(page.subtitle)}</p>`]),
    `<p class="facts">${page.facts.map(inline).join(' · ')}</p>`,
    '<nav aria-label="Sections"><ul>',
    ...page.sections
      .filter(({ title }) => title !== '')
      .map(({ id, title }) => `<li><a href="#${id}">${escaped(title)}</a></li>`),
    '</ul></nav>',
    '</header>',
    '<main>',
    ...page.sections.map((section) => sectionHtml(section, drawings)),
    ...(page.notes.length === 0
      ? []
      : [`<ul>${page.notes.map((note) => `<li>${inline(note)}</li>`).join('')}</ul>`]),
    '</main>',
  ];
  if (viewer !== undefined) {
    for (const [name, spec] of viewer.specs)
      lines.push(`<script type="application/json" id="spec-${name}">${asData(spec)}</script>`);
    lines.push(`<script>${viewer.script}</script>`);
  }
  lines.push('</body>', '</html>', '');
  return lines.join('\n');
}

/** JSON inside a script element: nothing in it may look like its end. */
function asData(json: string): string {
  return escapedJson(json).replace(/</g, '\\u003c');
}

function sectionHtml({ id, title, blocks }: Section, drawings: HtmlOptions['drawings']): string {
  const body = blocks.map((block) => blockHtml(block, drawings)).join('\n');
  if (title === '') return body;
  return `<section aria-labelledby="${id}">\n<h2 id="${id}">${escaped(title)}</h2>\n${body}\n</section>`;
}

function blockHtml(block: Block, drawings: HtmlOptions['drawings']): string {
  switch (block.kind) {
    case 'paragraph':
      return `<p${block.tone === undefined ? '' : ` class="${block.tone}"`}>${inline(block.text)}</p>`;
    case 'list':
      return `<ul>${block.items.map((item) => `<li>${inline(item)}</li>`).join('')}</ul>`;
    case 'command':
      return `<pre><code>${escaped(block.text)}</code></pre>`;
    case 'key-figures':
      return `<dl class="key">${block.items
        .map(
          ({ label, value, note, tone }) =>
            `<div><dt>${escaped(label)}</dt><dd class="value${tone === undefined ? '' : ` ${tone}`}">${escaped(value)}</dd><dd>${escaped(note)}</dd></div>`,
        )
        .join('')}</dl>`;
    case 'table':
      return tableHtml(block);
    case 'fold':
      return `<details${block.open ? ' open' : ''}><summary>${escaped(block.title)}</summary>\n${block.blocks
        .map((each) => blockHtml(each, drawings))
        .join('\n')}\n</details>`;
    case 'chart':
      return chartHtml(block.name, drawings);
  }
}

function chartHtml(name: string, drawings: HtmlOptions['drawings']): string {
  const drawing = drawings.get(name);
  if (drawing === undefined) throw new Error(`the chart ${name} is on the page but was not drawn`);
  return `<figure id="chart-${name}"><div class="wide">${drawing.wide.trim()}</div><div class="narrow">${drawing.narrow.trim()}</div></figure>`;
}

function tableHtml({ caption, columns, groups, rows }: Table): string {
  const head = `${groups === undefined ? '' : groupRow(columns, groups)}<tr>${columns
    .map(({ title, align }) =>
      title === '' ? '<td></td>' : `<th scope="col"${side(align)}>${escaped(title)}</th>`,
    )
    .join('')}</tr>`;
  const body = rows.map(
    (row) =>
      `<tr>${row
        .map((each, i) => {
          const cell: Cell = typeof each === 'string' ? { text: each } : each;
          return i === 0
            ? `<th scope="row"${tone(cell)}>${escaped(cell.text)}</th>`
            : cellHtml(cell, columns[i].align);
        })
        .join('')}</tr>`,
  );
  return `<div class="table" role="region" aria-label="${escaped(caption)}" tabindex="0"><table><caption>${escaped(caption)}</caption><thead>${head}</thead><tbody>${body.join('')}</tbody></table></div>`;
}

function groupRow(columns: readonly TableColumn[], groups: readonly ColumnGroup[]): string {
  let at = 0;
  const cells: string[] = [];
  for (const { title, first, last } of groups) {
    if (first > at) cells.push(`<td colspan="${first - at}"></td>`);
    cells.push(`<th scope="colgroup" class="group" colspan="${last - first + 1}">${escaped(title)}</th>`);
    at = last + 1;
  }
  if (at < columns.length) cells.push(`<td colspan="${columns.length - at}"></td>`);
  return `<tr>${cells.join('')}</tr>`;
}

function cellHtml(cell: Cell, align: TableColumn['align']): string {
  const bar =
    cell.bar === undefined
      ? ''
      : `<svg class="bar" width="72" height="8" viewBox="0 0 72 8" aria-hidden="true"><rect width="72" height="8" class="rail"/><rect width="${(72 * Math.min(1, Math.max(0, cell.bar))).toFixed(1)}" height="8"/></svg>`;
  const text = bar === '' ? escaped(cell.text) : `<span class="n">${escaped(cell.text)}</span>`;
  return `<td${side(align, cell)}>${bar}${text}</td>`;
}

function side(align: TableColumn['align'], cell?: Cell): string {
  const classes = [...(align === 'right' ? ['right'] : []), ...(cell?.tone === undefined ? [] : [cell.tone])];
  return classes.length === 0 ? '' : ` class="${classes.join(' ')}"`;
}

function tone(cell: Cell): string {
  return cell.tone === undefined ? '' : ` class="${cell.tone}"`;
}

function inline(text: Text): string {
  const parts = typeof text === 'string' ? [text] : text;
  return parts
    .map((part) => (typeof part === 'string' ? escaped(part) : `<code>${escaped(part.code)}</code>`))
    .join('');
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** For text and for attributes in quotes. */
export function escaped(text: string): string {
  return seenLines(text).replace(/[&<>"']/g, (found) => ENTITIES[found]);
}
