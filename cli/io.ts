import { randomBytes } from 'node:crypto';
import {
  mkdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  unwatchFile,
  watchFile,
  writeFileSync,
} from 'node:fs';
import { fileNames, Inputs, stdinNames } from './inputs.js';

/** Everything a command may touch of the outside world; tests pass their own. */
export interface Io {
  /** The result, and nothing else; bytes are a picture's. */
  stdout(content: string | Uint8Array): void;
  /** Progress, notes, warnings, errors. */
  stderr(text: string): void;
  /** A file's text (UTF-8). @throws Error with a `code` such as 'ENOENT'. */
  readFile(path: string): string;
  /** All of standard input (UTF-8). */
  stdin(): string;
  /**
   * Writes a whole file or none of it: to a temporary file beside it, then renamed; into a device or a pipe directly.
   *
   * @throws Error with a `code`.
   */
  writeFile(path: string, content: string | Uint8Array): void;
  /**
   * The path by which this command has read the file that another path leads to, be it by a link; undefined where it has
   * not read it. '-' where it came through standard input.
   */
  inputAt(path: string): string | undefined;
  /** The path of a file or folder without any link in it. @throws Error with a `code` such as 'ENOENT'. */
  realPath(path: string): string;
  /** Is there a folder at this path? */
  isFolder(path: string): boolean;
  /** Makes a folder, and those that it lies in; fine where it is there. @throws Error with a `code`. */
  makeFolder(path: string): void;
  /** ISO date in UTC. */
  today(): string;
  /** Width to write for, in characters. */
  readonly columns: number;
  readonly color: boolean;
  /** Is standard error a terminal, where a line may overwrite itself? */
  readonly terminal: boolean;
  /** Does standard output go to a terminal, where nobody reads a page's source? */
  readonly toTerminal: boolean;
  /** ms on a clock that never goes back; its zero means nothing. */
  now(): number;
  /** Calls back after so many ms, unless it is cancelled. @returns cancels it. */
  later(delay: number, call: () => void): () => void;
  /** Calls back whenever a file was changed, made, replaced or removed. @returns stops that. */
  watch(path: string, changed: () => void): () => void;
  /** Calls back once when the user interrupts (Ctrl-C). @returns stops that. */
  onInterrupt(call: () => void): () => void;
  /** Sets the exit code; what is already written still goes out. */
  exit(code: number): void;
}

/** Width of text that goes to no terminal, where COLUMNS does not say. */
const PAPER = 100;
/** Narrower than this no table is readable, wrapped or not. */
const NARROWEST = 40;

/**
 * Width to write for.
 *
 * @param columns what the terminal says; one that does not know its own (as in many containers) says undefined or 0
 * @param wanted COLUMNS of the environment: a whole number counts where no terminal says anything
 */
export function widthOf(columns: number | undefined, wanted?: string): number {
  const known = columns || (/^\d{1,6}$/.test(wanted ?? '') ? Number(wanted) : 0);
  return known === 0 ? PAPER : Math.max(NARROWEST, known);
}

/** ms between two looks at a watched file. */
const LOOK_EVERY = 200;

/** The real world. */
export function nodeIo(): Io {
  const { NO_COLOR, COLUMNS } = process.env;
  const inputs = new Inputs();
  return {
    stdout: (content) => void process.stdout.write(content),
    stderr: (text) => void process.stderr.write(text),
    readFile(path) {
      inputs.note(fileNames(path), path);
      return readFileSync(path, 'utf8');
    },
    stdin() {
      inputs.note(stdinNames(), '-');
      return readFileSync(0, 'utf8');
    },
    writeFile(path, content) {
      // A device or a pipe is written to: putting a file in its place would take it away from everybody else.
      const there = statSync(path, { throwIfNoEntry: false });
      if (there !== undefined && !there.isFile() && !there.isDirectory()) {
        writeFileSync(path, content);
        return;
      }
      const temporary = `${path}.${process.pid}.${randomBytes(4).toString('hex')}.tmp`;
      try {
        writeFileSync(temporary, content, { flag: 'wx' });
        renameSync(temporary, path);
      } catch (error) {
        rmSync(temporary, { force: true });
        throw error;
      }
    },
    inputAt: (path) => inputs.find(fileNames(path)),
    realPath: (path) => realpathSync(path),
    isFolder(path) {
      try {
        return statSync(path).isDirectory();
      } catch {
        return false;
      }
    },
    makeFolder: (path) => void mkdirSync(path, { recursive: true }),
    today: () => new Date().toISOString().slice(0, 10),
    columns: widthOf(process.stdout.columns, COLUMNS),
    color: process.stdout.isTTY === true && (NO_COLOR === undefined || NO_COLOR === ''),
    terminal: process.stderr.isTTY === true,
    toTerminal: process.stdout.isTTY === true,
    now: () => performance.now(),
    later(delay, call) {
      const timer = setTimeout(call, delay);
      return () => clearTimeout(timer);
    },
    // By looking at it now and then: editors replace a file, and network file systems tell nobody.
    watch(path, changed) {
      watchFile(path, { interval: LOOK_EVERY }, changed);
      return () => unwatchFile(path, changed);
    },
    onInterrupt(call) {
      process.once('SIGINT', call);
      return () => void process.off('SIGINT', call);
    },
    exit(code) {
      process.exitCode = code;
    },
  };
}
