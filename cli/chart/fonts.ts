import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The family that charts are set in, and its files. Without them a PNG would have no letters at all. */
export const FAMILY = 'Arimo';

/** Paths of the shipped fonts, from the package that this file belongs to, built or not. */
export function fontFiles(): string[] {
  for (let at = dirname(fileURLToPath(import.meta.url)); ; at = dirname(at)) {
    const folder = join(at, 'fonts');
    const files = ['Arimo-Regular.ttf', 'Arimo-Bold.ttf'].map((file) => join(folder, file));
    if (files.every((file) => existsSync(file))) return files;
    if (dirname(at) === at) throw new Error('the fonts of the package are missing (fonts/Arimo-*.ttf)');
  }
}
