import { buildTopology, fitted } from '../src/group/load-topology.js';
import type { Protocol } from '../src/protocol/contract/protocol.js';
import { renderDiagnostics } from '../src/report/diagnostics.js';
import type { Deployment } from '../src/topology/deployment.js';
import type { Diagnostic } from '../src/topology/diagnostic.js';
import type { TopologyDocument } from '../src/topology/document.js';
import { parseTopology } from '../src/topology/parse-topology.js';
import { unusedKeys } from '../src/topology/unused-keys.js';
import { InputError } from './input-error.js';
import type { Io } from './io.js';
import { reason } from './output.js';
import { protocolOf } from './protocols.js';
import { namesFile, type RttReader, resourcesOf } from './resources.js';

/** A topology that passed every check, with the protocol that it names. */
export interface Loaded {
  readonly deployment: Deployment;
  readonly protocol: Protocol;
}

/** Parts of a file that not every command counts in, as paths of keys. */
type Used = readonly (readonly string[])[];

const EVERYTHING: Used = [['network', 'bandwidth'], ['failures'], ['maintenance'], ['objectives']];

/** What every command that reads topologies takes. */
export interface ReadingFlags {
  /** No warnings or notes. */
  readonly quiet?: boolean;
  /** Another protocol than the file names. */
  readonly protocol?: string;
  /** Undefined: as the terminal and NO_COLOR say. */
  readonly color?: boolean;
}

/**
 * Reads and checks topology files, all of them before anything is done with one. Warnings and notes go to standard
 * error unless `quiet`, and only once `take` has found nothing wrong: where the command line is, that is told alone.
 *
 * @param take what the command makes of the files by its flags; throws InputError where they do not go together
 * @param used optional parts that the command counts in; a file that has others is told so
 * @throws InputError with every problem of every file, rendered.
 */
export async function loadFor<T>(
  io: Io,
  paths: readonly string[],
  flags: ReadingFlags,
  take: (loaded: readonly Loaded[]) => T,
  used: Used = EVERYTHING,
): Promise<T> {
  const loaded: Loaded[] = [];
  const diagnostics: Diagnostic[] = [];
  const texts = new Map<string, string>();
  const notes: string[] = [];
  const other = flags.protocol === undefined ? undefined : protocolOf(flags.protocol, '--protocol');
  for (const path of paths) {
    const file = path === '-' ? '<stdin>' : path;
    const text = readText(io, path);
    texts.set(file, text);
    const found = await loadOne(io, path, file, text, notes, other, used);
    diagnostics.push(...found.diagnostics);
    if (found.loaded !== undefined) loaded.push(found.loaded);
  }
  const color = flags.color ?? io.color;
  const failed = diagnostics.some(({ severity }) => severity === 'error');
  if (failed) throw new InputError(renderDiagnostics(diagnostics, texts, { color }));
  const taken = take(loaded);
  if (flags.quiet !== true) {
    if (diagnostics.length > 0) io.stderr(renderDiagnostics(diagnostics, texts, { color }));
    for (const note of notes) io.stderr(`note: ${note}\n`);
  }
  return taken;
}

/** The same for whoever takes the files as they are. @throws InputError as `loadFor` does. */
export function load(io: Io, paths: readonly string[], flags: ReadingFlags, used?: Used): Promise<Loaded[]> {
  return loadFor(io, paths, flags, (loaded) => [...loaded], used);
}

/** The text of a topology; '-' is standard input. @throws InputError where it cannot be read. */
export function readText(io: Io, path: string): string {
  try {
    return path === '-' ? io.stdin() : io.readFile(path);
  } catch (error) {
    throw new InputError(`quorate: cannot read ${path}: ${reason(error)}`);
  }
}

async function loadOne(
  io: Io,
  path: string,
  file: string,
  text: string,
  notes: string[],
  other: Protocol | undefined,
  used: Used,
): Promise<{ loaded?: Loaded; diagnostics: Diagnostic[] }> {
  const read = await readTopology(io, path, file, text, notes, used);
  const { diagnostics } = read;
  if (read.deployment === undefined) return { diagnostics };
  const found = fitted(read.deployment, other);
  const all = [...diagnostics, ...found.diagnostics];
  if (found.deployment === undefined) return { diagnostics: all };
  const { deployment, protocol, changes } = found;
  for (const change of changes) notes.push(`${file}: ${change}`);
  return { loaded: { deployment, protocol }, diagnostics: all };
}

/**
 * Reads and checks the text of one topology, apart from whether its protocol can run it.
 *
 * @param path where it came from, for what it refers to; '-' for standard input
 * @param file what messages are to call it
 * @param notes takes what is worth a word
 * @param used parts of the file that the command counts in, beyond what every command does
 */
export async function readTopology(
  io: Io,
  path: string,
  file: string,
  text: string,
  notes: string[],
  used: Used = EVERYTHING,
): Promise<{ deployment?: Deployment; document?: TopologyDocument; diagnostics: Diagnostic[] }> {
  const parsed = parseTopology(text, file);
  const diagnostics = [...parsed.diagnostics];
  const { document } = parsed;
  if (document === undefined) return { diagnostics };
  const reader = await rttReader(document.data);
  const resources = resourcesOf(io, path, reader, (message) => notes.push(message));
  const { deployment, diagnostics: found } = buildTopology(document, resources);
  diagnostics.push(...found);
  if (deployment === undefined) return { document, diagnostics };
  const age = ageNote(deployment, io.today());
  if (age !== undefined) notes.push(`${file}: ${age}`);
  const unused = unusedKeys(document, used);
  if (unused.length > 0)
    notes.push(`${file}: read and checked, but not used by this command: ${unused.join(', ')}`);
  return { deployment, document, diagnostics };
}

/** The reader of RTT files, where the document names one. */
async function rttReader(data: unknown): Promise<RttReader | undefined> {
  const { network } = data as { network?: { rtt?: unknown } | null };
  return namesFile(network?.rtt) ? (await import('../src/rtt/table-from-text.js')).tableFromText : undefined;
}

/** RTTs drift by a few per cent a week and jump over years: beyond this the age of the data is worth a word. */
const OLD_AFTER_YEARS = 2;

function ageNote({ network: { dataset } }: Deployment, today: string): string | undefined {
  if (dataset === undefined || dataset.date === '') return undefined;
  const years = (Date.parse(today) - Date.parse(dataset.date)) / (365.25 * 86_400_000);
  if (!(years > OLD_AFTER_YEARS)) return undefined;
  return `the RTTs of ${dataset.name} are ${years.toFixed(0)} years old (${dataset.date}); measure the links that matter and override them`;
}
