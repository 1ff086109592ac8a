import type { DocumentChange } from '../../result/diff.js';
import { isMapping } from './same-value.js';

/** Longer values are cut: the file has them. */
const LONGEST = 60;

/**
 * One change in words.
 *
 * @param path keys, with entries of lists by their names
 * @param before undefined where the file did not give it
 */
export function changeText(path: readonly string[], before: unknown, after: unknown): DocumentChange {
  return {
    path: path.join('.'),
    before: before === undefined ? null : flow(before),
    after: after === undefined ? null : flow(after),
    text: sentence(path, before, after),
  };
}

/** What entries of a part of the file are called. */
const ENTRIES: readonly { readonly path: readonly string[]; readonly noun: string }[] = [
  { path: ['replicas'], noun: 'replica' },
  { path: ['clients'], noun: 'client' },
  { path: ['disks'], noun: 'disk' },
  { path: ['objectives'], noun: 'objective' },
  { path: ['scenarios'], noun: 'scenario' },
  { path: ['network', 'overrides'], noun: 'RTT override' },
  { path: ['network', 'links'], noun: 'link' },
  { path: ['network', 'rtt'], noun: 'RTT' },
  { path: ['failures', 'shared'], noun: 'shared failure' },
];

function sentence(path: readonly string[], before: unknown, after: unknown): string {
  if (path.length === 1 && path[0] === 'description') return 'the description is another one';
  const entry = ENTRIES.find(
    (each) => path.length > each.path.length && each.path.every((key, i) => key === path[i]),
  );
  if (entry === undefined) return changed(partName(path), before, after);
  const name = path[entry.path.length];
  const who = `${entry.noun} ${name}`;
  const keys = path.slice(entry.path.length + 1);
  if (keys.length === 0) return wholeEntry(who, before, after);
  if (keys[0] === 'at' && before !== undefined && after !== undefined)
    return `${who} moves: ${flow(before)} → ${flow(after)}`;
  return changed(`${who}, ${keys.join('.')}`, before, after);
}

/** An entry that comes or goes; what it says may follow. */
function wholeEntry(who: string, before: unknown, after: unknown): string {
  if (before === undefined) return `${who} is added${described(after)}`;
  if (after === undefined) return `${who} is removed${described(before)}`;
  if (isMapping(before) || isMapping(after)) return `${who} is another one`;
  return changed(who, before, after);
}

/** ": at sa-east-1/a, disk nvme" */
function described(value: unknown): string {
  if (!isMapping(value)) return `: ${flow(value)}`;
  const parts = Object.entries(value).map(([key, inner]) => `${key} ${flow(inner)}`);
  return parts.length === 0 ? '' : `: ${cut(parts.join(', '))}`;
}

/** "leader", "protocol", "protocol.disk", "timeouts.election" */
function partName(path: readonly string[]): string {
  const [first, second] = path;
  if (first !== 'protocol' || path.length !== 2) return path.join('.');
  if (second === 'name') return 'protocol';
  return second === 'leader' || second === 'quorum' ? second : path.join('.');
}

function changed(what: string, before: unknown, after: unknown): string {
  if (before === undefined) return `${what}: ${flow(after)} (was not given)`;
  if (after === undefined) return `${what}: not given any more (was ${flow(before)})`;
  return `${what}: ${flow(before)} → ${flow(after)}`;
}

/** A value as YAML would have it on one line, cut where it is long. */
function flow(value: unknown): string {
  return cut(written(value));
}

function written(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(written).join(', ')}]`;
  if (isMapping(value)) {
    const entries = Object.entries(value).map(([key, inner]) => `${key}: ${written(inner)}`);
    return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`;
  }
  return value === '' ? '""' : String(value);
}

function cut(text: string): string {
  const characters = [...text];
  return characters.length > LONGEST ? `${characters.slice(0, LONGEST - 1).join('')}…` : text;
}
