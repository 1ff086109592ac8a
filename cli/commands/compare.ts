import { type Candidate, compare } from '../../src/estimate/compare.js';
import type { Protocol } from '../../src/protocol/contract.js';
import { protocols } from '../../src/protocol/registry.js';
import { compareText } from '../../src/report/compare-text.js';
import { json } from '../../src/report/json.js';
import { demandClients } from '../clients.js';
import { InputError } from '../input-error.js';
import type { Io } from '../io.js';
import { type Loaded, load, type ReadingFlags } from '../load.js';
import { seedOf } from '../numbers.js';
import { outputs, write } from '../output.js';
import { protocolOf } from '../protocols.js';

export interface CompareFlags extends ReadingFlags {
  /** "all", or names with commas between them. */
  readonly protocols?: string;
  readonly format: readonly string[];
  readonly seed: string;
}

/** `quorate compare FILE…`: several files, or files under several protocols. */
export async function compareFiles(io: Io, files: readonly string[], flags: CompareFlags): Promise<void> {
  const wanted = outputs(flags.format, ['text', 'json']);
  const seed = seedOf(flags.seed);
  const others = flags.protocols === undefined ? undefined : protocolsOf(flags.protocols);
  const loaded = await load(io, files, flags);
  for (const { deployment } of loaded) demandClients(deployment);
  if (loaded.length === 1 && others === undefined) {
    throw new InputError('quorate: one file and nothing to compare it with; add files, or --protocols all');
  }
  const result = compare(
    loaded.flatMap((each) => candidatesOf(each, others, loaded.length > 1)),
    { seed },
  );
  write(io, wanted, (format) => (format === 'json' ? json(result) : compareText(result, io.columns)));
}

function candidatesOf(
  { deployment, protocol }: Loaded,
  others: readonly Protocol[] | undefined,
  several: boolean,
): Candidate[] {
  const own = { name: deployment.name, deployment, protocol };
  if (others === undefined) return [own];
  return others.map((other) => ({
    name: several ? `${deployment.name}, ${other.name}` : other.name,
    deployment,
    protocol: other,
  }));
}

function protocolsOf(text: string): Protocol[] {
  return text === 'all'
    ? [...protocols]
    : text.split(',').map((name) => protocolOf(name.trim(), '--protocols'));
}
