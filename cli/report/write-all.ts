import { InputError } from '../input-error.js';
import type { Io } from '../io.js';
import { reason, spareInputs, writeFile } from '../output.js';

/** Something finished, and where it belongs; undefined: standard output. */
export interface File {
  readonly path: string | undefined;
  readonly content: string | Uint8Array;
}

/** Does `-o` name a folder? One that is there, or whose name ends as only folders' do. */
export function namesFolder(io: Io, path: string): boolean {
  return path.endsWith('/') || io.isFolder(path);
}

/** What each format is called in a folder. */
const NAMES: Readonly<Record<string, string>> = {
  html: 'report.html',
  markdown: 'report.md',
  json: 'report.json',
};

/**
 * What `--format` was given, once `-o` has had its say: whatever names no file of its own goes into the folder, or, alone,
 * into the file.
 *
 * @throws InputError where one file is to hold several, or none
 */
export function placed(given: readonly string[], output: string | undefined, folder: boolean): string[] {
  if (output === undefined) return [...given];
  const formats = given.length === 0 ? ['html'] : given;
  const homeless = formats.filter((format) => !format.includes('='));
  if (homeless.length === 0)
    throw new InputError(`quorate: -o ${output} is left with nothing to hold: every --format names its file`);
  if (!folder && homeless.length > 1)
    throw new InputError(
      `quorate: -o ${output} is one file and cannot hold ${homeless.join(' and ')}; a folder can (-o ${output}/)`,
    );
  return formats.map((format) => {
    if (format.includes('=')) return format;
    return `${format}=${folder ? `${trimmed(output)}/${NAMES[format] ?? format}` : output}`;
  });
}

export function trimmed(folder: string): string {
  return folder.replace(/(.)\/+$/, '$1');
}

/** Writes what is finished, each file whole or not at all. @throws InputError where one cannot be written. */
export function writeAll(io: Io, files: readonly File[], folder: string | undefined): void {
  spareInputs(
    io,
    files.map(({ path }) => path),
  );
  if (folder !== undefined) {
    try {
      io.makeFolder(folder);
    } catch (error) {
      throw new InputError(`quorate: cannot make the folder ${folder}: ${reason(error)}`);
    }
  }
  for (const { path, content } of files) {
    if (path !== undefined) writeFile(io, path, content);
    else if (typeof content === 'string') io.stdout(content);
  }
}
