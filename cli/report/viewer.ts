import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { dataFolder } from '../data-sets.js';

/**
 * The script that a page carries, as the build left it; undefined where the package was not built: pages then have no
 * words for the pointer, and everything else.
 */
export function viewerScript(): string | undefined {
  const file = join(dirname(dataFolder()), 'dist', 'report', 'viewer.js');
  if (!existsSync(file)) return undefined;
  const script = readFileSync(file, 'utf8').trim();
  if (script.includes('</script')) throw new Error('the script of the page would end itself');
  return script;
}
