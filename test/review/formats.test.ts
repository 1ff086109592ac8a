import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { reviewGithub } from '../../src/report/review-github.js';
import { REVIEW_MARKER, reviewMarkdown } from '../../src/report/review-markdown.js';
import { reviewSarif } from '../../src/report/review-sarif.js';
import { reviewText } from '../../src/report/review-text.js';
import type { ReviewFinding, ReviewResult } from '../../src/result/review.js';
import { ruleList } from '../../src/review/rule-list.js';
import { quorate } from '../cli/quorate.js';
import { schemas } from '../result/schemas.js';
import { example, run, SOUND } from './examples.js';

const BAD = example('QR040-bad.yaml');
const BROKEN = 'version: 1\nreplicas: [\n';

/** Where a link of the file says so: the schema that Microsoft ships with @microsoft/jest-sarif 1.0.0-beta.0. */
const sarif = (() => {
  const {
    $schema: _,
    id: __,
    ...schema
  } = JSON.parse(readFileSync(new URL('sarif-2.1.0-rtm.5.json', import.meta.url), 'utf8'));
  // Draft-04 of JSON Schema is draft-07 but for the two keywords left out; formats are checked here.
  const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false });
  ajv.addFormat('uri', (text) => /^[a-z][a-z0-9+.-]*:[^\s<>"{}|\\^`]+$/i.test(text));
  ajv.addFormat('uri-reference', (text) => /^[^\s<>"{}|\\^`]*$/.test(text) && !/^[^/]*\s*:\s/.test(text));
  ajv.addFormat('date-time', (text) => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/.test(text));
  return ajv.compile(schema);
})();

function valid(text: string): {
  runs: { results: object[]; invocations: { executionSuccessful: boolean }[] }[];
} {
  const log = JSON.parse(text);
  expect(sarif(log) ? [] : sarif.errors).toEqual([]);
  return log;
}

/** A result with many findings, some of them with text that formats have to escape. */
function many(count: number, text: string): ReviewResult {
  const findings = Array.from({ length: count }, (_, i): ReviewFinding => {
    return {
      rule: 'QR040',
      severity: i % 2 === 0 ? 'error' : 'warning',
      message: `${i} ${text}`,
      file: 'some where/a,b:c.yaml',
      line: i + 1,
      column: 1,
      fix: text,
      docs: 'docs/rules.md#qr040',
      path: `replicas.r${i}`,
    };
  });
  return {
    schema: 'quorate.review/1',
    version: '0.0.0',
    seed: 1,
    date: '2026-01-15',
    files: [{ file: 'some where/a,b:c.yaml', name: 'x', sound: true }],
    findings,
    counts: { error: Math.ceil(count / 2), warning: Math.floor(count / 2), note: 0 },
    suppressed: [],
    accepted: 0,
    stale: [],
    failOn: 'warning',
    verdict: 'failed',
  };
}

describe('SARIF 2.1.0', () => {
  it('is valid with findings, one result each, with place and fingerprint', async () => {
    const { out } = await run(BAD, '-f', 'sarif');
    const found = JSON.parse((await run(BAD, '-f', 'json')).out).findings;
    const [{ results, invocations }] = valid(out).runs;
    expect(results.length).toBe(found.length);
    expect(results.length).toBeGreaterThan(3);
    expect(invocations).toEqual([{ executionSuccessful: true }]);
    expect(results[0]).toMatchObject({
      ruleId: found[0].rule,
      locations: [
        { physicalLocation: { artifactLocation: { uri: 't.yaml' }, region: { startLine: found[0].line } } },
      ],
    });
  });

  it('is valid when nothing is found', async () => {
    const { out, code } = await run(SOUND, '-f', 'sarif');
    expect(valid(out).runs[0].results).toEqual([]);
    expect(code).toBe(0);
  });

  it.each([
    ['is no YAML', BROKEN],
    ['is empty', ''],
    ['names a replica that there is not', example('QR000-bad.yaml')],
  ])('is valid when the input %s, and says that the run has failed', async (_, text) => {
    const { out, code } = await run(text, '-f', 'sarif');
    const [{ results, invocations }] = valid(out).runs;
    expect(results.length).toBeGreaterThan(0);
    expect(invocations).toEqual([{ executionSuccessful: false }]);
    expect(code).toBe(2);
  });

  it('is valid for a file that is not there, beside one that is', async () => {
    const { out, code } = await quorate(['review', 'none.yaml', 't.yaml', '-q', '-f', 'sarif'], {
      't.yaml': BAD,
    });
    expect(JSON.stringify(valid(out).runs[0].results)).toContain('cannot read none.yaml');
    expect(code).toBe(2);
  });

  it('is valid for standard input and for odd names of files', () => {
    for (const file of ['<stdin>', 'a b/ü%#?.yaml', '/abs/x.yaml', 'c:x.yaml', './x|y.yaml', '..\\x.yaml']) {
      const result = many(2, 'x');
      const findings = result.findings.map((finding) => ({ ...finding, file }));
      valid(reviewSarif({ ...result, findings }, ruleList()));
    }
  });

  it('the check itself is strict: a log without a version, or with an unknown key, does not pass', async () => {
    const log = JSON.parse((await run(SOUND, '-f', 'sarif')).out);
    expect(sarif({ ...log, version: undefined })).toBe(false);
    expect(sarif({ ...log, extra: 1 })).toBe(false);
  });
});

describe('the comment on a pull request', () => {
  it('begins with the marker and the verdict, has a small table, and folds the rest', async () => {
    const { out } = await run(BAD, '-f', 'markdown');
    const lines = out.split('\n');
    expect(lines[0]).toBe(REVIEW_MARKER);
    expect(lines[1]).toMatch(/^### quorate review: ❌ failed$/);
    const rows = lines.filter((line) => line.startsWith('|'));
    expect(rows.length).toBeGreaterThan(3);
    expect(new Set(rows.map((row) => row.split(/(?<!\\)\|/).length)).size).toBe(1);
    expect(out).toContain('<details>');
    expect(out).toContain('</details>');
  });

  it('is a verdict and no table when nothing is found', async () => {
    const { out } = await run(SOUND, '-f', 'markdown');
    expect(out).toBe(`${REVIEW_MARKER}\n### quorate review: ✅ passed\n\n1 file: nothing found.\n`);
  });

  it.each([
    ['plain', 'x '.repeat(300)],
    ['of characters that are escaped', '<@|*_`&'.repeat(100)],
    ['of characters beyond the basic plane', '😀'.repeat(600)],
  ])(
    'stays under 65,536 characters with hundreds of findings %s, and says how many are left out',
    (_, text) => {
      for (const count of [1, 30, 400, 3000]) {
        const comment = reviewMarkdown(many(count, text));
        expect(comment.length).toBeLessThan(65_536);
        expect(comment).toContain('</details>');
      }
      expect(reviewMarkdown(many(3000, text))).toMatch(/… and \d+ more;/);
      expect(reviewMarkdown(many(3, 'x'))).not.toMatch(/… and/);
    },
  );

  it('stays under 65,536 characters for a real topology with hundreds of findings', async () => {
    const comments = Array.from(
      { length: 300 },
      (_, i) => `# quorate-ignore QR001: it was so in release ${i}`,
    );
    const text = SOUND.replace('disks:', `${comments.join('\n')}\ndisks:`);
    const { out } = await run(text, '-f', 'markdown', '-f', 'json=r.json');
    expect(out.length).toBeLessThan(65_536);
    expect(out).toContain('| 290 more below |');
  });

  it('lets no text of a file become markup', () => {
    const comment = reviewMarkdown(many(1, '<img src=x> | **b** @team [l](u) `c`'));
    expect(comment).not.toMatch(/<img|(?<!\\)\*\*b|@team|(?<!\\)\[l\]/);
  });

  it.each([
    'see https://evil.example',
    'www.evil.example',
    '@team',
    'like #12',
    'a@b.example',
    '\u202eturned',
  ])('lets no text or name of a file call, link or turn anything: %s', (text) => {
    // GitHub looks for these in the text that Markdown has become, but for code.
    const calls = /:\/\/|www\.|@\w|#\d|\u202e/;
    expect(text).toMatch(calls);
    const { findings, ...rest } = many(2, text);
    const comment = reviewMarkdown({ ...rest, findings: findings.map((each) => ({ ...each, file: text })) });
    expect(comment.replace(/`[^`]*`/g, '')).not.toMatch(calls);
    expect(comment).not.toContain('\u202e');
  });
});

describe('annotations for GitHub', () => {
  it('are workflow commands, one a finding, and a verdict', async () => {
    const { out } = await run(BAD, '-f', 'github');
    const lines = out.trimEnd().split('\n');
    for (const line of lines) expect(line).toMatch(/^::(error|warning|notice) [^\n]*::\S/);
    expect(lines.at(-1)).toMatch(/^::notice title=quorate::quorate review: \d+ errors?, .* in 1 file$/);
    expect(lines.length).toBe(JSON.parse((await run(BAD, '-f', 'json')).out).findings.length + 1);
  });

  it('escape what the runner would take for syntax', () => {
    const out = reviewGithub(many(1, '100 %\n::error::x'));
    expect(out.split('\n').filter((line) => line !== '')).toHaveLength(2);
    expect(out).toContain(
      'file=some where/a%2Cb%3Ac.yaml,line=1,col=1,title=quorate QR040::0 100 %25%0A::error::x',
    );
  });
});

describe('text', () => {
  it('fits 100 columns, with a place, a severity and a fix for each finding', async () => {
    const { out, code } = await run(BAD);
    for (const line of out.split('\n')) expect([...line].length).toBeLessThanOrEqual(100);
    expect(out).toMatch(/^t\.yaml\n {2}\d+:\d+ +(error|warning|note) +QR\d{3} {2}/);
    expect(out).toContain('Fix: ');
    expect(out).toMatch(/1 file: \d+ errors?, \d+ warnings?/);
    expect(code).toBe(1);
  });

  it('never parts a number from its unit', () => {
    for (let columns = 40; columns < 110; columns++) {
      const text = reviewText(
        many(1, 'p50 goes 33.1 ms → 104 ms (+215 %) at 19.7 MB/s within 3.5 h a year.'),
        columns,
      );
      expect(text).not.toMatch(/\d\n\s+(ms|%|MB\/s|h)\b/);
    }
  });

  it('is coloured only where it is asked for', () => {
    expect(reviewText(many(1, 'x'), 100, false)).not.toContain('\x1b');
    expect(reviewText(many(1, 'x'), 100, true)).toContain('\x1b[1;31merror\x1b[0m');
  });

  it('says so when nothing is found', async () => {
    expect(await run(SOUND)).toMatchObject({ code: 0, out: '1 file: nothing found.\n', err: '' });
  });
});

describe('quorate review', () => {
  it.each([
    ['warning', BAD, 1],
    ['error', BAD, 1],
    ['never', BAD, 0],
    ['warning', example('QR001-bad.yaml'), 1],
    ['error', example('QR001-bad.yaml'), 0],
    ['warning', example('QR045-bad.yaml').replace('    - ', '  - '), 1],
    ['never', BROKEN, 2],
  ])('--fail-on %s: exit codes', async (failOn, text, code) => {
    expect((await run(text, '--fail-on', failOn)).code).toBe(code);
  });

  it('an objective that is missed is an error', async () => {
    expect((await run(example('QR033-bad.yaml'), '--fail-on', 'error')).code).toBe(1);
  });

  it('a note fails no review', async () => {
    const { findings } = JSON.parse((await run(example('QR036-bad.yaml'), '-f', 'json')).out);
    expect(findings.map(({ severity }: ReviewFinding) => severity)).toEqual(['note']);
    expect((await run(example('QR036-bad.yaml'))).code).toBe(0);
  });

  it('holds every problem of a broken file, as the other commands tell them', async () => {
    const { out, err, code } = await run(`${BROKEN}nonsense`, '-f', 'json');
    expect(code).toBe(2);
    expect(err).toBe('');
    const validate = new Ajv({ strict: false }).compile(schemas.review);
    expect(validate(JSON.parse(out)) ? [] : validate.errors).toEqual([]);
    expect(JSON.parse(out)).toMatchObject({ verdict: 'broken', files: [{ name: null, sound: false }] });
  });

  it('gives the same bytes every time, in every format', async () => {
    for (const format of ['text', 'json', 'markdown', 'github', 'sarif'])
      expect((await run(BAD, '-f', format)).out).toBe((await run(BAD, '-f', format)).out);
  });

  it('writes several formats at once', async () => {
    const { out, files } = await run(BAD, '-f', 'github', '-f', 'sarif=r.sarif', '-f', 'markdown=c.md');
    expect(out).toMatch(/^::/);
    valid(files.get('r.sarif') ?? '');
    expect(files.get('c.md')).toContain(REVIEW_MARKER);
  });

  it('reviews a topology without clients, one replica, and another protocol than the file names', async () => {
    const lone =
      'version: 1\nnetwork: { rtt: aws-2025-07 }\nreplicas: [{ id: a, at: us-east-1 }]\nprotocol: { name: raft }\n';
    const { out, code, err } = await run(lone, '-f', 'json');
    expect({ code, err }).toEqual({ code: 1, err: '' });
    expect(JSON.parse(out).verdict).toBe('failed');
    for (const protocol of [
      'raft',
      'fast-paxos',
      'mencius',
      'epaxos',
      'primary-backup',
      'pacifica',
      'two-phase-commit',
      'chain-replication',
    ]) {
      const cast = await run(SOUND, '--protocol', protocol, '-f', 'json');
      expect(cast.out).not.toMatch(/NaN|undefined|Infinity/);
      expect(JSON.parse(cast.out).files[0].sound).toBe(true);
    }
  });
});

describe('quorate rules and quorate explain QR…', () => {
  it('list every rule, as JSON that its schema accepts', async () => {
    const { out, code } = await quorate(['rules', '--format', 'json']);
    const validate = new Ajv({ strict: false }).compile(schemas.rules);
    expect(validate(JSON.parse(out)) ? [] : validate.errors).toEqual([]);
    expect(JSON.parse(out)).toEqual(ruleList());
    expect(code).toBe(0);
    const text = await quorate(['rules']);
    for (const line of text.out.split('\n')) expect([...line].length).toBeLessThanOrEqual(110);
  });

  it('explain one, in any case, and say what there is for one that is not', async () => {
    const { out, code } = await quorate(['explain', 'qr012']);
    expect(code).toBe(0);
    expect(out).toMatch(/^QR012 {3}A linchpin that hierarchical quorums would cure\n/);
    for (const line of out.split('\n')) expect([...line].length).toBeLessThanOrEqual(100);
    expect(await quorate(['explain', 'QR555'])).toMatchObject({ code: 2, out: '' });
  });
});
