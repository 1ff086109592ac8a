import { type Analysis, analysis, type DesignQuestion } from '../../src/design/analysis.js';
import { DesignTooLarge } from '../../src/design/optimum.js';
import { checkResilience, readDesign, readGoal } from '../../src/design/read-design.js';
import { searchSize } from '../../src/design/search.js';
import { questionOf } from '../../src/design/topology-design.js';
import { DiagramTooLarge } from '../../src/quorum/diagram-builder.js';
import { countMinimalQuorums } from '../../src/quorum/minimal-quorums.js';
import { renderDiagnostics } from '../../src/report/diagnostics.js';
import { json } from '../../src/report/json.js';
import { conflictProblems } from '../../src/report/quorum/conflicts.js';
import { quorumDocument } from '../../src/report/quorum/quorum.js';
import type { Diagnostic } from '../../src/topology/diagnostic.js';
import { Field } from '../../src/topology/field.js';
import { Findings } from '../../src/topology/findings.js';
import { parseYaml } from '../../src/topology/parse-topology.js';
import { DesignProblems, type Given } from '../design-problems.js';
import { InputError } from '../input-error.js';
import type { Io } from '../io.js';
import { load, readText } from '../load.js';
import { inFormat, outputs, write } from '../output.js';

export interface QuorumFlags {
  readonly writes?: string;
  readonly readShare?: string;
  readonly minimise?: string;
  readonly limit: readonly string[];
  readonly f?: string;
  /** True: all kinds. */
  readonly search?: string | true;
  readonly format: readonly string[];
  readonly quiet?: boolean;
  readonly color?: boolean;
}

/** `quorate quorum EXPR|FILE`: exit code 2 where no strategy meets the limits. */
export async function quorumOf(io: Io, what: string, flags: QuorumFlags): Promise<void> {
  const wanted = outputs(flags.format, ['text', 'json', 'markdown']);
  const { question, report, sources } = await asked(io, what, flags);
  if (flags.quiet !== true) for (const note of bounds(question)) io.stderr(`note: ${note}\n`);
  const { solver } = await import('../solver.js');
  const found = answered(question, await solver());
  if (!('result' in found)) {
    for (const { at, message } of conflictProblems(found.conflicts, question.goal.f))
      report.error(['quorum', ...at], message);
    throw new InputError(render(io, report.diagnostics, sources, flags));
  }
  write(io, wanted, (format) => {
    if (format === 'json') return json(found.result);
    return inFormat(quorumDocument(found.result), format, io.columns);
  });
}

function answered(question: DesignQuestion, solve: Parameters<typeof analysis>[1]): Analysis {
  try {
    return analysis(question, solve);
  } catch (error) {
    if (error instanceof DesignTooLarge || error instanceof DiagramTooLarge)
      throw new InputError(`quorate: ${question.name} is too large to be worked out: ${error.message}`);
    throw error;
  }
}

/** From so many nodes on, and so many schemes, how much there is to do is said before it is done. */
const MANY_NODES = 20;
const MANY_SCHEMES = 1000;

function bounds({ nodes, scheme, goal, search }: DesignQuestion): string[] {
  const notes: string[] = [];
  const words = (count: number) => count.toLocaleString('en-US');
  if (scheme !== undefined && nodes.length > MANY_NODES)
    notes.push(
      `${nodes.length} nodes: ${words(countMinimalQuorums(scheme.reads))} minimal quorums of reads, ${words(countMinimalQuorums(scheme.writes))} of writes`,
    );
  if (search.length > 0) {
    const size = searchSize(nodes, goal, search);
    if (size > MANY_SCHEMES) notes.push(`${words(size)} schemes to search, most of which a bound excludes`);
  }
  return notes;
}

/** A question without errors, and where more of them would go. */
interface Asked {
  readonly question: DesignQuestion;
  readonly report: DesignProblems;
  readonly sources: readonly Given[];
}

async function asked(io: Io, what: string, flags: QuorumFlags): Promise<Asked> {
  const options = optionsOf(flags);
  const values = Object.fromEntries([...options].map(([key, { value }]) => [key, value]));
  const text = textOf(io, what);
  if (text === undefined) {
    const expression = { label: '<expression>', text: what };
    const report = new DesignProblems(new Map([...options, ['reads', expression]]), undefined, expression);
    const data = { version: 1, quorum: { reads: what, ...values } };
    return checked(io, readDesign(data, null, report), report, [expression, ...options.values()], flags);
  }
  const file = what === '-' ? '<stdin>' : what;
  const parsed = parseYaml(text, file, {
    one: 'a design',
    empty: 'docs/quorum.md shows what stands in it',
    begin: 'begin with: version: 1',
  });
  const { document } = parsed;
  const source = { label: file, text };
  const data = document?.data;
  if (isMapping(data) && Object.hasOwn(data, 'replicas')) return ofTopology(io, what, options, values, flags);
  const findings = document && new Findings(document);
  const report = new DesignProblems(options, findings, source);
  if (document === undefined || !document.valid)
    throw new InputError(render(io, parsed.diagnostics, [source], flags));
  const own = isMapping(data) && isMapping(data.quorum) ? data.quorum : undefined;
  const whole = own === undefined ? data : { ...(data as object), quorum: { ...own, ...values } };
  return checked(io, readDesign(whole, file, report), report, [source, ...options.values()], flags);
}

/** A topology is taken for its quorums, its replicas and its share of reads. */
async function ofTopology(
  io: Io,
  path: string,
  options: ReadonlyMap<string, Option>,
  values: Readonly<Record<string, unknown>>,
  flags: QuorumFlags,
): Promise<Asked> {
  if (options.has('writes'))
    throw new InputError(
      'quorate: --writes goes with an expression or a design; a topology has its own quorums',
    );
  const [loaded] = await load(io, [path], flags);
  const label = { label: path, text: '' };
  const report = new DesignProblems(options, undefined, label);
  const field = new Field({ quorum: values }).get('quorum');
  const base = questionOf(loaded.deployment);
  const goal = readGoal(field, report);
  const shares = options.has('read-share') ? goal.shares : base.goal.shares;
  const question = { ...base, goal: { ...goal, shares } };
  if (goal.minimise === 'latency' || goal.limits.latency !== undefined)
    throw new InputError(
      'quorate: a topology is taken for its quorums and its share of reads; latencies are what quorate estimate tells',
    );
  if (options.has('search'))
    throw new InputError(
      'quorate: --search goes with a design file, which has capacities and latencies of nodes',
    );
  if (question.scheme !== undefined) checkResilience(question.scheme, question.goal, report);
  return checked(io, report.failed ? undefined : question, report, [...options.values()], flags);
}

function checked(
  io: Io,
  question: DesignQuestion | undefined,
  report: DesignProblems,
  sources: readonly Given[],
  flags: QuorumFlags,
): Asked {
  if (question === undefined || report.failed)
    throw new InputError(render(io, report.diagnostics, sources, flags));
  return { question, report, sources };
}

function render(
  io: Io,
  diagnostics: readonly Diagnostic[],
  sources: readonly Given[],
  flags: QuorumFlags,
): string {
  const texts = new Map(sources.map(({ label, text }) => [label, text]));
  return renderDiagnostics(diagnostics, texts, { color: flags.color ?? io.color });
}

/** The text of a file; undefined where `what` is an expression, which no file has for a name. */
function textOf(io: Io, what: string): string | undefined {
  if (what === '-') return readText(io, what);
  if (!/[&|+*()]|\sof\s/.test(what)) return readText(io, what);
  try {
    return io.readFile(what);
  } catch {
    return undefined;
  }
}

interface Option extends Given {
  readonly value: unknown;
}

/** What the options put into `quorum:`, by key. */
function optionsOf({ writes, readShare, minimise, limit, f, search }: QuorumFlags): Map<string, Option> {
  const given: [string, string | true | undefined, (text: string) => unknown][] = [
    ['writes', writes, (text) => text],
    ['read-share', readShare, (text) => (text.includes('=') ? pairs(text.split(',')) : text)],
    ['minimise', minimise, (text) => text],
    ['limits', limit.length === 0 ? undefined : limit.join(','), () => pairs(limit)],
    ['f', f, (text) => text],
    ['search', search === true ? 'all' : search, (text) => text],
  ];
  return new Map(
    given.flatMap(([key, text, read]): [string, Option][] =>
      typeof text === 'string'
        ? [[key, { label: `--${key === 'limits' ? 'limit' : key}`, text, value: read(text) }]]
        : [],
    ),
  );
}

/** 'load=0.01' as { load: '0.01' }; a part without '=' has no value, which the reader reports. */
function pairs(parts: readonly string[]): Record<string, string | null> {
  return Object.fromEntries(
    parts.map((part) => {
      const at = part.indexOf('=');
      return at < 0 ? [part.trim(), null] : [part.slice(0, at).trim(), part.slice(at + 1).trim()];
    }),
  );
}

function isMapping(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
