import { isMap, isScalar, isSeq, type Node, type YAMLMap, type YAMLSeq } from 'yaml';
import { listed } from '../spelling/listed.js';
import { nearestName } from '../spelling/nearest-name.js';
import type { Path } from './document.js';
import { firstOf, quoted } from './found.js';
import { keyText } from './plain-data.js';
import type { Schema } from './schema-forms.js';
import { schemaAt } from './schema-place.js';

/** A way into the document, or a sentence that says where it ends. */
export type ResolvedPath = { readonly path: Path } | { readonly problem: string };

/** Keys by which an entry of a list may be named. */
const NAMES = ['id', 'name'];

/**
 * Resolves a path as people write it against a document: keys with points between (`protocol.disk`), entries of lists
 * by id or name (`replicas.va1.disk`) or by position from 0 (`replicas[0].disk`). Ids and keys may have points of
 * their own: the longest that fits is meant. The last keys need not be there yet, as long as the format has them.
 */
export function resolvePath(root: Node, text: string): ResolvedPath {
  const path: (string | number)[] = [];
  let node: unknown = root;
  let rest = text;
  while (rest !== '') {
    const here = text.slice(0, text.length - rest.length).replace(/\.$/, '');
    const next = isSeq(node) ? entryOf(node, rest, here) : keyOf(node, rest, here, path);
    if ('problem' in next) return next;
    path.push(next.step);
    node = next.node;
    rest = next.rest;
  }
  return { path };
}

type Step =
  | { readonly step: string | number; readonly node: unknown; readonly rest: string }
  | { readonly problem: string };

function entryOf(list: YAMLSeq, text: string, here: string): Step {
  const position = /^\[(\d+)\](?:\.|(?=\[)|$)/.exec(text);
  const { length } = list.items;
  if (position !== null) {
    const step = Number(position[1]);
    if (step < length) return { step, node: list.items[step], rest: text.slice(position[0].length) };
    const there =
      length === 0
        ? 'is empty'
        : `has ${length} ${length === 1 ? 'entry' : 'entries'}, [0] to [${length - 1}]`;
    return { problem: `there is no ${here}[${step}]: ${here} ${there}` };
  }
  const names = list.items.map(nameOf);
  const name = longest(
    text,
    names.filter((each) => each !== undefined),
  );
  if (name !== undefined) {
    const step = names.indexOf(name);
    return { step, node: list.items[step], rest: restAfter(text, name) };
  }
  const known = names.filter((each) => each !== undefined);
  const wanted = firstPart(text);
  const near = nearestName(wanted, known);
  const there =
    known.length === 0
      ? `its entries are ${here}[0] to ${here}[${length - 1}]`
      : `there are ${listed(known)}`;
  return {
    problem: `${here} has no ${quoted(wanted)}; ${near === undefined ? there : `did you mean ${quoted(near)}?`}`,
  };
}

function nameOf(entry: unknown): string | undefined {
  if (!isMap(entry)) return undefined;
  for (const key of NAMES) {
    const value = entry.get(key);
    if (typeof value === 'string') return value;
  }
  return undefined;
}

function keyOf(node: unknown, text: string, here: string, path: Path): Step {
  const schema = schemaAt(path);
  const present = isMap(node) ? keysOf(node) : [];
  const empty = node === undefined || node === null || (isScalar(node) && node.value === null);
  if (!isMap(node) && (!empty || isSingle(schema)))
    return {
      problem: `${here} is a single value and has no parts, so there is no ${here}.${firstPart(text)}`,
    };
  if (text.startsWith('[')) return { problem: `${here} is no list, so there is no ${here}${text}` };
  if (firstPart(text) === '')
    return { problem: `a name is missing in ${quoted(here === '' ? text : `${here}.${text}`)}` };
  const allowed = Object.keys((schema.properties as Record<string, Schema> | undefined) ?? {});
  const closed = schema.additionalProperties === false;
  const key = longest(text, [...present, ...allowed]) ?? (closed ? undefined : firstPart(text));
  if (key === undefined) {
    const wanted = firstPart(text);
    const near = nearestName(wanted, allowed);
    const where = here === '' ? 'the topology' : here;
    return {
      problem: `${where} has no key ${quoted(wanted)}; ${near === undefined ? `its keys are ${firstOf(allowed, 20)}` : `did you mean ${quoted(near)}?`}`,
    };
  }
  return { step: key, node: isMap(node) ? node.get(key, true) : undefined, rest: restAfter(text, key) };
}

function keysOf(map: YAMLMap): string[] {
  return map.items.map(({ key }) => keyText(key)).filter((key) => key !== undefined);
}

/** A text, a number or a word: nothing with parts. */
function isSingle(schema: Schema): boolean {
  return typeof schema.type === 'string' && schema.type !== 'object' && schema.type !== 'array';
}

/** The longest of these names that stands at the beginning, up to a point, a bracket or the end. */
function longest(text: string, names: readonly string[]): string | undefined {
  let best: string | undefined;
  for (const name of names) {
    const ends = text.length === name.length || '.['.includes(text[name.length]!);
    if (text.startsWith(name) && ends && name.length > (best?.length ?? 0)) best = name;
  }
  return best;
}

function firstPart(text: string): string {
  return /^[^.[]*/.exec(text)![0];
}

function restAfter(text: string, name: string): string {
  const rest = text.slice(name.length);
  return rest.startsWith('.') ? rest.slice(1) : rest;
}
