import { diff, type Side } from '../../src/estimate/diff/diff.js';
import { estimate } from '../../src/estimate/estimate.js';
import { ownProtocol } from '../../src/group/load-topology.js';
import { fitOf } from '../../src/protocol/fit.js';
import { renderDiagnostics } from '../../src/report/diagnostics.js';
import { diffDocument } from '../../src/report/diff/diff.js';
import { json } from '../../src/report/json.js';
import type { Deployment } from '../../src/topology/deployment.js';
import type { Diagnostic } from '../../src/topology/diagnostic.js';
import { demandClients } from '../clients.js';
import { EXIT } from '../exit.js';
import { InputError } from '../input-error.js';
import type { Io } from '../io.js';
import { readText, readTopology } from '../load.js';
import { seedOf } from '../numbers.js';
import { inFormat, outputs, write } from '../output.js';
import { readEstimate } from '../saved/read-estimate.js';
import { savedResult } from '../saved/saved-result.js';

export interface DiffFlags {
  readonly exitCode?: boolean;
  readonly format: readonly string[];
  readonly seed: string;
  readonly quiet?: boolean;
  readonly color?: boolean;
}

/**
 * `quorate diff BASE HEAD`: topology files, or saved results of estimate. Exit code 0, or with `--exit-code` 1 where
 * something got worse or an objective that was met is missed.
 */
export async function diffFiles(io: Io, base: string, head: string, flags: DiffFlags): Promise<void> {
  const wanted = outputs(flags.format, ['text', 'json', 'markdown']);
  const seed = seedOf(flags.seed);
  if (base === '-' && head === '-')
    throw new InputError('quorate: standard input can be base or head, not both');
  const read = [await readSide(io, base), await readSide(io, head)];
  report(io, read, flags);
  const [before, after] = read.map((each) => sideOf(each, seed));
  const result = diff(before, after);
  write(io, wanted, (format) =>
    format === 'json' ? json(result) : inFormat(diffDocument(result), format, io.columns),
  );
  const worse = result.verdict === 'worse' || result.verdict === 'mixed';
  if (flags.exitCode === true && worse) io.exit(EXIT.findings);
}

/** What stood in one file: a saved result, or a topology, sound or not. */
interface Read {
  readonly file: string;
  readonly text: string;
  readonly saved?: Side['estimate'];
  /** A sentence on why a saved result is of no use. */
  readonly problem?: string;
  readonly deployment?: Deployment;
  readonly data?: unknown;
  readonly diagnostics: readonly Diagnostic[];
  readonly notes: readonly string[];
}

async function readSide(io: Io, path: string): Promise<Read> {
  const file = path === '-' ? '<stdin>' : path;
  const text = readText(io, path);
  const result = savedResult(text);
  if (result !== undefined) {
    const found = 'problem' in result ? result : await readEstimate(result.data);
    const outcome = 'problem' in found ? { problem: found.problem } : { saved: found.estimate };
    return { file, text, ...outcome, diagnostics: [], notes: [] };
  }
  const notes: string[] = [];
  const { deployment, document, diagnostics } = await readTopology(io, path, file, text, notes);
  if (deployment === undefined) return { file, text, diagnostics, notes };
  const found = [...diagnostics, ...fitOf(ownProtocol(deployment), deployment)];
  return { file, text, deployment, data: document?.data, diagnostics: found, notes };
}

/** @throws InputError with every problem of both. */
function report(io: Io, read: readonly Read[], { quiet, color }: DiffFlags): void {
  const problems = read.flatMap(({ file, problem }) =>
    problem === undefined ? [] : [`quorate: ${file} cannot be compared: ${problem}\n`],
  );
  const diagnostics = read.flatMap((each) => each.diagnostics);
  const texts = new Map(read.map(({ file, text }) => [file, text]));
  const rendered = renderDiagnostics(diagnostics, texts, { color: color ?? io.color });
  if (problems.length > 0 || diagnostics.some(({ severity }) => severity === 'error'))
    throw new InputError([...problems, rendered].join(''));
  if (quiet === true) return;
  if (rendered !== '') io.stderr(rendered);
  // What is said of both is said once of each file, in the order of the files.
  for (const note of new Set(read.flatMap(({ notes }) => notes))) io.stderr(`note: ${note}\n`);
}

function sideOf({ file, saved, deployment, data }: Read, seed: number): Side {
  if (saved !== undefined) return { file, estimate: saved };
  if (deployment === undefined) throw new Error('a topology without errors gives a deployment');
  demandClients(deployment);
  const { objectives } = deployment;
  const protocol = ownProtocol(deployment);
  return { file, estimate: estimate(deployment, protocol, { seed }), topology: { objectives, data } };
}
