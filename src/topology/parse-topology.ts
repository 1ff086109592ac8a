import { Composer, isMap, type ParsedNode, Parser, type YAMLMap } from 'yaml';
import type { Diagnostic } from './diagnostic.js';
import { TopologyDocument } from './document.js';
import { Findings } from './findings.js';
import { describeFound } from './found.js';
import { Lines } from './lines.js';
import { type PlainData, plainData } from './plain-data.js';
import { reportSchemaErrors } from './schema-problems.js';
import { type TextProblem, textProblem } from './text-problems.js';
import validate from './validate-topology.generated.js';
import { syntaxProblems } from './yaml-problems.js';
import { DEEPEST, survey } from './yaml-tokens.js';

export interface ParsedTopology {
  /** Absent where the text is no YAML mapping; present, though perhaps not valid, otherwise. */
  readonly document?: TopologyDocument;
  readonly diagnostics: Diagnostic[];
}

/** So many findings of one kind and the file is something else than a topology. */
const MOST_FINDINGS = 100;

/**
 * Reads a topology file: YAML 1.2 (one document), then its structure against the schema. Nothing is thrown; every
 * problem is a diagnostic with its place. A document with structural errors is still returned, so that
 * `buildDeployment` can find what else is wrong in the same run.
 *
 * @param file the file's name as messages are to show it
 */
export function parseTopology(text: string, file: string): ParsedTopology {
  const read = readMapping(text, file, TOPOLOGY);
  if (read.plain === undefined) return { diagnostics: read.diagnostics };
  const { plain, root, lines, diagnostics } = read;
  const sound = validate(plain.data);
  const valid = sound && plain.problems.length === 0;
  const document = documentOf(file, plain, root, lines, valid);
  const findings = new Findings(document);
  reportSchemaErrors(plain, findings, validate.errors ?? []);
  return { document, diagnostics: [...diagnostics, ...findings.diagnostics] };
}

/**
 * Reads another kind of file that is YAML, up to its structure, which is the caller's to check: `valid` says of the YAML alone.
 * Nothing is thrown; every problem is a diagnostic with its place.
 */
export function parseYaml(text: string, file: string, kind: FileKind): ParsedTopology {
  const read = readMapping(text, file, kind);
  if (read.plain === undefined) return { diagnostics: read.diagnostics };
  const { plain, root, lines, diagnostics } = read;
  return { document: documentOf(file, plain, root, lines, plain.problems.length === 0), diagnostics };
}

/** What messages say of a kind of file. */
export interface FileKind {
  /** "a topology" */
  readonly one: string;
  /** What to do about an empty one, and about one that is no mapping. */
  readonly empty: string;
  readonly begin: string;
}

const TOPOLOGY: FileKind = {
  one: 'a topology',
  empty: '`quorate init` writes a first one',
  begin: 'begin with: version: 1',
};

type ReadMapping =
  | { readonly plain?: undefined; readonly diagnostics: Diagnostic[] }
  | {
      readonly plain: PlainData;
      readonly root: YAMLMap.Parsed;
      readonly lines: Lines;
      readonly diagnostics: Diagnostic[];
    };

function readMapping(text: string, file: string, kind: FileKind): ReadMapping {
  const body = text.startsWith('\ufeff') ? text.slice(1) : text;
  const unfit = textProblem(body);
  const lines = new Lines(unfit === undefined ? body : body.slice(0, unfit.end));
  if (unfit !== undefined) return { diagnostics: [diagnosticOf(unfit, file, lines)] };
  const { root, problems } = readYaml(body);
  if (problems.length > 0)
    return { diagnostics: problems.map((problem) => diagnosticOf(problem, file, lines)) };
  if (!isMap(root)) return { diagnostics: [notAMapping(root, file, lines, kind)] };
  const plain = plainData(root, lines);
  const diagnostics = plain.problems
    .slice(0, MOST_FINDINGS)
    .map((problem) => diagnosticOf(problem, file, lines));
  return plain.excessive ? { diagnostics } : { plain, root, lines, diagnostics };
}

function documentOf(
  file: string,
  { data, targets }: PlainData,
  root: YAMLMap.Parsed,
  lines: Lines,
  valid: boolean,
): TopologyDocument {
  return new TopologyDocument({ file, data, valid, root, targets, lines });
}

function readYaml(text: string): { root: ParsedNode | null; problems: TextProblem[] } {
  const tokens = [...new Parser().parse(text)];
  const { tooDeep, unclosed } = survey(tokens);
  if (tooDeep !== undefined) {
    const message = `values are nested deeper than ${DEEPEST} levels`;
    return { root: null, problems: [{ message, start: tooDeep, end: tooDeep + 1 }] };
  }
  // Keys are compared in plainData, which needs no time quadratic in their number and knows where the first stands.
  const composer = new Composer({
    version: '1.2',
    schema: 'core',
    merge: false,
    uniqueKeys: false,
    resolveKnownTags: false,
    prettyErrors: false,
    logLevel: 'silent',
  });
  const [document, ...others] = composer.compose(tokens, true, text.length);
  const stumbles = [...document!.errors, ...document!.warnings.filter(({ code }) => code !== 'BAD_INDENT')];
  const problems = syntaxProblems(text, stumbles, unclosed);
  if (others.length > 0) problems.push(secondDocument(text, tokens));
  if (document!.directives?.yaml.version === '1.1') {
    const start = Math.max(0, text.search(/^%YAML/m));
    const message = 'the file says that it is YAML 1.1; topology files are YAML 1.2';
    problems.push({ message, hint: 'remove this line', start, end: start + 9 });
  }
  return { root: document!.contents as ParsedNode | null, problems };
}

function secondDocument(text: string, tokens: readonly { type: string; offset: number }[]): TextProblem {
  const start = tokens.filter(({ type }) => type === 'document')[1]?.offset ?? text.length;
  const message = 'a second YAML document begins here; a topology file holds one';
  return { message, hint: 'put each topology into a file of its own', start, end: start + 3 };
}

function notAMapping(root: ParsedNode | null, file: string, lines: Lines, kind: FileKind): Diagnostic {
  const value = root === null ? null : plainData(root, lines).data;
  if (value === null) {
    return { severity: 'error', message: 'the file is empty', file, hint: kind.empty };
  }
  const message = `${kind.one} is a mapping of keys to values, found ${describeFound(value)}`;
  const [start, end] = root!.range;
  return diagnosticOf({ message, hint: kind.begin, start, end }, file, lines);
}

function diagnosticOf(problem: TextProblem, file: string, lines: Lines): Diagnostic {
  const { message, hint, start, end } = problem;
  return {
    severity: 'error',
    message,
    file,
    position: lines.position(start),
    length: lines.length(start, end),
    ...(hint === undefined ? {} : { hint }),
  };
}
