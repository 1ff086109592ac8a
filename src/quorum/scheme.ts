import { listed } from '../spelling/listed.js';
import { gridScheme, onePhase, twoPhases, withFast } from './phases.js';
import { readCells } from './scheme-cells.js';
import { allowedAt, checkKeys, findForm } from './scheme-forms.js';
import { asMapping, type Mapping, type Path, Report, type SchemeProblem, show } from './scheme-report.js';
import { readSystem } from './single-system.js';
import { MAX_MEMBERS, type QuorumScheme, type QuorumSystem } from './system.js';
import { without } from './without.js';

export type { SchemeProblem } from './scheme-report.js';

export type ParsedScheme =
  | { readonly scheme: QuorumScheme }
  | { readonly problems: readonly SchemeProblem[] };

/**
 * The quorum scheme that a topology file's `quorum:` asks for, its YAML read into plain values already.
 *
 * - `majority`, `all`, `{ threshold: 4 }`;
 * - `{ weights: { va1: 2 }, threshold: 4 }`: replicas not named weigh 1, weight 0 is a replica without a vote; the
 *   threshold is more than half of the total weight where it is left out;
 * - `{ groups: { us: […], eu: […] }, of: majority, within: majority }`: hierarchical; each count may be `majority`
 *   (the default), `all` or a number;
 * - `{ expression: "a & b | 2 of (a, c, d)" }`: see parseExpression;
 * - `{ phase1: X, phase2: Y }`, `{ read: X, write: Y }` (read is phase 1, write phase 2), `{ classic: X, fast: Y }`
 *   (classic is both phases), X and Y being a number or any form above;
 * - `{ grid: [[a, b, c], [d, e, f]] }`: a phase-1 quorum is one whole row, a phase-2 quorum one member of every row.
 *
 * Every problem is reported, not the first alone. Whether quorums of the phases intersect is not asked here, since
 * what must intersect is the protocol's business: see `disjointQuorums` and `fastConflict`.
 */
export function parseQuorumScheme(
  value: unknown,
  members: readonly string[],
  { voteless = [], electorsOnly = [] }: Roles = {},
): ParsedScheme {
  const report = new Report(members, voteless);
  const asked = membersFit(report) ? readScheme(report, value) : undefined;
  const scheme = asked && withoutArbiters(report, asked, electorsOnly);
  return scheme === undefined || report.problems.length > 0 ? { problems: report.problems } : { scheme };
}

/** Members that do not do all that a quorum asks of one. */
export interface Roles {
  /** They have no vote: no quorum counts on them, and majorities are of the others. */
  readonly voteless?: readonly string[];
  /** They elect, and count towards a majority, but acknowledge no writes. */
  readonly electorsOnly?: readonly string[];
}

/** What is left of the quorums for writes where some only elect: those that do without them. */
function withoutArbiters(
  report: Report,
  asked: QuorumScheme,
  arbiters: readonly string[],
): QuorumScheme | undefined {
  if (arbiters.length === 0) return asked;
  const phase2 = without(asked.phase2, arbiters);
  const fast = asked.fast && without(asked.fast, arbiters);
  const everyone = 2 ** report.members.length - 1;
  if (!phase2.contains(everyone))
    return report.add(
      [],
      `without ${listed(arbiters)}, which ${arbiters.length > 1 ? 'elect' : 'elects'} only, no quorum for writes is left`,
      'more members must acknowledge writes: make some of them voters or witnesses',
    );
  const scheme = twoPhases(asked.phase1, phase2, ['elections', 'writes']);
  return fast === undefined ? scheme : { ...scheme, fast };
}

function membersFit(report: Report): boolean {
  const { members } = report;
  if (members.length === 0) {
    report.add([], 'there are no replicas to form a quorum');
  } else if (report.voters.length === 0) {
    report.add([], 'no replica has a vote, so there are no quorums', 'make some of them voters');
  } else if (members.length > MAX_MEMBERS) {
    report.add([], `a quorum system may have ${MAX_MEMBERS} replicas; there are ${members.length}`);
  } else if (new Set(members).size < members.length) {
    const twice = members.find((id, index) => members.indexOf(id) < index);
    report.add([], `two replicas are called '${twice}': a quorum system needs distinct ids`);
  }
  return report.problems.length === 0;
}

function readScheme(report: Report, value: unknown): QuorumScheme | undefined {
  if (typeof value === 'number') {
    return report.add(
      [],
      `quorum is ${show(value)}: expected ${allowedAt([])}`,
      `write { threshold: ${value} }`,
    );
  }
  const mapping = asMapping(value);
  const form = mapping && findForm(mapping);
  if (mapping === undefined || !form?.whole) {
    const system = readSystem(report, [], value);
    return system && onePhase(system);
  }
  checkKeys(report, [], mapping, form);
  switch (form.name) {
    case 'phases':
      return readPair(report, mapping, 'phase1', 'phase2', twoPhases);
    case 'reads-writes':
      return readPair(report, mapping, 'read', 'write', (read, write) =>
        twoPhases(read, write, ['read', 'write']),
      );
    case 'fast':
      return readPair(report, mapping, 'classic', 'fast', withFast);
    default:
      return readGrid(report, mapping.grid);
  }
}

function readPair(
  report: Report,
  mapping: Mapping,
  first: string,
  second: string,
  make: (first: QuorumSystem, second: QuorumSystem) => QuorumScheme,
): QuorumScheme | undefined {
  const [a, b] = [first, second].map((key) =>
    Object.hasOwn(mapping, key) ? readSystem(report, [key], mapping[key]) : undefined,
  );
  return a && b && make(a, b);
}

function readGrid(report: Report, grid: unknown): QuorumScheme | undefined {
  const path: Path = ['grid'];
  if (!Array.isArray(grid) || grid.length === 0) {
    const found = Array.isArray(grid) ? 'empty' : show(grid);
    return report.add(path, `grid is ${found}: expected a list of rows, each a list of replicas`);
  }
  const before = report.problems.length;
  const rows = readCells(
    report,
    path,
    'the grid',
    grid.map((row: unknown, index) => ({
      path: [...path, index],
      name: `row ${index + 1}`,
      value: row,
    })),
  );
  return report.problems.length > before ? undefined : gridScheme(report.members, rows);
}
