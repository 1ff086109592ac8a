import { dirname, isAbsolute, join, relative, sep } from 'node:path';
import type { RttFinding } from '../src/rtt/finding.js';
import type { tableFromText } from '../src/rtt/table-from-text.js';
import type { Resources } from '../src/topology/resources.js';
import { bundledNames, coordinates, loadTable } from './data-sets.js';
import type { Io } from './io.js';
import { reason } from './output.js';

/** Files beyond this are not read: measurements of a deployment are far smaller. */
const LARGEST_FILE = 16 * 1024 * 1024;

/** Reads a user's own RTT file. It brings a CSV parser along, so it is loaded only where a topology names one. */
export type RttReader = typeof tableFromText;

/** Is what a topology names as its RTTs a file of its own, not a bundled set? */
export function namesFile(rtt: unknown): rtt is string {
  return typeof rtt === 'string' && !bundledNames().includes(rtt) && looksLikeFile(rtt);
}

function looksLikeFile(name: string): boolean {
  return /[./]/.test(name);
}

const OUTSIDE = "it lies outside the topology's folder; put a copy beside the topology";

/**
 * What a topology may refer to: bundled data sets by name, and files in the topology's own folder or below it. No others:
 * a topology may come with a stranger's pull request, and what is wrong with a file is quoted in a log for all to read.
 *
 * @param topology path of the topology file, or '-' for standard input (files are then relative to the current folder)
 * @param readRtt reader of RTT files; undefined where the topology names none
 * @param warn takes what is questionable about a file that could be used all the same
 */
export function resourcesOf(
  io: Io,
  topology: string,
  readRtt: RttReader | undefined,
  warn: (message: string) => void,
): Resources {
  const folder = topology === '-' ? '.' : dirname(topology);
  const read = (path: string): { text: string } | { error: string } => {
    const file = join(folder, path);
    if (isAbsolute(path) || leaves(folder, file)) return { error: OUTSIDE };
    try {
      if (leaves(io.realPath(folder), io.realPath(file))) return { error: `by a link, ${OUTSIDE}` };
      const text = io.readFile(file);
      if (text.length > LARGEST_FILE) return { error: 'it is larger than 16 MiB' };
      return { text };
    } catch (error) {
      return { error: reason(error) };
    }
  };
  return {
    rttNames: bundledNames(),
    file: read,
    rtt(name) {
      if (bundledNames().includes(name)) return loadTable(name);
      if (readRtt === undefined) return `no data set is called '${name}'`;
      const file = read(name);
      if ('error' in file) return `cannot read ${name}: ${file.error}`;
      const { table, findings } = readRtt(file.text, name, coordinates(), { today: io.today() });
      if (table === undefined) return `cannot use ${name}: ${firstError(findings, name)}`;
      for (const { message } of findings) warn(`${name}: ${message}`);
      return table;
    },
  };
}

function leaves(folder: string, file: string): boolean {
  const way = relative(folder, file);
  return way === '..' || way.startsWith(`..${sep}`) || isAbsolute(way);
}

function firstError(findings: readonly RttFinding[], name: string): string {
  const errors = findings.filter(({ severity }) => severity === 'error');
  const more =
    errors.length > 1 ? ` (and ${errors.length - 1} more; quorate rtt check ${name} lists them)` : '';
  return `${errors[0]?.message ?? 'it has no figures'}${more}`;
}
