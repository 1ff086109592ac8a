import { describe, expect, it } from 'vitest';
import { renderDiagnostics } from '../../src/report/diagnostics.js';
import type { Diagnostic } from '../../src/topology/diagnostic.js';

const at = (line: number, column: number, rest: Partial<Diagnostic> = {}): Diagnostic => ({
  severity: 'error',
  message: `wrong at ${line}:${column}`,
  file: 'a.yaml',
  position: { line, column },
  ...rest,
});

const render = (diagnostics: Diagnostic[], text = '', color = false): string =>
  renderDiagnostics(diagnostics, new Map([['a.yaml', text]]), { color });

/** The quoted line and the line of carets under it. */
const quote = (text: string, column: number, length: number): string[] =>
  render([at(1, column, { length })], text)
    .split('\n')
    .slice(1, 3);

describe('diagnostics as text', () => {
  it('look like a compiler’s: place, line, what is meant, hint, count', () => {
    const text = 'version: 1\nname: shpo\n';
    expect(
      render([at(2, 7, { length: 4, message: 'unknown shop', hint: "did you mean 'shop'?" })], text),
    ).toBe(
      [
        'a.yaml:2:7: error: unknown shop',
        ' 2 | name: shpo',
        '   |       ^^^^',
        "   = hint: did you mean 'shop'?",
        '',
        '1 error',
        '',
      ].join('\n'),
    );
  });

  it('none are nothing', () => {
    expect(render([])).toBe('');
  });

  it('stand in the order of the file, the whole file first, and are counted by severity', () => {
    const { position: _, ...whole } = at(1, 1, { message: 'whole', severity: 'warning' });
    const rendering = render([at(10, 2), at(2, 9), at(2, 3), whole as Diagnostic]);
    expect(rendering.match(/^a\.yaml.*$/gm)).toEqual([
      'a.yaml: warning: whole',
      'a.yaml:2:3: error: wrong at 2:3',
      'a.yaml:2:9: error: wrong at 2:9',
      'a.yaml:10:2: error: wrong at 10:2',
    ]);
    expect(rendering.endsWith('\n3 errors, 1 warning\n')).toBe(true);
  });

  it('of several files stand in the order in which the files were given', () => {
    const sources = new Map([
      ['b.yaml', 'x'],
      ['a.yaml', 'y'],
    ]);
    const rendering = renderDiagnostics(
      [at(1, 1), at(1, 1, { file: 'b.yaml' }), at(1, 1, { file: 'c.csv' })],
      sources,
      { color: false },
    );
    expect(rendering.match(/^(.\.\w+):/gm)).toEqual(['b.yaml:', 'a.yaml:', 'c.csv:']);
    // A file whose text is not at hand is named, not quoted.
    expect(rendering).not.toContain('undefined');
  });

  it('put the caret under the right column after tabs, wide and combining characters', () => {
    expect(quote('\tname: x', 8, 1)).toEqual([' 1 |   name: x', '   |         ^']);
    expect(quote('名前: x', 5, 1)).toEqual([' 1 | 名前: x', '   |       ^']);
    expect(quote('e\u0301: x', 5, 1)).toEqual([' 1 | e\u0301: x', '   |    ^']);
    expect(quote('👍: x', 5, 1)).toEqual([' 1 | 👍: x', '   |     ^']);
    expect(quote('a: 名前', 4, 2)).toEqual([' 1 | a: 名前', '   |    ^^^^']);
  });

  it('never let a file write to the terminal', () => {
    const evil = '\x1b[2J\u202e\x07';
    const rendering = render([at(1, 1, { message: evil, hint: evil, file: `a.yaml${evil}` })], evil);
    for (const character of evil.replaceAll(/[ -~]/g, '')) expect(rendering).not.toContain(character);
    expect(rendering).toContain('\\u{1b}[2J\\u{202e}\\u{7}');
  });

  it('show a very long line around what is meant, and no more than fits', () => {
    const long = `${'x'.repeat(5000)}HERE${'y'.repeat(5000)}`;
    const [line, caret] = quote(long, 5001, 4) as [string, string];
    expect(line.length).toBeLessThan(130);
    expect(line).toMatch(/^ 1 \| …x+HEREy+…$/);
    expect(caret.indexOf('^')).toBe(line.indexOf('HERE'));
    expect(caret.trim().slice(2)).toMatch(/\^{4}$/);
    expect(quote('x'.repeat(5000), 1, 5000)[1]!.length).toBeLessThan(130);
  });

  it('of a column behind the end of the line point there', () => {
    expect(quote('ab', 3, 1)).toEqual([' 1 | ab', '   |   ^']);
  });

  it('are coloured where asked, and only there', () => {
    const text = 'name: x\n';
    const coloured = render([at(1, 7, { hint: 'h' }), at(1, 1, { severity: 'warning' })], text, true);
    expect(coloured).toContain('\x1b[1;31merror:\x1b[0m');
    expect(coloured).toContain('\x1b[1;33mwarning:\x1b[0m');
    // biome-ignore lint/suspicious/noControlCharactersInRegex: colours are what is taken off
    expect(coloured.replace(/\x1b\[[0-9;]*m/g, '')).toBe(
      render([at(1, 7, { hint: 'h' }), at(1, 1, { severity: 'warning' })], text),
    );
  });
});
