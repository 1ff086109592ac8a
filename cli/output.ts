import type { Document } from '../src/report/document/blocks.js';
import { documentMarkdown } from '../src/report/document/markdown.js';
import { documentText } from '../src/report/document/terminal.js';
import { InputError } from './input-error.js';
import type { Io } from './io.js';

/** One thing to print: how, and to where. */
export interface Output {
  readonly format: string;
  /** A file, or standard output where undefined. */
  readonly file: string | undefined;
}

/** Reads `--format text --format json=out.json`; the first of `known` where none is given. */
export function outputs(given: readonly string[], known: readonly string[]): Output[] {
  if (given.length === 0) return [{ format: known[0], file: undefined }];
  const found = given.map((text): Output => {
    const at = text.indexOf('=');
    const format = at < 0 ? text : text.slice(0, at);
    const file = at < 0 ? undefined : text.slice(at + 1);
    if (!known.includes(format)) {
      throw new InputError(`quorate: --format ${format} is not one of ${known.join(', ')}`);
    }
    if (file === '') throw new InputError(`quorate: --format ${text} names no file after the =`);
    return { format, file };
  });
  if (found.filter(({ file }) => file === undefined).length > 1) {
    throw new InputError(
      'quorate: only one --format can go to standard output; give the others a file (json=out.json)',
    );
  }
  return found;
}

/** A document as Markdown that is pasted into another text, or as text of this width. */
export function inFormat(document: Document, format: string, columns: number): string {
  return format === 'markdown' ? documentMarkdown(document, 3) : documentText(document, columns);
}

/** Writes each output where it belongs; a file that cannot be written is bad usage, and says why. */
export function write(io: Io, wanted: readonly Output[], render: (format: string) => string): void {
  spareInputs(
    io,
    wanted.map(({ file }) => file),
  );
  for (const { format, file } of wanted) {
    const text = render(format);
    if (file === undefined) io.stdout(text);
    else writeFile(io, file, text);
  }
}

/**
 * Holds that none of these files is one that the command has read: before the first of several is written, so that all
 * are or none.
 *
 * @param files undefined is standard output
 * @throws InputError that names the first that is
 */
export function spareInputs(io: Io, files: readonly (string | undefined)[]): void {
  for (const file of files) {
    const input = file === undefined ? undefined : io.inputAt(file);
    if (file !== undefined && input !== undefined)
      throw new InputError(`quorate: cannot write ${file}: ${overInput(file, input)}`);
  }
}

/** Why a file that was read by this path is not written. */
export function overInput(file: string, input: string): string {
  const read = input === '-' ? 'standard input' : input;
  return file === input
    ? 'this command reads it, and would replace it; give another file'
    : `it is the file that this command reads as ${read}, and would replace; give another file`;
}

/** Writes a file whole or not at all. @throws InputError where it cannot, or where the command has read that file. */
export function writeFile(io: Io, file: string, content: string | Uint8Array): void {
  spareInputs(io, [file]);
  try {
    io.writeFile(file, content);
  } catch (error) {
    throw new InputError(`quorate: cannot write ${file}: ${reason(error)}`);
  }
}

/** Why a file could not be read or written, for people. */
export function reason(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  switch (code) {
    case 'ENOENT':
      return 'no such file or directory';
    case 'EACCES':
    case 'EPERM':
      return 'permission denied';
    case 'EISDIR':
      return 'it is a directory';
    case 'ENOTDIR':
      return 'a part of the path is not a directory';
    case 'EEXIST':
      return 'it exists already';
    case 'ENOSPC':
      return 'the disk is full';
    case 'EROFS':
      return 'the file system is read-only';
    default:
      return message;
  }
}
