// Writes every generated file, or with --check says which are not what their sources make them (exit 1).
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { generated } from './generated.js';

const check = process.argv.includes('--check');
let drifted = 0;
for (const { path, text } of await generated()) {
  let now: string | undefined;
  try {
    now = readFileSync(path, 'utf8');
  } catch {
    now = undefined;
  }
  if (now === text) continue;
  if (check) {
    drifted++;
    console.error(`${path} is not what its sources make it; run npm run generate`);
  } else {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
    console.log(`wrote ${path}`);
  }
}
if (check && drifted === 0) console.log('no generated file has drifted');
process.exitCode = drifted > 0 ? 1 : 0;
