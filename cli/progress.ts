import type { Io } from './io.js';

/** Work that takes less than this (ms) is not worth a line. */
const WORTH_A_LINE = 500;
/** ms between two lines. */
const BETWEEN = 100;

/** A line on standard error that says how far something is. */
export interface Progress {
  /** So much of `total` is done. */
  step(done: number, total: number): void;
  /** It is over: the line is gone. */
  end(): void;
}

/**
 * Progress of what a command is doing, on standard error: only on a terminal, not with `--quiet`, and only once it has
 * taken half a second. The line overwrites itself and is wiped at the end.
 */
export function progressOf(io: Io, what: string, { quiet }: { readonly quiet?: boolean } = {}): Progress {
  if (!io.terminal || quiet === true) return { step: () => undefined, end: () => undefined };
  const begin = io.now();
  let last = Number.NEGATIVE_INFINITY;
  return {
    step(done, total) {
      const now = io.now();
      if (now - begin < WORTH_A_LINE || now - last < BETWEEN) return;
      last = now;
      const share = total > 0 ? Math.min(100, Math.floor((100 * done) / total)) : 0;
      io.stderr(`${WIPE}${what}: ${share} %`);
    },
    end() {
      if (last > Number.NEGATIVE_INFINITY) io.stderr(WIPE);
    },
  };
}

/** Back to the beginning of the line, and erase to its end (ECMA-48 EL). */
const WIPE = '\r\x1b[K';
