import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { renderDiagnostics } from '../../src/report/diagnostics.js';
import { load } from './load.js';

// Every wrong topology under wrong/ has beside it what the user is shown. To rewrite: UPDATE_GOLDEN=1 npx vitest run
// test/topology/wrong.test.ts, then read the diff as a user would.
const folder = new URL('./wrong/', import.meta.url);
const names = readdirSync(folder)
  .filter((name) => name.endsWith('.yaml'))
  .map((name) => name.replace(/\.yaml$/, ''))
  .sort();

/** These load, with a warning: what they say is questionable, not wrong. */
const QUESTIONABLE = ['region-too-deep'];

/** The file as a whole is at fault, so there is no place to point at. */
const NOWHERE = ['yaml-empty', 'yaml-only-comments'];

describe('a wrong topology is answered with every problem, its place and what is allowed', () => {
  it.each(names)('%s', (name) => {
    const text = readFileSync(new URL(`${name}.yaml`, folder), 'utf8');
    const { deployment, diagnostics } = load(text, `${name}.yaml`);
    const rendering = renderDiagnostics(diagnostics, new Map([[`${name}.yaml`, text]]), { color: false });

    const golden = new URL(`${name}.golden.txt`, folder);
    if (process.env.UPDATE_GOLDEN === '1') writeFileSync(golden, rendering);
    expect(rendering).toBe(existsSync(golden) ? readFileSync(golden, 'utf8') : '(no golden file yet)');

    expect(deployment !== undefined).toBe(QUESTIONABLE.includes(name));
    expect(diagnostics.length).toBeGreaterThan(0);
    const errors = diagnostics.filter(({ severity }) => severity === 'error');
    expect(errors.length > 0).toBe(!QUESTIONABLE.includes(name));
    for (const { position } of diagnostics) expect(position !== undefined).toBe(!NOWHERE.includes(name));
  });

  it('there are at least sixty of them, and no golden file without its topology', () => {
    expect(names.length).toBeGreaterThanOrEqual(60);
    const goldens = readdirSync(folder).filter((name) => name.endsWith('.golden.txt'));
    expect(goldens.map((name) => name.replace(/\.golden\.txt$/, '')).sort()).toEqual(names);
  });

  it("no message is the schema validator's or the YAML parser's own", () => {
    const theirs =
      /must have required property|must NOT have|must be equal to|Implicit map key|Nested mappings|Unresolved|at line \d+, column/;
    for (const name of names) {
      expect(readFileSync(new URL(`${name}.golden.txt`, folder), 'utf8')).not.toMatch(theirs);
    }
  });
});
