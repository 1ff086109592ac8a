import { nearestName } from '../spelling/nearest-name.js';
import { mentioned } from './expression.js';
import { parseExpression } from './parse-expression.js';
import { allowedAt, checkKeys, findForm, reportNoForm } from './scheme-forms.js';
import { readGroups } from './scheme-groups.js';
import { asMapping, attempt, type Path, type Report, readCount, show } from './scheme-report.js';
import { readWeights } from './scheme-weights.js';
import { all, fromExpression, majority, threshold } from './shapes.js';
import type { QuorumSystem } from './system.js';

/** One quorum system: any form but those that give the quorums of all phases. A bare number is a threshold. */
export function readSystem(report: Report, path: Path, value: unknown): QuorumSystem | undefined {
  const { members } = report;
  if (typeof value === 'number') {
    return readThreshold(report, path, name(path), value);
  }
  if (value === 'majority') {
    return majority(members, report.voters);
  }
  if (value === 'all') {
    return all(members, report.voters);
  }
  const mapping = asMapping(value);
  if (mapping === undefined) {
    return report.add(
      path,
      `${name(path)} is ${show(value)}: expected ${allowedAt(path)}`,
      hintFor(path, value),
    );
  }
  const form = findForm(mapping);
  if (form === undefined) {
    return reportNoForm(report, path, mapping);
  }
  if (form.whole) {
    const lead = form.lead.find((key) => Object.hasOwn(mapping, key));
    return report.add(
      path,
      `'${lead}' gives the quorums of all phases: it cannot stand inside '${path.at(-1)}'`,
    );
  }
  checkKeys(report, path, mapping, form);
  switch (form.name) {
    case 'weights':
      return readWeights(report, path, mapping);
    case 'groups':
      return readGroups(report, path, mapping);
    case 'expression':
      return readExpression(report, [...path, 'expression'], mapping.expression);
    default:
      return readThreshold(report, [...path, 'threshold'], 'threshold', mapping.threshold);
  }
}

function name(path: Path): string {
  return path.length === 0 ? 'quorum' : String(path.at(-1));
}

function hintFor(path: Path, value: unknown): string | undefined {
  if (typeof value !== 'string') {
    return undefined;
  }
  if (/^\d+$/.test(value)) {
    return path.length === 0 ? `write { threshold: ${value} }` : 'write it without quotes';
  }
  const near = nearestName(value, ['majority', 'all']);
  if (near !== undefined) {
    return `did you mean '${near}'?`;
  }
  return /[&|*+(]/.test(value) ? `write { expression: "${value}" }` : undefined;
}

function readThreshold(report: Report, path: Path, what: string, value: unknown): QuorumSystem | undefined {
  const { members, voters } = report;
  const k = readCount(report, path, what, value, voters.length, replicas(voters.length, members.length));
  return k === undefined ? undefined : threshold(members, k, voters);
}

function replicas(voters: number, n: number): string {
  const those = voters === n ? '' : ' with a vote';
  return voters === 1 ? `there is 1 replica${those}` : `there are ${voters} replicas${those}`;
}

function readExpression(report: Report, path: Path, value: unknown): QuorumSystem | undefined {
  if (typeof value !== 'string') {
    return report.add(path, `expression is ${show(value)}: expected text such as 'a & b | 2 of (a, c, d)'`);
  }
  const parsed = parseExpression(value, report.members);
  if ('problems' in parsed) {
    for (const { offset, length, ...problem } of parsed.problems) {
      report.problems.push({ path, ...problem, span: { offset, length } });
    }
    return undefined;
  }
  const named = mentioned(parsed.expression);
  for (const id of report.voteless) if (named.includes(id)) report.withoutVote(path, id);
  return attempt(report, path, () => fromExpression(report.members, parsed.expression));
}
