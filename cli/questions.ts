import type { Question } from '../src/estimate/what-if/what-if.js';
import { asProtocol } from '../src/group/as-protocol.js';
import { ownProtocol } from '../src/group/load-topology.js';
import type { Protocol } from '../src/protocol/contract/protocol.js';
import { fitOf } from '../src/protocol/fit.js';
import { renderDiagnostics } from '../src/report/diagnostics.js';
import type { ChangeProblem, Changes } from '../src/topology/changes.js';
import type { Deployment } from '../src/topology/deployment.js';
import type { Diagnostic } from '../src/topology/diagnostic.js';
import { readDisruption } from '../src/topology/disruption.js';
import type { TopologyDocument } from '../src/topology/document.js';
import { type AppliedEdit, editTopology } from '../src/topology/edit.js';
import { InputError } from './input-error.js';
import type { Io } from './io.js';
import { readTopology } from './load.js';
import { protocolOf } from './protocols.js';

/** A topology file that passed every check. */
export interface Source {
  /** As given on the command line. */
  readonly path: string;
  /** As messages call it. */
  readonly file: string;
  readonly text: string;
  readonly deployment: Deployment;
  /** What was said about it already. */
  readonly diagnostics: readonly Diagnostic[];
}

/** The deployment and protocol that a question is about, before anything happens to them. */
export type Edited = Omit<Question, 'disruption'>;

/**
 * Makes the edits of a question: the text is edited, parsed and checked like a file.
 *
 * @param name what the question is called; '' for the one that the options ask
 * @throws InputError with every problem, and which option made it.
 */
export async function edited(
  io: Io,
  source: Source,
  { name, description, changes }: { name: string; description: string; changes: Changes },
  flags: { readonly quiet?: boolean; readonly color?: boolean },
): Promise<Edited> {
  const made = editTopology(source.text, changes);
  if ('problems' in made) throw problemsOf(name, changes, made.problems);
  const { deployment, diagnostics, document } = await checkedAgain(io, source, made.text);
  const own = source.deployment.protocol.name;
  const protocol =
    changes.protocol === undefined
      ? ownProtocol(deployment ?? source.deployment)
      : otherProtocol(name, changes.protocol);
  const recast = deployment === undefined ? undefined : asProtocol(deployment, protocol);
  const found = [...diagnostics];
  // A protocol that is asked for and does not fit is an answer; one that no longer fits is a mistake.
  if (recast !== undefined && changes.protocol === undefined)
    found.push(...fitOf(protocol, recast.deployment));
  report(io, source, made.text, found, { name, changes, edits: made.edits, document }, flags);
  if (recast === undefined) throw new Error('a topology without errors gives a deployment');
  const edits = made.edits.map(({ text }) => text);
  if (protocol.name !== own && changes.protocol !== undefined)
    edits.push(`protocol: ${own} → ${protocol.name}`);
  return { name, description, edits, notes: recast.changes, deployment: recast.deployment, protocol };
}

async function checkedAgain(io: Io, source: Source, text: string) {
  if (text === source.text)
    return { deployment: source.deployment, diagnostics: [] as Diagnostic[], document: undefined };
  return readTopology(io, source.path, source.file, text, []);
}

function otherProtocol(name: string, asked: string): Protocol {
  return protocolOf(asked, name === '' ? '--protocol' : `scenario ${name}, protocol`);
}

interface Made {
  readonly name: string;
  readonly changes: Changes;
  readonly edits: readonly AppliedEdit[];
  readonly document: TopologyDocument | undefined;
}

/** Errors end the command; warnings that the file itself did not earn are shown. */
function report(
  io: Io,
  { file, diagnostics: known }: Source,
  text: string,
  found: readonly Diagnostic[],
  made: Made,
  flags: { readonly quiet?: boolean; readonly color?: boolean },
): void {
  const news = found.filter(
    ({ severity, message }) => severity === 'error' || known.every((old) => old.message !== message),
  );
  const sources = new Map<string, string>();
  const named = news.map((diagnostic): Diagnostic => {
    const label = `${file} (${blamed(diagnostic, made)})`;
    sources.set(label, text);
    return { ...diagnostic, file: label };
  });
  const rendered = renderDiagnostics(named, sources, { color: flags.color ?? io.color });
  if (named.some(({ severity }) => severity === 'error')) throw new InputError(rendered);
  if (named.length > 0 && flags.quiet !== true) io.stderr(rendered);
}

/** The option at whose place a finding stands; all of them where it stands elsewhere. */
function blamed({ position }: Diagnostic, { name, changes, edits, document }: Made): string {
  const at = edits.filter(({ path }) => {
    const span = document?.locate(path);
    if (span === undefined || position === undefined) return false;
    const { line, column } = span.position;
    return position.line === line && position.column >= column && position.column < column + span.length;
  });
  const meant = at.length > 0 ? at : edits;
  const labels = meant.map(({ key, index }) => labelOf(name, changes, key, index));
  return labels.length === 0 ? 'as edited' : `with ${labels.join(' ')}`;
}

/** "--set protocol.disk=serial", or "scenario a, set protocol.disk=serial". */
export function labelOf(name: string, changes: Changes, key: keyof Changes, index: number): string {
  const given = changes[key];
  const text = Array.isArray(given) ? (given as readonly string[])[index] : given;
  return name === '' ? `--${key} ${text}` : `scenario ${name}, ${key} ${text}`;
}

function problemsOf(name: string, changes: Changes, problems: readonly ChangeProblem[]): InputError {
  const lines = problems.map(
    ({ key, index, message }) => `quorate: ${labelOf(name, changes, key, index)}: ${message}`,
  );
  return new InputError(lines.join('\n'));
}

/**
 * Adds what then happens to the deployment.
 *
 * @throws InputError for names that are none, and for contradictions.
 */
export function disturbed(question: Edited, changes: Changes): Question {
  const { deployment, name } = question;
  for (const [key, what] of [
    ['fail', 'fail'],
    ['cut', 'be cut off'],
    ['pause', 'be paused'],
  ] as const) {
    const index = changes[key].findIndex((text) => changes.remove.includes(text.split('=')[0].trim()));
    if (index < 0) continue;
    const removed = changes[key][index].split('=')[0].trim();
    throw problemsOf(name, changes, [{ key, index, message: `${removed} is removed, so it cannot ${what}` }]);
  }
  const replicas = deployment.replicas.map(({ id, at, disk }) => ({ id, at, disk: disk.name }));
  const read = readDisruption(changes, {
    replicas,
    clients: deployment.clients,
    shared: deployment.failures.shared,
  });
  if ('problems' in read) throw problemsOf(name, changes, read.problems);
  const { disruption } = read;
  const { leader } = changes;
  if (leader !== undefined && disruption.down.includes(leader)) {
    throw new InputError(
      `quorate: ${labelOf(name, changes, 'leader', 0)}: ${leader} is among those that fail (${disruption.texts.join('; ')})`,
    );
  }
  return { ...question, disruption };
}
