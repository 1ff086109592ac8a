import { fstatSync, realpathSync, statSync } from 'node:fs';

/** The files that a command has read, so that none of its outputs takes the place of one. */
export class Inputs {
  private readonly read = new Map<string, string>();

  /**
   * Notes that a file was read.
   *
   * @param names whatever tells it from other files: paths and links that lead to one file share at least one of them
   * @param path as the user wrote it
   */
  note(names: readonly string[], path: string): void {
    for (const name of names) this.read.set(name, path);
  }

  /** The path under which a file of one of these names was read; undefined where none was. */
  find(names: readonly string[]): string | undefined {
    for (const name of names) {
      const path = this.read.get(name);
      if (path !== undefined) return path;
    }
    return undefined;
  }
}

/** Inode numbers may exceed what a number holds exactly. */
const EXACT = { bigint: true } as const;

/**
 * What tells a file from others: its real path, which stays where an editor replaces the file, and its device and inode,
 * which hard links share. None for what is no regular file: devices and pipes are not replaced by what is written to them.
 */
export function fileNames(path: string): readonly string[] {
  try {
    const stat = statSync(path, EXACT);
    return stat.isFile() ? [realpathSync(path), `${stat.dev}:${stat.ino}`] : [];
  } catch {
    return [];
  }
}

/** Of standard input, where it comes from a file (`quorate report - < topology.yaml`). */
export function stdinNames(): readonly string[] {
  try {
    const stat = fstatSync(0, EXACT);
    return stat.isFile() ? [`${stat.dev}:${stat.ino}`] : [];
  } catch {
    return [];
  }
}
