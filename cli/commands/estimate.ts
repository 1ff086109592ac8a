import { estimate } from '../../src/estimate/estimate.js';
import { estimateDocument } from '../../src/report/estimate/estimate.js';
import { json } from '../../src/report/json.js';
import type { EstimateResult } from '../../src/result/estimate.js';
import { demandClients } from '../clients.js';
import { EXIT } from '../exit.js';
import type { Io } from '../io.js';
import { loadFor, type ReadingFlags } from '../load.js';
import { seedOf } from '../numbers.js';
import { inFormat, outputs, write } from '../output.js';

export interface EstimateFlags extends ReadingFlags {
  readonly format: readonly string[];
  readonly seed: string;
  /** Again whenever a file changes. */
  readonly watch?: boolean;
}

/** `quorate estimate FILE…` */
export async function estimateFiles(io: Io, files: readonly string[], flags: EstimateFlags): Promise<void> {
  if (flags.watch !== true) return estimateOnce(io, files, flags);
  const { watched } = await import('../watch.js');
  return watched(io, files, (watching) => estimateOnce(watching, files, flags));
}

async function estimateOnce(io: Io, files: readonly string[], flags: EstimateFlags): Promise<void> {
  const wanted = outputs(flags.format, ['text', 'json', 'markdown']);
  const seed = seedOf(flags.seed);
  const loaded = await loadFor(io, files, flags, (all) => {
    for (const { deployment } of all) demandClients(deployment);
    return all;
  });
  const results = loaded.map(({ deployment, protocol }) => estimate(deployment, protocol, { seed }));
  write(io, wanted, (format) => render(results, format, io.columns));
  const missed = results.some(({ objectives }) => objectives.some(({ met }) => met === false));
  if (missed) io.exit(EXIT.findings);
}

function render(results: readonly EstimateResult[], format: string, columns: number): string {
  // One file gives one result; several give an array of them.
  if (format === 'json') return json(results.length === 1 ? results[0] : results);
  return results.map((result) => inFormat(estimateDocument(result), format, columns)).join('\n');
}
