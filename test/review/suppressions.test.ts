import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isDate, suppressionsOf } from '../../src/review/suppressions.js';
import { example, reviewed } from './examples.js';

const EVEN = example('QR001-bad.yaml');
const above = (comment: string, text = EVEN): string => text.replace('protocol:', `${comment}\nprotocol:`);

async function rulesOf(text: string): Promise<string[]> {
  return (await reviewed(text)).findings.map(({ rule }) => rule);
}

describe('suppressions', () => {
  it('a comment above a part of the file silences the rule in all of that part, and says by what', async () => {
    expect(await rulesOf(EVEN)).toContain('QR001');
    const result = await reviewed(
      above('# quorate-ignore QR001 until=2026-12-31: the fourth is on its way out'),
    );
    const rules = result.findings.map(({ rule }) => rule);
    expect(rules).not.toContain('QR001');
    expect(rules).not.toContain('QR900');
    expect(result.suppressed).toMatchObject([
      { rule: 'QR001', reason: 'the fourth is on its way out', until: '2026-12-31', by: 19 },
    ]);
  });

  it('a comment at the end of the line silences that line', async () => {
    const text = EVEN.replace('quorum: majority', 'quorum: majority   # quorate-ignore QR001: it goes soon');
    expect(await rulesOf(text)).not.toContain('QR001');
  });

  it('a comment above everything silences the rule in the whole file', async () => {
    expect(
      await rulesOf(`# a word of welcome\n# quorate-ignore QR001, QR011: both are known\n${EVEN}`),
    ).not.toEqual(expect.arrayContaining(['QR001']));
  });

  it('elsewhere it silences nothing, and is itself a finding', async () => {
    const text = EVEN.replace('disks:', '# quorate-ignore QR001: wrong place\ndisks:');
    expect(await rulesOf(text)).toEqual(expect.arrayContaining(['QR001', 'QR900']));
  });

  it('holds through its last day and not a day longer (today is 2026-01-15)', async () => {
    expect(await rulesOf(above('# quorate-ignore QR001 until=2026-01-15: today still'))).not.toContain(
      'QR001',
    );
    expect(await rulesOf(above('# quorate-ignore QR001 until=2026-01-14: not any more'))).toEqual(
      expect.arrayContaining(['QR001', 'QR901']),
    );
  });

  it.each([
    ['# quorate-ignore QR777: no such rule', 'There is no rule QR777'],
    ['# quorate-ignore QR001 until=2026-02-30: no such day', "'until=2026-02-30' is no date"],
    ['# quorate-ignore until=2026-02-28: which rule', 'it names no rule'],
    ['# quorate-ignore QR001 forever: no such word', "'forever' is neither"],
    ['# quorate-disable QR001: another word', "'# quorate-disable QR001: another word' is not understood"],
    ['# quorate-ignore QR001', 'gives no reason'],
  ])('%s is told why', async (comment, why) => {
    const { findings } = await reviewed(above(comment));
    expect(findings.find(({ rule }) => rule === 'QR902')?.message).toContain(why);
  });

  it('what is not understood silences nothing; only the missing reason is a note and silences', async () => {
    expect(await rulesOf(above('# quorate-ignore QR001 until=soon: later'))).toContain('QR001');
    expect(await rulesOf(above('# quorate-ignore QR001'))).not.toContain('QR001');
  });

  it('errors of the input cannot be silenced', async () => {
    const text = `# quorate-ignore QR000: who cares\n${example('QR000-bad.yaml')}`;
    expect((await reviewed(text)).verdict).toBe('broken');
    expect(await rulesOf(text)).toEqual(['QR000']);
  });

  it('text that only looks like a comment is none: in quotes, in a block, in a plain text', () => {
    const text = [
      'a: "# quorate-ignore QR001: quoted"',
      'b: |',
      '  # quorate-ignore QR001: in a block',
      'c: x#quorate-ignore QR001',
      'd: y # quorate-ignore QR003: a real one',
    ].join('\n');
    expect(suppressionsOf(text).map(({ rules, line, column }) => ({ rules, line, column }))).toEqual([
      { rules: ['QR003'], line: 5, column: 6 },
    ]);
  });

  it('covers a list that is not indented, and stops at the next part', () => {
    const text =
      'version: 1\n# quorate-ignore QR001: x\nreplicas:\n- { id: a }\n\n- { id: b }\nclients: []\n';
    expect(suppressionsOf(text)).toMatchObject([{ from: 3, to: 6 }]);
  });

  it('finds the same place whatever the line ends are, and never throws', () => {
    const unix = 'version: 1\nname: x # quorate-ignore QR001: y\n';
    const [a] = suppressionsOf(unix);
    const [b] = suppressionsOf(unix.replaceAll('\n', '\r\n'));
    expect(b).toEqual(a);
    const piece = fc.constantFrom(
      'a:',
      ' ',
      '\n',
      '\r\n',
      '# quorate-ignore ',
      'QR001',
      ': ',
      '"',
      '|',
      '[',
      '{',
      '- ',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const text = pieces.join('');
        const lines = text.split('\n').length;
        for (const { from, to, line } of suppressionsOf(text)) {
          expect(from).toBeLessThanOrEqual(to);
          expect(Math.max(to, line)).toBeLessThanOrEqual(lines);
        }
      }),
    );
  });

  it('knows the days of the calendar, leap years too (2000 is one, 2100 is none)', () => {
    for (const day of ['2024-02-29', '2000-02-29', '2026-12-31']) expect(isDate(day)).toBe(true);
    for (const day of ['2025-02-29', '2100-02-29', '2026-13-01', '2026-00-10', '2026-04-31', '26-01-01'])
      expect(isDate(day)).toBe(false);
  });
});
