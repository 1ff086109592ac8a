import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * `npm run new -- protocol NAME`: a folder with a protocol that already runs (one copy, no replication), its tests and its
 * page, to be turned into what it is to be. Nothing else is touched: the line for the registry is printed. (A folder
 * after the name takes the place of this repository; for tests.)
 */
const root = fileURLToPath(new URL('..', import.meta.url));
const template = path.join(root, 'scripts/new/template');

const [kind, name, into = root, ...more] = process.argv.slice(2);
if (kind !== 'protocol' || name === undefined || more.length > 0) fail('usage: npm run new -- protocol NAME');
if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name))
  fail(`'${name}' is no name: lower-case words joined by '-', as in fast-paxos`);

/** Every file of the template, and where it goes. */
const files = [
  ...readdirSync(path.join(template, 'src')).map((file) => [
    `src/${file}`,
    `src/protocol/${name}/${renamed(file)}`,
  ]),
  ...readdirSync(path.join(template, 'test')).map((file) => [
    `test/${file}`,
    `test/protocol/${name}/${renamed(file)}`,
  ]),
  ['sole-copy.md', `docs/protocols/${name}.md`],
] as const;

for (const [, to] of files) if (existsSync(path.join(into, to))) fail(`${to} exists already`);
for (const [from, to] of files) {
  const target = path.join(into, to);
  mkdirSync(path.dirname(target), { recursive: true });
  writeFileSync(target, moved(renamed(readFileSync(path.join(template, from), 'utf8')), from, to));
  process.stdout.write(`${to}\n`);
}
process.stdout.write(`
Next, in src/protocol/registry.ts:
  import { ${camel(name)} } from './${name}/${name}.js';
and ${camel(name)} into the list. Then:
  npx biome check --write src/protocol test/protocol
  npx vitest run test/protocol/${name} test/agreement
  npm run generate
CONTRIBUTING.md says how to go on from there.
`);

function renamed(text: string): string {
  const title = name.replace(/-/g, ' ');
  return text
    .replaceAll('soleCopy', camel(name))
    .replaceAll(
      'SoleCopy',
      camel(name).replace(/^./, (letter) => letter.toUpperCase()),
    )
    .replaceAll('sole-copy', name)
    .replaceAll(
      'Sole copy',
      title.replace(/^./, (letter) => letter.toUpperCase()),
    );
}

/** Relative imports, as they must be where the file goes. */
function moved(text: string, from: string, to: string): string {
  return text.replace(/(from ')(\.{1,2}\/[^']+)(')/g, (_all, before, target, after) => {
    const inRepo = path.relative(root, path.resolve(path.dirname(path.join(template, from)), target));
    const inside = path.relative(path.join('scripts/new/template/src'), inRepo);
    const place = inside.startsWith('..') ? inRepo : `src/protocol/${name}/${inside}`;
    const relative = path.relative(path.dirname(to), place);
    return `${before}${relative.startsWith('.') ? relative : `./${relative}`}${after}`;
  });
}

function camel(dashed: string): string {
  return dashed.replace(/-(.)/g, (_all, letter: string) => letter.toUpperCase());
}

function fail(message: string): never {
  process.stderr.write(`${message}\n`);
  process.exit(2);
}
