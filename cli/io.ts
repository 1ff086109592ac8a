import { randomBytes } from 'node:crypto';
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';

/** Everything a command may touch of the outside world; tests pass their own. */
export interface Io {
  /** The result, and nothing else. */
  stdout(text: string): void;
  /** Progress, notes, warnings, errors. */
  stderr(text: string): void;
  /** A file's text (UTF-8). @throws Error with a `code` such as 'ENOENT'. */
  readFile(path: string): string;
  /** All of standard input (UTF-8). */
  stdin(): string;
  /** Writes a whole file or none of it: to a temporary file beside it, then renamed. @throws Error with a `code`. */
  writeFile(path: string, text: string): void;
  /** ISO date in UTC. */
  today(): string;
  /** Width of the terminal in characters. */
  readonly columns: number;
  readonly color: boolean;
  /** Sets the exit code; what is already written still goes out. */
  exit(code: number): void;
}

/** Width of text that goes to no terminal. */
const PAPER = 100;

/** The real world. */
export function nodeIo(): Io {
  const { NO_COLOR } = process.env;
  return {
    stdout: (text) => void process.stdout.write(text),
    stderr: (text) => void process.stderr.write(text),
    readFile: (path) => readFileSync(path, 'utf8'),
    stdin: () => readFileSync(0, 'utf8'),
    writeFile(path, text) {
      const temporary = `${path}.${process.pid}.${randomBytes(4).toString('hex')}.tmp`;
      try {
        writeFileSync(temporary, text, { flag: 'wx' });
        renameSync(temporary, path);
      } catch (error) {
        rmSync(temporary, { force: true });
        throw error;
      }
    },
    today: () => new Date().toISOString().slice(0, 10),
    columns: process.stdout.columns ?? PAPER,
    color: process.stdout.isTTY === true && (NO_COLOR === undefined || NO_COLOR === ''),
    exit(code) {
      process.exitCode = code;
    },
  };
}
