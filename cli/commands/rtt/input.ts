import { hasErrors, RttInputError } from '../../../src/rtt/finding.js';
import type { Io } from '../../io.js';
import { overInput } from '../../output.js';
import { findingsText } from './findings-text.js';

/** What ends a command early: a message for stderr and an exit code. */
export class Refusal extends Error {
  constructor(
    message: string,
    readonly code: number,
  ) {
    super(message);
  }
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EISDIR: 'it is a folder',
  EACCES: 'permission denied',
  ENOTDIR: 'part of its path is no folder',
  ENOSPC: 'the disk is full',
  EROFS: 'the file system is read-only',
};

/** A file's text, or standard input for '-'. @throws Refusal, exit 2 */
export function readInput(io: Io, path: string): string {
  try {
    return path === '-' ? io.stdin() : io.readFile(path);
  } catch (error) {
    throw new Refusal(`${path} cannot be read: ${reason(error)}`, 2);
  }
}

/** @throws Refusal, exit 2; also where the command has read that file */
export function writeOutput(io: Io, path: string, text: string): void {
  const input = io.inputAt(path);
  if (input !== undefined) throw new Refusal(`${path} cannot be written: ${overInput(path, input)}`, 2);
  try {
    io.writeFile(path, text);
  } catch (error) {
    throw new Refusal(`${path} cannot be written: ${reason(error)}`, 2);
  }
}

function reason(error: unknown): string {
  const { code, message } = error as { code?: string; message?: string };
  return REASONS[code ?? ''] ?? message ?? String(error);
}

/** Runs a command's body; refusals and unreadable input become messages and exit codes, never stack traces. */
export function guarded(io: Io, name: string, body: () => void): void {
  try {
    body();
  } catch (error) {
    if (error instanceof Refusal) {
      io.stderr(`quorate rtt: ${error.message}\n`);
      io.exit(error.code);
    } else if (error instanceof RttInputError && hasErrors(error.findings)) {
      io.stderr(`quorate rtt: ${name} cannot be used\n${findingsText(error.findings)}`);
      io.exit(2);
    } else {
      throw error;
    }
  }
}
