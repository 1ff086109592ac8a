import { EXIT } from './exit.js';
import { InputError } from './input-error.js';
import type { Io } from './io.js';
import { readText } from './load.js';

/** Further changes within this time (ms) are one: editors write in several steps. */
const SETTLE = 100;

/**
 * Runs a command, and again whenever one of its files, or a file that it read, says something else than before. Bad input
 * is reported and waited out: the next change may mend it. After each run a line on standard error sets it off from the
 * next; nothing is cleared. Ends when the user interrupts, with exit code 130.
 *
 * @param files as given on the command line
 * @param run the command, which must read its files with the Io that it is given
 * @throws InputError where a file cannot be watched (standard input), or cannot be read to begin with; whatever else the
 *   command throws
 */
export async function watched(
  io: Io,
  files: readonly string[],
  run: (io: Io) => Promise<void>,
): Promise<void> {
  if (files.includes('-'))
    throw new InputError('quorate: --watch needs files; standard input does not change');
  for (const file of files) readText(io, file);
  const seen = new Map<string, string | undefined>();
  const stops = new Map<string, () => void>();
  let ended = false;
  let wake: () => void = () => undefined;
  let settling: () => void = () => undefined;
  const changed = (): void => {
    settling();
    settling = io.later(SETTLE, () => wake());
  };
  const stopListening = io.onInterrupt(() => {
    ended = true;
    wake();
  });
  try {
    while (!ended) {
      for (const [path, text] of await onceReading(io, files, run)) {
        seen.set(path, text);
        if (!stops.has(path)) stops.set(path, io.watch(path, changed));
      }
      io.stderr(`── watching ${files.join(', ')}; Ctrl-C ends ──\n`);
      while (!ended && isAsSeen(io, seen)) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    }
  } finally {
    settling();
    stopListening();
    for (const stop of stops.values()) stop();
  }
  io.exit(EXIT.interrupted);
}

/** One run, and every file that it read with what it said. The exit code is that of the end, not of a run. */
async function onceReading(
  io: Io,
  files: readonly string[],
  run: (io: Io) => Promise<void>,
): Promise<Map<string, string | undefined>> {
  const read = new Map<string, string | undefined>(files.map((file) => [file, textOf(io, file)]));
  const noting: Io = {
    ...io,
    readFile(path) {
      const text = textOf(io, path);
      read.set(path, text);
      return text ?? io.readFile(path);
    },
    exit: () => undefined,
  };
  try {
    await run(noting);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    io.stderr(error.message.endsWith('\n') ? error.message : `${error.message}\n`);
  }
  return read;
}

function isAsSeen(io: Io, seen: ReadonlyMap<string, string | undefined>): boolean {
  return [...seen].every(([path, text]) => textOf(io, path) === text);
}

/** Undefined where it cannot be read, which may pass. */
function textOf(io: Io, path: string): string | undefined {
  try {
    return io.readFile(path);
  } catch {
    return undefined;
  }
}
