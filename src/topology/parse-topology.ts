import { Composer, isMap, type ParsedNode, Parser } from 'yaml';
import type { Diagnostic } from './diagnostic.js';
import { TopologyDocument } from './document.js';
import { Findings } from './findings.js';
import { describeFound } from './found.js';
import { Lines } from './lines.js';
import { plainData } from './plain-data.js';
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
  const body = text.startsWith('\ufeff') ? text.slice(1) : text;
  const unfit = textProblem(body);
  const lines = new Lines(unfit === undefined ? body : body.slice(0, unfit.end));
  if (unfit !== undefined) return { diagnostics: [diagnosticOf(unfit, file, lines)] };
  const { root, problems } = readYaml(body);
  if (problems.length > 0)
    return { diagnostics: problems.map((problem) => diagnosticOf(problem, file, lines)) };
  if (!isMap(root)) return { diagnostics: [notAMapping(root, file, lines)] };

  const plain = plainData(root, lines);
  const yaml = plain.problems.slice(0, MOST_FINDINGS).map((problem) => diagnosticOf(problem, file, lines));
  if (plain.excessive) return { diagnostics: yaml };
  const sound = validate(plain.data);
  const valid = sound && plain.problems.length === 0;
  const document = new TopologyDocument({
    file,
    data: plain.data,
    valid,
    root,
    targets: plain.targets,
    lines,
  });
  const findings = new Findings(document);
  reportSchemaErrors(plain, findings, validate.errors ?? []);
  return { document, diagnostics: [...yaml, ...findings.diagnostics] };
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

function notAMapping(root: ParsedNode | null, file: string, lines: Lines): Diagnostic {
  const value = root === null ? null : plainData(root, lines).data;
  if (value === null) {
    return {
      severity: 'error',
      message: 'the file is empty',
      file,
      hint: '`quorate init` writes a first one',
    };
  }
  const message = `a topology is a mapping of keys to values, found ${describeFound(value)}`;
  const [start, end] = root!.range;
  return diagnosticOf({ message, hint: 'begin with: version: 1', start, end }, file, lines);
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
