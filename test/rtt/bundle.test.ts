import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createContext, runInContext } from 'node:vm';
import { buildSync } from 'esbuild';
import { afterAll, expect, test } from 'vitest';
import { nodeIo } from '../../cli/io.js';

const root = new URL('../../', import.meta.url).pathname;
const folder = mkdtempSync(join(tmpdir(), 'quorate-rtt-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('the room reads a table where there is neither Buffer nor process, as in a browser', () => {
  const { outputFiles } = buildSync({
    stdin: {
      contents: `export { tableFromCsv } from './src/rtt/table-from-csv.js'; export { readCoordinates } from './src/rtt/coordinates.js';`,
      resolveDir: root,
    },
    bundle: true,
    platform: 'browser',
    format: 'iife',
    globalName: 'quorate',
    write: false,
  });
  const context = createContext({ regions: readFileSync(join(root, 'rtt-data/regions.json'), 'utf8') });
  runInContext(outputFiles[0]!.text, context);
  const median = runInContext(
    `typeof Buffer + typeof process + quorate.tableFromCsv('from,to,rtt_ms\\nus-east-1,eu-west-1,68\\n', 'x', quorate.readCoordinates(regions)).table.between('us-east-1', 'eu-west-1').rtt.quantile(0.5).toFixed(3)`,
    context,
  );
  expect(median).toBe('undefinedundefined68.000');
});

test('a build in dist/cli finds rtt-data of the package it belongs to, wherever it is run from', () => {
  mkdirSync(join(folder, 'dist/cli'), { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{ "name": "quorate", "type": "module" }');
  // A package inside the package, as in dist/, must not stop the walk.
  writeFileSync(join(folder, 'dist/package.json'), '{ "name": "another", "type": "module" }');
  cpSync(join(root, 'rtt-data'), join(folder, 'rtt-data'), { recursive: true });
  rmSync(join(folder, 'rtt-data/aws-2020-06.json'));
  buildSync({
    stdin: {
      contents: `import { bundledNames, loadTable } from './cli/data-sets.js';
        const { rtt } = loadTable('aws-2025-07').between('us-east-1', 'eu-west-1');
        process.stdout.write(JSON.stringify([bundledNames(), rtt.quantile(0.5).toFixed(3)]));`,
      resolveDir: root,
    },
    bundle: true,
    platform: 'node',
    format: 'esm',
    outfile: join(folder, 'dist/cli/show.js'),
  });
  const out = execFileSync(process.execPath, [join(folder, 'dist/cli/show.js')], {
    cwd: tmpdir(),
    encoding: 'utf8',
  });
  expect(JSON.parse(out)).toEqual([['aws-2025-07', 'azure-2025-06', 'gcp-2019-09', 'gcp-2023-11'], '69.622']);
});

test('the real world writes a file whole or not at all, and says why not by code', () => {
  const io = nodeIo();
  const file = join(folder, 'out.txt');
  io.writeFile(file, 'first');
  io.writeFile(file, 'second');
  expect(io.readFile(file)).toBe('second');
  expect(() => io.writeFile(join(folder, 'none/out.txt'), 'x')).toThrow(
    expect.objectContaining({ code: 'ENOENT' }),
  );
  expect(() => io.writeFile(join(folder, 'dist'), 'x')).toThrow(expect.objectContaining({ code: 'EISDIR' }));
  expect(() => io.readFile(join(folder, 'none.txt'))).toThrow(expect.objectContaining({ code: 'ENOENT' }));
  expect(execFileSync('ls', [folder], { encoding: 'utf8' })).not.toContain('.tmp');
  expect(io.today()).toMatch(/^\d{4}-\d\d-\d\d$/);
});
