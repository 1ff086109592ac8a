/**
 * Makes the gallery under reports/: of every bundled topology Markdown with its charts, and the whole page as HTML. The
 * part of it that is committed is also made by `npm run generate`, and held against drift. `npm run reports`, or with
 * names of topologies for some of them.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { galleryIndex, gallerySources, reportFiles } from './gallery.js';

const asked = process.argv.slice(2);
const sources = gallerySources();
const unknown = asked.find((name) => !sources.includes(name));
if (unknown !== undefined) {
  console.error(`no topology is called ${unknown}; there are ${sources.join(', ')}`);
  process.exit(2);
}

const files = [galleryIndex()];
for (const name of asked.length > 0 ? asked : sources)
  files.push(...(await reportFiles(name, { html: true })));
for (const { path, text } of files) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
console.log(`wrote ${files.length} files under reports/`);
