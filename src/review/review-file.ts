import type { Protocol } from '../protocol/contract/protocol.js';
import type { ReviewedFile, ReviewFinding, Severity, SuppressedFinding } from '../result/review.js';
import type { Deployment, Position } from '../topology/deployment.js';
import type { Diagnostic } from '../topology/diagnostic.js';
import { ReviewContext, type ReviewOptions } from './context.js';
import { pathText } from './path-text.js';
import type { FilePath, Rule } from './rule.js';
import { docsOf } from './rule-list.js';
import { rules } from './rules.js';
import { silence } from './silence.js';

/** One topology file, read and checked. */
export interface ReviewInput {
  /** As given on the command line. */
  readonly file: string;
  /** '' where it could not be read. */
  readonly text: string;
  /** Both absent where the topology is invalid. */
  readonly deployment?: Deployment;
  readonly protocol?: Protocol;
  /** All that the checks of file and protocol have found. */
  readonly diagnostics: readonly Diagnostic[];
}

export interface FileReview {
  readonly file: ReviewedFile;
  readonly findings: ReviewFinding[];
  readonly suppressed: SuppressedFinding[];
}

/** Holds every rule against one file, and its suppressions against what was found. */
export function reviewFile(input: ReviewInput, options: ReviewOptions): FileReview {
  const { file, text, deployment, protocol, diagnostics } = input;
  const sound =
    deployment !== undefined &&
    protocol !== undefined &&
    !diagnostics.some(({ severity }) => severity === 'error');
  const fired =
    deployment === undefined || protocol === undefined
      ? []
      : ruleFindings(new ReviewContext(deployment, protocol, options), sound);
  const superseding = fired.map(({ rule }) => rule.supersedes).filter((pattern) => pattern !== undefined);
  const told = diagnostics
    .filter(({ message }) => !superseding.some((pattern) => pattern.test(message)))
    .map((diagnostic) => fromDiagnostic(diagnostic, file));
  const found = [...told, ...fired.map(({ finding }) => finding)];
  const { findings, suppressed } = silence(text, found, { file, today: options.today, sound });
  return {
    file: { file, name: deployment?.name ?? null, sound },
    findings: findings.sort(inOrder),
    suppressed: suppressed.sort(inOrder),
  };
}

function ruleFindings(
  context: ReviewContext,
  sound: boolean,
): { readonly rule: Rule; readonly finding: ReviewFinding }[] {
  const { deployment } = context;
  return rules
    .filter(({ needs }) => sound || needs === 'file')
    .flatMap((rule) =>
      (rule.check?.(context) ?? []).map(({ path, about, message, fix, severity = rule.severity }) => {
        const { line, column } = placeOf(deployment, path);
        const text = pathText(deployment, path, about);
        const { id } = rule;
        const { file } = deployment;
        return {
          rule,
          finding: { rule: id, severity, message, file, line, column, fix, docs: docsOf(id), path: text },
        };
      }),
    );
}

/** The place of the longest beginning of the path that the file has; its first line where there is none. */
function placeOf({ locate }: Deployment, path: FilePath): Position {
  for (let length = path.length; length > 0; length--) {
    const position = locate(path.slice(0, length));
    if (position !== undefined) return position;
  }
  return { line: 1, column: 1 };
}

function fromDiagnostic({ severity, message, position, hint }: Diagnostic, file: string): ReviewFinding {
  return {
    rule: 'QR000',
    severity,
    message: sentence(message),
    file,
    line: position?.line ?? 1,
    column: position?.column ?? 1,
    fix: hint === undefined ? 'Mend the file as the message says.' : sentence(hint),
    docs: docsOf('QR000'),
    // Checks have no path; what they say has the ids. Lines that it quotes are left out.
    path: `"${message.replaceAll(/:\d+(?::\d+)?/g, '').slice(0, 200)}"`,
  };
}

function sentence(text: string): string {
  const begun = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.?!:;]$/.test(begun) ? begun : `${begun}.`;
}

const RANK: Readonly<Record<Severity, number>> = { error: 0, warning: 1, note: 2 };

function inOrder(a: ReviewFinding, b: ReviewFinding): number {
  return (
    a.line - b.line ||
    a.column - b.column ||
    RANK[a.severity] - RANK[b.severity] ||
    (a.rule < b.rule ? -1 : a.rule > b.rule ? 1 : 0) ||
    (a.path < b.path ? -1 : a.path > b.path ? 1 : 0)
  );
}
