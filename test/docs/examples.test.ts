import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { describe, expect, it, vi } from 'vitest';
import { quorate } from '../cli/quorate.js';

const root = fileURLToPath(new URL('../../', import.meta.url));
const pages = [
  'README.md',
  'CONTRIBUTING.md',
  ...readdirSync(join(root, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
  ...readdirSync(join(root, 'docs/protocols')).map((name) => `docs/protocols/${name}`),
];

/** Fenced blocks of one language in a page. */
function blocks(page: string, language: string): string[] {
  const text = readFileSync(join(root, page), 'utf8');
  return [...text.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, 'gm'))].map(
    ([, body]) => body,
  );
}

describe('examples in the documentation', () => {
  it('every YAML example that is a whole topology estimates without an error', async () => {
    let whole = 0;
    for (const page of pages) {
      for (const yaml of blocks(page, 'yaml').filter((text) => /^version:/m.test(text))) {
        whole++;
        const { code, err } = await quorate(['estimate', '-', '-q'], {}, yaml);
        expect({ page, code, err }).toEqual({ page, code: 0, err: '' });
      }
    }
    expect(whole).toBeGreaterThanOrEqual(3);
  });

  it('every console example shows what the command prints (npm run generate fills them in)', () => {
    const commands = pages.flatMap((page) =>
      blocks(page, 'console').filter((text) => text.startsWith('$ quorate ')),
    );
    expect(commands.length).toBeGreaterThanOrEqual(5);
    // The drift check runs them all; here only that none was left empty.
    for (const text of commands) expect(text.split('\n').length).toBeGreaterThan(2);
  });

  it('the library example of README runs as it stands', async () => {
    const [code] = blocks('README.md', 'ts');
    const inRepository = code
      .replace("from 'quorate'", `from ${JSON.stringify(join(root, 'src/index.ts'))}`)
      .replaceAll('node_modules/quorate/', root)
      .replace(
        "readFileSync('topology.yaml', 'utf8')",
        `readFileSync(${JSON.stringify(join(root, 'topologies/three-regions.yaml'))}, 'utf8')`,
      );
    expect(inRepository).not.toBe(code);
    const folder = mkdtempSync(join(root, 'node_modules/.readme-'));
    const log = vi.spyOn(console, 'log').mockImplementation(() => undefined);
    try {
      const file = join(folder, 'example.ts');
      writeFileSync(file, inRepository);
      await import(/* @vite-ignore */ pathToFileURL(file).href);
      const [clients] = log.mock.calls[0];
      expect(clients[0].write.p50).toBeGreaterThan(10);
    } finally {
      log.mockRestore();
      rmSync(folder, { recursive: true });
    }
  });
});
