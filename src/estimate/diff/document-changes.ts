import type { DocumentChange } from '../../result/diff.js';
import { changeText } from './change-words.js';
import { keyedTopology } from './keyed.js';
import { isMapping, sameValue } from './same-value.js';

/**
 * What is different between two topologies, found by ids and keys: comments, order and layout make no difference, and
 * neither does another way of writing the same value. Additions and removals of whole entries are one change each.
 *
 * @param before plain data of a topology without errors
 */
export function documentChanges(before: unknown, after: unknown): DocumentChange[] {
  const changes: DocumentChange[] = [];
  compare([], keyedTopology(before), keyedTopology(after), changes);
  return changes;
}

/** Parts that read better whole than key by key: quorums, whose keys say one thing together, and questions. */
function isWhole(path: readonly string[]): boolean {
  return (path[0] === 'protocol' && path[1] === 'quorum') || (path[0] === 'scenarios' && path.length === 2);
}

function compare(path: readonly string[], before: unknown, after: unknown, changes: DocumentChange[]): void {
  const [was, is] = [entriesOf(before, path), entriesOf(after, path)];
  if (was === undefined || is === undefined || isWhole(path)) {
    const [a, b] = [plain(before), plain(after)];
    if (!sameValue(a, b)) changes.push(changeText(path, a, b));
    return;
  }
  for (const key of new Set([...was.keys(), ...is.keys()]))
    compare([...path, key], was.get(key), is.get(key), changes);
}

/**
 * A mapping's entries. Where a part of the file itself is not given, it is empty, so that what it holds on the other
 * side is told entry by entry; an entry that is not given is none.
 */
function entriesOf(value: unknown, path: readonly string[]): ReadonlyMap<string, unknown> | undefined {
  if (value instanceof Map) return value;
  if (value === undefined && SECTIONS.has(path.join('.'))) return new Map();
  return isMapping(value) ? new Map(Object.entries(value)) : undefined;
}

/** Parts of the file that are lists of named entries, or mappings by name. */
const SECTIONS = new Set([
  'clients',
  'disks',
  'objectives',
  'scenarios',
  'failures',
  'failures.shared',
  'network.overrides',
  'network.links',
]);

/** Keyed values as plain data again. */
function plain(value: unknown): unknown {
  if (!(value instanceof Map)) return value;
  return Object.fromEntries([...value].map(([key, inner]) => [key, plain(inner)]));
}
