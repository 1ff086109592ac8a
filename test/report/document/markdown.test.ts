import { describe, expect, it } from 'vitest';
import { type Document, list, paragraph, right } from '../../../src/report/document/blocks.js';
import { documentMarkdown } from '../../../src/report/document/markdown.js';

/** A text in every place of a document that takes one. */
function everywhere(text: string): Document {
  return {
    title: text,
    subtitle: text,
    facts: [text],
    sections: [
      {
        id: 's',
        title: text,
        blocks: [
          paragraph(text, 'lead'),
          ...list([text]),
          { kind: 'key-figures', items: [{ label: text, value: text, note: text }] },
          { kind: 'table', caption: text, columns: [right(text)], rows: [[text], [{ text, tone: 'bad' }]] },
          { kind: 'fold', title: text, open: true, blocks: [paragraph(text)] },
        ],
      },
    ],
    notes: [text],
  };
}

const PLACES = 16;

// GitHub Flavored Markdown 0.31, sections 6.9 (autolinks) and 2.4 (escapes); mentions and references are found in the
// text that Markdown has become, where escapes are gone: docs.github.com, "Autolinked references and URLs".
const CALLS: readonly (readonly [string, RegExp])[] = [
  ['see https://evil.example/x', /https:\/\//i],
  ['see HTTP://evil.example', /http:\/\//i],
  ['ftp://evil.example', /ftp:\/\//i],
  ['www.evil.example', /www\./i],
  ['ask @team now', /@[a-z]/i],
  ['mail a@b.example', /@[a-z]/i],
  ['like #12', /#\d/],
  ['a <img src=x> b', /<img/],
  ['a ![p](q) b', /!\[|(?<!\\)\]\(/],
  ['a [l](u) b', /(?<!\\)\[l/],
  ['a **b** c', /(?<!\\|^)\*\*b\*\*(?!\*)/],
  ['a\n# heading', /\n# heading/],
  ['a\u202eb', /\u202e/],
  ['a\u001bb', /a\p{Cc}b/u],
];

describe('text in the Markdown of a document', () => {
  it.each(CALLS)('stays text in all places: %j', (text, calls) => {
    expect(text).toMatch(calls);
    expect(documentMarkdown(everywhere(text), 3)).not.toMatch(calls);
  });

  it('is there in all places, and reads as it was', () => {
    const markdown = documentMarkdown(everywhere('mail a@b, e.g. a #b or www, ratio 1:2'), 3);
    expect(markdown.replaceAll('\u2060', '').match(/mail a@b, e\.g\. a #b or www, ratio 1:2/g)).toHaveLength(
      PLACES,
    );
  });
});
