import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const into = mkdtempSync(path.join(tmpdir(), 'quorate-new-'));
afterAll(() => rmSync(into, { recursive: true }));

const create = (name: string) =>
  spawnSync(
    process.execPath,
    [path.join(root, 'node_modules/tsx/dist/cli.mjs'), 'scripts/new.ts', 'protocol', name, into],
    {
      cwd: root,
      encoding: 'utf8',
    },
  );

describe('npm run new -- protocol NAME', () => {
  it('makes a folder, its tests and a page, whose every import is there, and touches nothing else', () => {
    const { status, stdout } = create('quick-silver');
    expect(status).toBe(0);
    const made = (readdirSync(into, { recursive: true }) as string[])
      .filter((file) => /\.(ts|md)$/.test(file))
      .sort();
    expect(made).toEqual([
      'docs/protocols/quick-silver.md',
      ...['check', 'machine', 'model', 'quick-silver', 'traits'].map(
        (file) => `src/protocol/quick-silver/${file}.ts`,
      ),
      'test/protocol/quick-silver/quick-silver.test.ts',
    ]);
    expect(stdout).toContain("import { quickSilver } from './quick-silver/quick-silver.js';");
    let imports = 0;
    for (const file of made) {
      const text = readFileSync(path.join(into, file), 'utf8');
      expect(text).not.toMatch(/sole.?copy/i);
      for (const [, target] of text.matchAll(/from '(\.[^']+)\.js'/g)) {
        const found = `${path.join(path.dirname(file), target)}.ts`;
        expect([
          file,
          found,
          existsSync(path.join(into, found)) || existsSync(path.join(root, found)),
        ]).toEqual([file, found, true]);
        imports++;
      }
    }
    expect(imports).toBeGreaterThan(10);
  });

  it('refuses a name that is taken, and one that is none, and writes nothing then', () => {
    const again = create('quick-silver');
    expect([again.status, again.stderr]).toEqual([2, 'src/protocol/quick-silver/check.ts exists already\n']);
    const wrong = create('Quick Silver');
    expect(wrong.status).toBe(2);
    expect(wrong.stderr).toContain("'Quick Silver' is no name");
    expect(existsSync(path.join(into, 'src/protocol/Quick Silver'))).toBe(false);
  });
});
