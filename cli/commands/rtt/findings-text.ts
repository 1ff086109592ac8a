import { visible } from '../../../src/report/document/one-line.js';
import type { FindingCode, RttFinding } from '../../../src/rtt/finding.js';
import { wrap } from './columns.js';

/** What several findings of one code have in common. */
const GROUPS: Readonly<Record<FindingCode, string>> = {
  unreadable: 'reasons why the input cannot be read',
  header: 'faults in the header',
  shape: 'rows of the wrong shape',
  cell: 'cells that are no figures',
  'missing-fact': 'facts missing',
  duplicate: 'figures given twice that disagree',
  'not-positive': 'figures that are not above 0',
  order: 'figures that contradict one another',
  'one-way': 'signs of one-way figures',
  misaligned: 'signs of figures under the wrong labels',
  'below-light': 'figures faster than light in fibre',
  'near-light': 'figures hardly slower than light in fibre',
  'far-above-light': 'figures above 4 × the light bound',
  'unknown-region': 'regions without coordinates',
  'no-reverse': 'pairs measured in one direction only',
  asymmetric: 'pairs whose directions differ by over 20 %',
  old: 'signs of age',
  'self-pair': 'pairs of a region with itself',
  'unused-column': 'columns or values not used',
};

/** How many of one code are listed; JSON output has them all. */
const LISTED = { error: 10, warning: 5 };
const WIDTH = 100;

/** Findings for people, grouped by code; the first few of each code, and how many there are. */
export function findingsText(findings: readonly RttFinding[]): string {
  const groups = new Map<string, RttFinding[]>();
  for (const finding of findings) {
    const key = `${finding.severity} ${finding.code}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [finding]);
    else group.push(finding);
  }
  return [...groups.values()].map(groupText).join('');
}

function groupText(group: readonly RttFinding[]): string {
  const first = group[0]!;
  const heading = first.severity.padEnd(9);
  const indent = heading.length;
  const hints = [...new Set(group.flatMap(({ hint }) => hint ?? []))];
  const hint =
    hints.length === 1 ? `${' '.repeat(indent)}${wrap(capital(hints[0]!), WIDTH, indent, indent)}\n` : '';
  if (group.length === 1) return `${wrap(heading + withPosition(first), WIDTH, indent)}\n${hint}`;
  const most = LISTED[first.severity];
  const listed = group.slice(0, most).map((finding) => {
    const own = hints.length > 1 && finding.hint !== undefined ? ` (${finding.hint})` : '';
    return `${' '.repeat(indent)}${wrap(withPosition(finding) + own, WIDTH, indent + 2, indent)}\n`;
  });
  const rest = group.length > most ? `${' '.repeat(indent)}… and ${group.length - most} more\n` : '';
  const worst = group.length > most && first.code.endsWith('-light') ? `, the worst ${most}` : '';
  return `${heading}${group.length} ${GROUPS[first.code]}${worst}\n${listed.join('')}${rest}${hint}`;
}

function withPosition(finding: RttFinding): string {
  const { position } = finding;
  const message = visible(finding.message);
  return position === undefined ? message : `${position.line}:${position.column} ${message}`;
}

function capital(text: string): string {
  return text.startsWith('-') ? text : text[0]!.toUpperCase() + text.slice(1);
}

/** "2 errors, 1 warning" */
export function countFindings(findings: readonly RttFinding[]): string {
  const errors = findings.filter(({ severity }) => severity === 'error').length;
  const warnings = findings.length - errors;
  const count = (n: number, what: string): string => `${n} ${what}${n === 1 ? '' : 's'}`;
  return `${count(errors, 'error')}, ${count(warnings, 'warning')}`;
}
