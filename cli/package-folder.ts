import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A folder that the package ships, `rtt-data` or `schema`: of the package that this file belongs to, built or not. */
export function packageFolder(name: string): string {
  return join(packageRoot(dirname(fileURLToPath(import.meta.url))), name);
}

/** Walks up to the folder whose package.json is quorate's own. */
function packageRoot(start: string): string {
  for (let at = start; ; at = dirname(at)) {
    const manifest = join(at, 'package.json');
    if (existsSync(manifest)) {
      const { name } = JSON.parse(readFileSync(manifest, 'utf8')) as { name?: string };
      if (name === 'quorate') return at;
    }
    if (dirname(at) === at) throw new Error(`no package.json of quorate above ${start}`);
  }
}
