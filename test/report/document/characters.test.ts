import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { renderDiagnostics } from '../../../src/report/diagnostics.js';
import type { Block, Document } from '../../../src/report/document/blocks.js';
import { documentHtml } from '../../../src/report/document/html.js';
import { documentMarkdown } from '../../../src/report/document/markdown.js';
import { seenData, visible } from '../../../src/report/document/one-line.js';
import { documentText } from '../../../src/report/document/terminal.js';
import { json } from '../../../src/report/json.js';
import { reviewGithub } from '../../../src/report/review-github.js';
import { reviewMarkdown } from '../../../src/report/review-markdown.js';
import { reviewSarif } from '../../../src/report/review-sarif.js';
import { reviewText } from '../../../src/report/review-text.js';
import type { ReviewResult } from '../../../src/result/review.js';

/**
 * What a terminal acts on (ECMA-48: C0, DEL, C1; a tab is but a blank) and what turns the direction of writing (Unicode Standard Annex 9, table
 * 4; CVE-2021-42574). A line feed ends our own lines.
 */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this is about
const ACTS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/;

const evil = fc.string({
  unit: fc.constantFrom(
    ...'aB1 <>&|`*_:%\n\t\r\u0000\u0007\u001b\u007f\u0085\u009b\u061c\u200e\u200f\u202e\u2066\u2069\ud800',
    '\u001b[31m',
    '\u001b]0;x\u0007',
    '\u{e0041}',
  ),
  minLength: 1,
  maxLength: 12,
});

/** A text in every place of a document that takes one. */
function everywhere(text: string): Document {
  const blocks: Block[] = [
    { kind: 'paragraph', text },
    { kind: 'paragraph', text: [text, { code: text }], tone: 'lead' },
    { kind: 'list', items: [text] },
    { kind: 'command', text },
    { kind: 'key-figures', items: [{ label: text, value: text, note: text }] },
    {
      kind: 'table',
      caption: text,
      columns: [{ title: text, align: 'left' }],
      groups: [{ title: text, first: 0, last: 0 }],
      rows: [[text], [{ text, tone: 'bad' }]],
    },
  ];
  return {
    title: text,
    subtitle: text,
    facts: [text, { code: text } as never].slice(0, 1),
    sections: [
      { id: 's', title: text, blocks: [...blocks, { kind: 'fold', title: text, open: true, blocks }] },
    ],
    notes: [text],
  };
}

function reviewOf(text: string): ReviewResult {
  const finding = {
    rule: 'QR001',
    severity: 'warning',
    message: text,
    file: text,
    line: 1,
    column: 1,
    fix: text,
    docs: 'docs/rules.md',
    path: text,
  } as const;
  return {
    schema: 'quorate.review/1',
    version: '1.0.0',
    seed: 1,
    verdict: 'passed',
    failOn: 'error',
    files: [{ file: text, name: text, sound: true }],
    findings: [finding],
    suppressed: [{ ...finding, by: 1, reason: text, until: null }],
    accepted: 1,
    stale: [{ rule: text, file: text, path: text }],
    date: '2026-01-15',
    counts: { error: 0, warning: 1, note: 0 },
  };
}

const RENDERERS: Readonly<Record<string, (text: string) => string>> = {
  'text for a terminal': (text) => documentText(everywhere(text), 60),
  Markdown: (text) => documentMarkdown(everywhere(text), 3),
  HTML: (text) =>
    documentHtml(everywhere(text), {
      drawings: new Map(),
      viewer: { script: '', specs: new Map([['map', JSON.stringify({ text })]]) },
      sha256: () => '',
    }),
  JSON: (text) => json({ text, [text]: [text] }),
  'a chart’s data': (text) => Object.entries(seenData({ [text]: [{ text }] })).join(),
  'messages about a file': (text) =>
    renderDiagnostics(
      [
        {
          severity: 'error',
          message: text,
          file: text,
          hint: text,
          position: { line: 1, column: 1 },
        },
      ],
      new Map([[text, text]]),
      { color: false },
    ),
  'what is shown as escapes': (text) => visible(text, '\n'),
  'a review’s text': (text) => reviewText(reviewOf(text), 60),
  'a review’s Markdown': (text) => reviewMarkdown(reviewOf(text)),
  'GitHub’s annotations': (text) => reviewGithub(reviewOf(text)),
  SARIF: (text) => reviewSarif(reviewOf(text), { rules: [] } as never),
};

describe('what a terminal or a page would act on', () => {
  it.each(Object.entries(RENDERERS))('never gets from a text into %s', (_, rendered) => {
    let some = 0;
    fc.assert(
      fc.property(evil, (text) => {
        if (ACTS.test(text)) some++;
        expect(rendered(text)).not.toMatch(ACTS);
      }),
      { numRuns: 150 },
    );
    expect(some).toBeGreaterThan(50);
  });

  it('SARIF does not say it with escapes either, which whoever shows it undoes', () => {
    const { runs } = JSON.parse(reviewSarif(reviewOf('a\u001b[31mb\u202ec'), { rules: [] } as never));
    expect(runs[0].results[0].message.text).toBe('a[31mbc a[31mbc');
  });

  it('JSON says the same as before', () => {
    fc.assert(
      fc.property(evil, (text) => {
        // JSON.stringify writes lone surrogates as escapes, too, and reading brings them back.
        expect(JSON.parse(json({ text }))).toEqual({ text });
      }),
    );
  });
});
