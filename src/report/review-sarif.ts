import type { ListedRule, ReviewFinding, ReviewResult, RuleListResult } from '../result/review.js';
import { seenData } from './document/one-line.js';
import { json } from './json.js';

/** Where the schema of SARIF 2.1.0 (OASIS Standard, 2020, with errata 1 of 2023) stands. */
const SCHEMA = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json';

/**
 * The review as a SARIF 2.1.0 log, for code scanning: all rules, and a result for each finding. Valid also where nothing
 * is found, and where the input is broken: then `executionSuccessful` is false.
 */
export function reviewSarif(result: ReviewResult, { rules }: RuleListResult): string {
  const index = new Map(rules.map(({ id }, i) => [id, i]));
  const log = {
    $schema: SCHEMA,
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'quorate',
            version: result.version,
            semanticVersion: result.version,
            rules: rules.map(descriptor),
          },
        },
        invocations: [{ executionSuccessful: result.verdict !== 'broken' }],
        columnKind: 'utf16CodeUnits',
        results: result.findings.map((finding) => resultOf(finding, index.get(finding.rule))),
      },
    ],
  };
  // The texts, too: whoever shows them takes the escapes for what they stand for.
  return json(seenData(log));
}

function descriptor({ id, name, title, topic, severity, why, fix, source }: ListedRule): object {
  return {
    id,
    name: name.replaceAll(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase()),
    shortDescription: { text: title },
    fullDescription: { text: why },
    help: {
      text: `${why}\n\nFix: ${fix}\n\nSource: ${source}`,
      markdown: `${why}\n\n**Fix:** ${fix}\n\n*Source:* ${source}`,
    },
    defaultConfiguration: { level: severity },
    properties: { tags: [topic] },
  };
}

function resultOf(finding: ReviewFinding, ruleIndex: number | undefined): object {
  const { rule, severity, message, fix, file, line, column, path } = finding;
  return {
    ruleId: rule,
    ...(ruleIndex === undefined ? {} : { ruleIndex }),
    level: severity,
    message: { text: `${message} ${fix}` },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: uriOf(file) },
          region: { startLine: line, startColumn: column },
        },
      },
    ],
    // Neither lines nor columns: the finding is the same one after lines have moved.
    partialFingerprints: { 'quoratePath/v1': `${rule} ${path}` },
  };
}

/** A path as a reference: relative to where the command was run, or absolute. */
function uriOf(file: string): string {
  // Half a surrogate pair has no bytes to encode.
  const path = file
    .replace(/\p{Cs}/gu, '\ufffd')
    .replaceAll('\\', '/')
    .replace(/^(?:\.\/+)+/, '');
  const encoded = encodeURI(path).replaceAll('#', '%23').replaceAll('?', '%3F');
  if (path.startsWith('/')) return `file://${encoded}`;
  // A colon in the first part would be taken for the end of a scheme.
  return /^[^/]*:/.test(encoded) ? `./${encoded}` : encoded;
}
