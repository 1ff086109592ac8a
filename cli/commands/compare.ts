import { type Candidate, compare } from '../../src/estimate/compare/compare.js';
import type { Protocol } from '../../src/protocol/contract/protocol.js';
import { compareDocument } from '../../src/report/compare/compare.js';
import { json } from '../../src/report/json.js';
import type { CompareResult } from '../../src/result/compare.js';
import { type Axes, combinations, crossed, type Original } from '../alternatives.js';
import { leadersOf, protocolsOf, quorumsOf, sizesOf } from '../axes.js';
import { demandClients } from '../clients.js';
import { InputError } from '../input-error.js';
import type { Io } from '../io.js';
import { type Loaded, loadFor, type ReadingFlags, readText } from '../load.js';
import { seedOf } from '../numbers.js';
import { inFormat, type Output, outputs, write } from '../output.js';
import { progressOf } from '../progress.js';

export interface CompareFlags extends ReadingFlags {
  /** "all", or names with commas between them. */
  readonly protocols?: string;
  /** Quorums with semicolons between them, each time it is given. */
  readonly quorums: readonly string[];
  /** "all", or ids with commas between them. */
  readonly leaders?: string;
  /** Numbers with commas between them. */
  readonly replicas?: string;
  /** A chart instead of the table. */
  readonly chart?: string;
  readonly format: readonly string[];
  readonly seed: string;
}

/** More alternatives than this make no table that anybody reads. */
const MOST = 64;

/** `quorate compare FILE…`: several files, or files under several protocols, quorums, leaders, numbers of replicas. */
export async function compareFiles(io: Io, files: readonly string[], flags: CompareFlags): Promise<void> {
  const wanted = wantedOf(io, flags);
  const seed = seedOf(flags.seed);
  const once = readingOnce(io);
  const take = (all: readonly Loaded[]) => ({ loaded: all, axes: axesOf(all, flags) });
  const { loaded, axes } = await loadFor(once, files, flags, take);
  const { protocols } = axes;
  const cross = isCross(axes);
  const several = loaded.length > 1;
  const candidates = cross
    ? await crossing(once, files, loaded, axes, flags, seed)
    : loaded.flatMap((each) => candidatesOf(each, protocols, several));
  demandFew(candidates.length, '');
  const shown = progressOf(io, 'compare', flags);
  const result = compare(candidates, { seed, progress: shown.step });
  shown.end();
  demandOne(result);
  if (flags.chart !== undefined) {
    const { writeComparison } = await import('../chart/comparison.js');
    return writeComparison(io, wanted, flags.chart, result, flags.quiet === true);
  }
  write(io, wanted, (format) =>
    format === 'json' ? json(result) : inFormat(compareDocument(result), format, io.columns),
  );
}

/** Along what is compared. @throws InputError where that does not go with the files. */
function axesOf(loaded: readonly Loaded[], flags: CompareFlags): Axes {
  for (const { deployment } of loaded) demandClients(deployment);
  const ids = [...new Set(loaded.flatMap(({ deployment }) => deployment.replicas.map(({ id }) => id)))];
  const axes: Axes = {
    protocols: flags.protocols === undefined ? undefined : protocolsOf(flags.protocols),
    quorums: flags.quorums.length === 0 ? undefined : quorumsOf(flags.quorums),
    leaders: flags.leaders === undefined ? undefined : leadersOf(flags.leaders, ids),
    sizes: flags.replicas === undefined ? undefined : sizesOf(flags.replicas),
  };
  if (loaded.length === 1 && axes.protocols === undefined && !isCross(axes)) {
    throw new InputError(
      'quorate: one file and nothing to compare it with; add files, or --protocols all, --quorums, --leaders all, --replicas 3,5',
    );
  }
  return axes;
}

function isCross({ quorums, leaders, sizes }: Axes): boolean {
  return quorums !== undefined || leaders !== undefined || sizes !== undefined;
}

/** Some alternatives may be impossible; where all are, what was asked for is wrong. */
function demandOne({ alternatives }: CompareResult): void {
  if (alternatives.some(({ estimate }) => estimate !== null)) return;
  const why = alternatives.map(({ name, obstacles }) => `  ${name}: ${obstacles.join('; ')}`);
  throw new InputError(['quorate: none of what is to be compared can run:', ...why].join('\n'));
}

const TABLES = ['text', 'json', 'markdown'];
const PICTURES = ['svg', 'png', 'vega-lite'];

function wantedOf(io: Io, { chart, format }: CompareFlags): Output[] {
  if (chart !== undefined) {
    const wanted = outputs(format, PICTURES);
    if (io.toTerminal && wanted.some((one) => one.format === 'png' && one.file === undefined))
      throw new InputError(
        `quorate: a PNG is nothing for a terminal; give it a file (--format png=${chart}.png)`,
      );
    return wanted;
  }
  const picture = format.map((text) => text.replace(/=.*/s, '')).find((name) => PICTURES.includes(name));
  if (picture !== undefined)
    throw new InputError(
      `quorate: --format ${picture} is of a chart; say which: --chart alternatives or --chart pareto`,
    );
  return outputs(format, TABLES);
}

/** Standard input can be read once; who crosses choices needs the text again. */
function readingOnce(io: Io): Io {
  let text: string | undefined;
  return {
    ...io,
    stdin: () => {
      text ??= io.stdin();
      return text;
    },
  };
}

async function crossing(
  io: Io,
  files: readonly string[],
  loaded: readonly Loaded[],
  axes: Axes,
  flags: CompareFlags,
  seed: number,
): Promise<Candidate[]> {
  const originals = loaded.map(({ deployment, protocol }, i): Original => {
    const label = loaded.length > 1 ? deployment.name : undefined;
    // `load` has recast it where another protocol is asked for; what is edited is the file.
    return { path: files[i], text: readText(io, files[i]), deployment, protocol, label };
  });
  const sizes = axes.sizes?.length ?? 1;
  const each = originals.map((original) => combinations(original, axes).length * sizes);
  demandFew(
    each.reduce((sum, count) => sum + count, 0),
    describe(axes, originals.length),
  );
  const shown = progressOf(io, 'compare: choices', flags);
  const found: Candidate[] = [];
  for (const [i, original] of originals.entries()) {
    found.push(...(await crossed(io, original, axes, seed)));
    shown.step(i + 1, originals.length);
  }
  shown.end();
  return found;
}

function describe({ protocols, quorums, leaders, sizes }: Axes, files: number): string {
  const factors: readonly (readonly [number | undefined, string])[] = [
    [files > 1 ? files : undefined, 'files'],
    [protocols?.length, 'protocols'],
    [quorums?.length, 'quorums'],
    [leaders?.length, 'leaders'],
    [sizes?.length, 'numbers of replicas'],
  ];
  const known = factors.filter(([count]) => count !== undefined);
  return ` (${known.map(([count, what]) => `${count} ${what}`).join(' × ')})`;
}

function demandFew(count: number, why: string): void {
  if (count <= MOST) return;
  throw new InputError(
    `quorate: these are ${count} alternatives${why}, and at most ${MOST} are compared at a time; ask for fewer of each`,
  );
}

function candidatesOf(
  { deployment, protocol }: Loaded,
  others: readonly Protocol[] | undefined,
  several: boolean,
): Candidate[] {
  if (others === undefined) return [{ name: deployment.name, subject: { deployment, protocol } }];
  return others.map((other) => ({
    name: several ? `${deployment.name}, ${other.name}` : other.name,
    subject: { deployment, protocol: other },
  }));
}
