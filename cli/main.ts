import { CommanderError } from 'commander';
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
  try {
    const commands = program({ ...io, exit: (given) => (code = given) });
    await commands.parseAsync(args, { from: 'user' });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.fine : EXIT.usage;
    if (error instanceof InputError) {
      io.stderr(error.message.endsWith('\n') ? error.message : `${error.message}\n`);
      return EXIT.usage;
    }
    const what = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    io.stderr(
      `quorate: this is a fault of quorate itself, not of your input: ${what}\n` +
        'Please report it with the command and the file that led to it.\n',
    );
    return EXIT.fault;
  }
}
