import { readCells } from './scheme-cells.js';
import {
  asMapping,
  attempt,
  type Mapping,
  type Path,
  type Report,
  readCount,
  show,
} from './scheme-report.js';
import { hierarchical } from './shapes.js';
import { majoritySize } from './sizes.js';
import type { QuorumSystem } from './system.js';

/** `{ groups: { us: […], eu: […] }, of: majority, within: majority }`. */
export function readGroups(report: Report, path: Path, mapping: Mapping): QuorumSystem | undefined {
  const at = [...path, 'groups'];
  const named = asMapping(mapping.groups);
  const names = Object.keys(named ?? {});
  if (named === undefined || names.length === 0) {
    const found = named === undefined ? show(mapping.groups) : 'empty';
    return report.add(at, `groups is ${found}: expected a mapping of names to lists of replicas`);
  }
  const before = report.problems.length;
  const rows = readCells(
    report,
    at,
    'the groups',
    names.map((group) => ({ path: [...at, group], name: `group ${group}`, value: named[group] })),
  );
  const sound = report.problems.length === before;
  const smallest = sound ? Math.min(...rows.map((row) => row.length)) : Number.POSITIVE_INFINITY;
  const of = readShare(report, path, mapping, 'of', names.length, `there are ${names.length} groups`);
  const within = readShare(
    report,
    path,
    mapping,
    'within',
    smallest,
    sound ? `the smallest group has ${smallest}` : undefined,
  );
  if (!sound || of === undefined || within === undefined) {
    return undefined;
  }
  const groups = names.map((group, index) => ({ name: group, members: rows[index]! }));
  return attempt(report, path, () => hierarchical(report.members, groups, of(names.length), within));
}

/** `majority` (also where nothing is said), `all` or a number, as a function of how many there are. */
function readShare(
  report: Report,
  path: Path,
  mapping: Mapping,
  key: 'of' | 'within',
  most: number,
  why: string | undefined,
): ((size: number) => number) | undefined {
  const value = Object.hasOwn(mapping, key) ? mapping[key] : 'majority';
  if (value === 'majority') {
    return majoritySize;
  }
  if (value === 'all') {
    return (size) => size;
  }
  const count = readCount(report, [...path, key], key, value, most, why, ['majority', 'all']);
  return count === undefined ? undefined : () => count;
}
