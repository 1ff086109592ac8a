import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { coordinates } from '../../cli/data-sets.js';
import { readTopology } from '../../cli/load.js';
import { ownProtocol } from '../../src/group/load-topology.js';
import { fitOf } from '../../src/protocol/fit.js';
import type { ReviewResult } from '../../src/result/review.js';
import { ReviewContext } from '../../src/review/context.js';
import { distanceKm } from '../../src/rtt/coordinates.js';
import type { Diagnostic } from '../../src/topology/diagnostic.js';
import { memoryIo } from '../cli/memory-io.js';
import { quorate, type RunResult } from '../cli/quorate.js';

const folder = fileURLToPath(new URL('examples/', import.meta.url));

/** Names of the example topologies: QR001-bad.yaml, QR001-good.yaml, … */
export const exampleNames: readonly string[] = readdirSync(folder).sort();

export function example(name: string): string {
  return readFileSync(`${folder}${name}`, 'utf8');
}

/** `quorate review t.yaml …` of one text. */
export function run(text: string, ...args: string[]): Promise<RunResult> {
  return quorate(['review', 't.yaml', '-q', ...args], { 't.yaml': text });
}

/** The result of a review of one text; it never fails on findings. */
export async function reviewed(text: string, ...args: string[]): Promise<ReviewResult> {
  return JSON.parse((await run(text, '-f', 'json', ...args)).out);
}

/** Three replicas in three regions: nothing is found but what a test puts in. */
export const SOUND = example('QR003-good.yaml');

/** What rules are asked with, and what the checks of file and protocol say before them. */
export async function contextOf(
  text: string,
): Promise<{ readonly context: ReviewContext; readonly diagnostics: readonly Diagnostic[] }> {
  const io = memoryIo();
  const { deployment, diagnostics } = await readTopology(io, 't.yaml', 't.yaml', text, []);
  if (deployment === undefined) throw new Error(diagnostics.map(({ message }) => message).join('\n'));
  const protocol = ownProtocol(deployment);
  const context = new ReviewContext(deployment, protocol, {
    seed: 1,
    today: io.today(),
    distanceKm: (from, to) => distanceKm(coordinates(), from, to),
  });
  return { context, diagnostics: [...diagnostics, ...fitOf(protocol, deployment)] };
}
