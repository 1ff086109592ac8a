import { describe, expect, it } from 'vitest';
import {
  type Block,
  type Document,
  left,
  list,
  paragraph,
  right,
  type Table,
} from '../../../src/report/document/blocks.js';
import { documentMarkdown } from '../../../src/report/document/markdown.js';
import { documentText } from '../../../src/report/document/terminal.js';

function documentOf(...blocks: Block[]): Document {
  return {
    title: 'plan',
    subtitle: '',
    facts: ['raft, leader a', 'RTTs inline'],
    sections: [{ id: 'all', title: '', blocks }],
    notes: ['Assumed: much.'],
  };
}

/** Two named columns and figures of three clients, each of two columns. */
const WIDE: Block = {
  kind: 'table',
  caption: 'Of each client',
  columns: [
    left('lost'),
    left('leader'),
    ...['p50', 'change', 'p50', 'change', 'p50', 'change'].map(right),
    left(''),
  ],
  groups: ['one', 'two', 'three'].map((title, i) => ({ title, first: 2 + 2 * i, last: 3 + 2 * i })),
  keys: 2,
  rows: [['a', 'b', '10.0', '+1 %', '20.0', '+2 %', '30.0', '+3 %', '← worst']],
};

const LONG: Block = {
  kind: 'table',
  caption: '',
  columns: [left('step'), left('what'), right('ms')],
  rows: [['from here to there', 'a message that has a long description of what it says', '1.50']],
};

function widest(text: string): number {
  return Math.max(...text.split('\n').map((line) => [...line].length));
}

describe('a document for a terminal', () => {
  it('has the facts first, what belongs together together, and the notes last', () => {
    const text = documentText(
      documentOf(
        ...list(['It is met.', 'It is fast.']),
        LONG,
        paragraph('An aside to the table.', 'quiet'),
        paragraph('Something else.'),
      ),
      100,
    );
    expect(text).toBe(`plan   raft, leader a
RTTs inline

It is met.
It is fast.

step                what                                                     ms
from here to there  a message that has a long description of what it says  1.50
An aside to the table.

Something else.

Assumed: much.
`);
  });

  it('takes a table apart between the columns of different clients, and names the rows in each part', () => {
    expect(widest(documentText(documentOf(WIDE), 80))).toBeGreaterThan(50);
    expect(documentText(documentOf(WIDE), 50)).toContain(`Of each client
                       one           two
lost  leader   p50  change   p50  change
a     b       10.0    +1 %  20.0    +2 %

                     three
lost  leader   p50  change
a     b       30.0    +3 %  ← worst
`);
  });

  it('breaks long names where that makes fewer tables', () => {
    const [row] = (WIDE as Table).rows;
    const long = { ...WIDE, rows: [['a', 'cape-town 60 %, ireland 40 %', ...row.slice(2)]] } as Block;
    const text = documentText(documentOf(long), 60);
    expect(text.match(/^lost/gm)).toHaveLength(2);
    expect(text).toMatch(/^a {5}cape-town 60 %, {2}10\.0 .*\n +ireland 40 %$/m);
  });

  it('breaks long texts of a table that is not to be taken apart', () => {
    expect(documentText(documentOf(LONG), 44)).toContain(`step                what                  ms
from here to there  a message that has  1.50
                     a long
                     description of
                     what it says
`);
  });

  it('shows a wider form of a table where it fits whole, and in Markdown never', () => {
    const wide = { columns: ['a', 'b'].map(left), rows: [['●', '│'.repeat(30)]] };
    const block: Block = { kind: 'table', caption: '', columns: [left('place')], rows: [['at a']], wide };
    expect(documentText(documentOf(block), 33)).toMatch(/^a {2}b\n● {2}│{30}\n/m);
    expect(documentText(documentOf(block), 33)).not.toContain('at a');
    expect(documentText(documentOf(block), 32)).toMatch(/^place\nat a\n/m);
    expect(documentMarkdown(documentOf(block), 3)).toContain('| place |\n|---|\n| at a |\n');
    expect(documentMarkdown(documentOf(block), 3)).not.toContain('│');
  });

  it('breaks lists in cells between their items', () => {
    const lines = documentText(
      documentOf({ ...LONG, rows: [['a', 'or1 89 %, ie1 11 %, de1 0.5 %', '1']] } as Block),
      26,
    );
    expect(lines).toMatch(/or1 89 %, {2,}1\n +ie1 11 %,\n +de1 0\.5 %\n/);
  });

  it.each([40, 60, 80, 100])('is no wider than %d columns', (columns) => {
    const text = documentText(documentOf(WIDE, LONG, paragraph('word '.repeat(60))), columns);
    expect(widest(text)).toBeLessThanOrEqual(columns);
    for (const shown of ['+3 %', '← worst', 'description', '1.50']) expect(text).toContain(shown);
  });

  it('says all that its Markdown says', () => {
    const document = documentOf(WIDE, LONG, ...list(['It is met.']), paragraph(['see ', { code: 'a.yaml' }]));
    const words = (text: string): string[] => [...new Set(text.match(/[\w.%+]{2,}/g))].sort();
    expect(words(documentText(document, 60))).toEqual(words(documentMarkdown(document, 3)));
  });

  it('shows nothing that a terminal would act on, and no line that text breaks', () => {
    const bad = '\u001b[31mred\u0007\r\nnext';
    const text = documentText(
      {
        ...documentOf(paragraph(bad), { ...WIDE, caption: bad, rows: [[bad, { text: bad }]] } as Block),
        title: bad,
        facts: [bad],
      },
      200,
    );
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is to be absent
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
    expect(text.match(/red next/g)?.length).toBe(6);
  });
});
