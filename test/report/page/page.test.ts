import { describe, expect, it } from 'vitest';
import type { Document } from '../../../src/report/document/blocks.js';
import { documentHtml, escaped } from '../../../src/report/document/html.js';
import { documentMarkdown } from '../../../src/report/document/markdown.js';
import { pageOf } from '../../../src/report/page/page.js';
import type { ReportResult } from '../../../src/result/report.js';
import { PLAIN, reportOf } from './samples.js';

const report = await reportOf(PLAIN);

/** Every chart as the same small picture. */
function pictures({ charts }: ReportResult) {
  return new Map(charts.map(({ name }) => [name, { wide: '<svg></svg>', narrow: '<svg></svg>' }]));
}

const sha256 = (text: string): string => `hash-of-${text.length}`;

function html(of: ReportResult): string {
  return documentHtml(pageOf(of), { drawings: pictures(of), sha256 });
}

describe('the page of a report', () => {
  it('asks what a design review asks, in its order', () => {
    expect(pageOf(report).sections.map(({ title }) => title)).toEqual([
      'Verdict',
      'Where everything is',
      'Latency',
      'Why',
      'What if a region is lost',
      'Load',
      'Failover',
      'One write, message by message',
      'Availability',
      'Round trips',
      'Review',
      'Assumptions and sources',
      'Making this page again',
    ]);
  });

  it('begins with one sentence: what is met, who is slowest, what may be lost, how much downtime there is', () => {
    // A majority of three survives one; c → rc, rc → ra 10, ra → rb → ra 10 + 1 for the disk, ra → rc 10.
    expect(html(report)).toMatch(
      /<p class="lead">1 of 2 objectives is missed: half the writes of cc, the slowest client, are done within 31\.\d ms \(31\.\d ms at the 99th percentile\); writes survive the loss of any one region and have [\d.]+ (?:s|min) downtime\/year\.<\/p>/,
    );
  });

  it('says which objective is missed, by which figure', () => {
    const markdown = documentMarkdown(pageOf(report), 1);
    expect(markdown).toMatch(/\| write\.p99 of ca at most 5ms \| 11\.\d ms \| \*\*missed\*\* \|/);
    expect(markdown).toContain('| any one region may be lost | 1 | met |');
  });

  it('says in words that there is no map where nobody told where the regions are', () => {
    expect(report.charts.map(({ name }) => name)).not.toContain('map');
    expect(html(report)).toContain('No map here: nobody told where a, b and c are.');
  });

  it('tells how to make it again, and not when it was made', () => {
    const text = html(report);
    expect(text).toContain('<pre><code>quorate report plain.yaml</code></pre>');
    expect(text).not.toMatch(/20\d\d-\d\d-\d\d|\d\d:\d\d/);
  });

  it('leaves no figure undefined', () => {
    for (const text of [html(report), documentMarkdown(pageOf(report), 1)])
      expect(text).not.toMatch(/NaN|undefined|Infinity|\[object/);
  });

  it('shows the figures of a saved estimate, and says once that it holds no more', () => {
    const saved: ReportResult = {
      ...report,
      explain: null,
      losses: null,
      review: null,
      charts: [],
      missing: [{ name: 'map', why: 'it is not there' }],
    };
    const text = html(saved);
    expect(text.match(/saved result of quorate estimate/g)).toHaveLength(1);
    expect(text).not.toContain('<figure');
    expect(text).toContain('Slowest writes: cc');
    expect(pageOf(saved).sections.map(({ title }) => title)).toEqual([
      'Verdict',
      'Latency',
      'Why',
      'Load',
      'Failover',
      'Availability',
      'Assumptions and sources',
      'Making this page again',
    ]);
  });
});

describe('HTML', () => {
  it('allows its own style by its hash, no script where there is none, and no connection', () => {
    const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(html(report))?.[1] ?? '';
    expect(policy).toMatch(
      /^default-src 'none'; style-src 'sha256-hash-of-\d+'; script-src 'none'; base-uri 'none'; form-action 'none'$/,
    );
  });

  it('has one h1, a heading for every section, and a link to each', () => {
    const text = html(report);
    expect(text.match(/<h1>/g)).toHaveLength(1);
    const ids = [...text.matchAll(/<h2 id="([\w-]+)">/g)].map(([, id]) => id);
    expect(ids).toHaveLength(13);
    expect([...text.matchAll(/<a href="#([\w-]+)">/g)].map(([, id]) => id)).toEqual(ids);
  });

  it('puts a spec into the page so that nothing in it ends its element', () => {
    const drawings = pictures(report);
    const viewer = { script: 'go()', specs: new Map([['latency-cdf', '{"a":"</script><script>x()"}']]) };
    const text = documentHtml(pageOf(report), { drawings, viewer, sha256 });
    expect(text).toContain('{"a":"\\u003c/script>\\u003cscript>x()"}');
    expect(text).toContain("script-src 'sha256-hash-of-4'");
    expect(text.match(/<script/g)).toHaveLength(2);
  });
});

const HOSTILE = '<script>alert(1)</script> ]]> "quoted" \'so\' a|b `c` *d* _e_ [f](g) &amp; \\ \u0007';

/** A page in which all text is hostile. */
const hostile: Document = {
  title: HOSTILE,
  subtitle: HOSTILE,
  facts: [HOSTILE, [{ code: HOSTILE }]],
  notes: [],
  sections: [
    {
      id: 'one',
      title: HOSTILE,
      blocks: [
        { kind: 'paragraph', text: HOSTILE },
        { kind: 'key-figures', items: [{ label: HOSTILE, value: HOSTILE, note: HOSTILE }] },
        {
          kind: 'table',
          caption: HOSTILE,
          columns: [
            { title: HOSTILE, align: 'left' },
            { title: HOSTILE, align: 'right' },
          ],
          groups: [{ title: HOSTILE, first: 1, last: 1 }],
          rows: [[HOSTILE, { text: HOSTILE, bar: 0.5 }]],
        },
        { kind: 'list', items: [HOSTILE, [{ code: HOSTILE }]] },
        { kind: 'fold', title: HOSTILE, open: false, blocks: [{ kind: 'paragraph', text: HOSTILE }] },
        { kind: 'command', text: HOSTILE },
      ],
    },
  ],
};

describe('hostile text', () => {
  const text = documentHtml(hostile, { drawings: new Map(), sha256 });

  it('is text in HTML wherever it stands, in elements and in attributes', () => {
    expect(text).not.toContain('<script');
    expect(text).not.toContain('\u0007');
    const shown = escaped(HOSTILE);
    expect(shown).toContain('&lt;script&gt;alert(1)&lt;/script&gt; ]]&gt; &quot;quoted&quot; &#39;so&#39;');
    // 6 of the head (title, description, heading, subtitle, two facts), its link, the section's heading, a paragraph, 3 of
    // the tile, 7 of the table (its label and caption among them), 2 of the list, 2 of the fold, the command.
    expect(text.split(shown).length - 1).toBe(24);
    for (const [, value] of text.matchAll(/(?:aria-label|content)="([^"]*)"/g))
      expect(value).not.toMatch(/[<>]/);
  });

  it('opens no element, ends no cell and marks nothing up in Markdown', () => {
    const markdown = documentMarkdown(hostile, 1);
    const prose = markdown
      .replace(/^(```+)[\s\S]*?^\1$/gm, '')
      .replace(/\\./g, '')
      .replace(/(?<!`)(`+)(?!`)[^\n]*?(?<!`)\1(?!`)/g, '');
    expect(prose.length).toBeGreaterThan(500);
    expect(prose).not.toMatch(/[<>_`[\]]/);
    const rows = markdown.split('\n').filter((line) => line.startsWith('| &lt;script'));
    // Labels and notes of the tiles: one cell; heading and row of the table: two.
    expect(rows.map((line) => line.match(/(?<!\\)\|/g)?.length)).toEqual([2, 2, 3, 3]);
    expect(markdown).toContain('\\*d\\* \\_e\\_ \\[f\\](g) &amp;amp; \\\\');
  });
});

describe('Markdown', () => {
  it('is without pictures, or with one for each chart', () => {
    expect(documentMarkdown(pageOf(report), 1)).not.toContain('![');
    const with_ = documentMarkdown(pageOf(report), 1, (name) => ({ path: `${name}.svg`, alt: name }));
    expect([...with_.matchAll(/!\[[^\]]*\]\(([\w-]+)\.svg\)/g)].map(([, name]) => name).sort()).toEqual(
      report.charts.map(({ name }) => name).sort(),
    );
  });
});
