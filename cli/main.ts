import { CommanderError } from 'commander';
import { visible } from '../src/report/document/one-line.js';
import { EXIT } from './exit.js';
import { InputError } from './input-error.js';
import type { Io } from './io.js';
import { program } from './program.js';

/**
 * Runs one command line and returns its exit code: 0 fine, 1 findings, 2 bad input or usage, 70 our own fault.
 * Never throws.
 */
export async function main(args: readonly string[], io: Io): Promise<number> {
  let code: number = EXIT.fine;
  const coloured = io.color || args.includes('--color');
  const stderr = (text: string): void => io.stderr(harmless(text, coloured));
  try {
    const commands = program({ ...io, stderr, exit: (given) => (code = given) });
    await commands.parseAsync(args, { from: 'user' });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.fine : EXIT.usage;
    if (error instanceof InputError) {
      stderr(error.message.endsWith('\n') ? error.message : `${error.message}\n`);
      return EXIT.usage;
    }
    const what = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    stderr(
      `quorate: this is a fault of quorate itself, not of your input: ${what}\n` +
        'Please report it with the command and the file that led to it.\n',
    );
    return EXIT.fault;
  }
}

/** What our own messages do to a terminal: wipe the line of a progress, and, where it may be, paint. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is kept
const OWN = /(\r\x1b\[K|\x1b\[\d+(?:;\d+)*m)/;

/** Messages quote files and arguments: what a terminal would act on in those is shown, not done. */
function harmless(text: string, coloured: boolean): string {
  return text
    .split(OWN)
    .map((part, i) => (i % 2 === 1 && (coloured || part.startsWith('\r')) ? part : visible(part, '\n\t')))
    .join('');
}
