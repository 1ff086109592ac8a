import {
  type Alias,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  type ParsedNode,
  type Scalar,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';
import { quoted } from './found.js';
import type { Lines } from './lines.js';
import { didYouMean } from './suggest.js';
import type { TextProblem } from './text-problems.js';
import { DEEPEST } from './yaml-tokens.js';

/** Values that a file may hold once its aliases are written out; thirty replicas and their clients need a few hundred. */
const MOST_VALUES = 100_000;

/** Stands in the data for a value that could not be read and has been reported: nobody should complain again. */
export const LOST = Symbol('lost');

/** YAML nodes turned into plain data, and what was wrong on the way. */
export interface PlainData {
  /** Aliases share what they name. */
  readonly data: unknown;
  readonly problems: readonly TextProblem[];
  /** Mappings that lost a key to a problem, so that what they lack is no news. */
  readonly maimed: ReadonlySet<unknown>;
  /** Aliases make it too large or too deep to be looked at any further. */
  readonly excessive: boolean;
  /** What each alias stands for. */
  readonly targets: ReadonlyMap<Alias, Node>;
}

interface Converted {
  readonly data: unknown;
  /** Values in it, with aliases written out. */
  readonly size: number;
  readonly depth: number;
}

const NOTHING: Converted = { data: null, size: 1, depth: 1 };
const MISSED: Converted = { data: LOST, size: 1, depth: 1 };

/**
 * Plain data of a YAML document. Unlike the library's own conversion it gives every problem with its place, does
 * not expand aliases (so that a file of nested aliases costs what it is long), and refuses merge keys, which are
 * YAML 1.1. Problems leave LOST behind, so that the rest of the file can still be checked.
 */
export function plainData(root: ParsedNode | null, lines: Lines): PlainData {
  const conversion = new Conversion(lines);
  const { data } = root === null ? NOTHING : conversion.convert(root);
  const { problems, targets, maimed, excessive } = conversion;
  return { data, problems, targets, maimed, excessive };
}

/** The text of a key: a number or a boolean as a key means what was written. Undefined for a list or a mapping. */
export function keyText(key: unknown): string | undefined {
  if (!isScalar(key)) return undefined;
  return typeof key.value === 'string' ? key.value : (key.source ?? String(key.value));
}

class Conversion {
  readonly problems: TextProblem[] = [];
  readonly targets = new Map<Alias, Node>();
  readonly maimed = new Set<unknown>();
  excessive = false;
  readonly #anchors = new Map<string, Node>();
  readonly #done = new Map<Node, Converted>();
  readonly #lines: Lines;

  constructor(lines: Lines) {
    this.#lines = lines;
  }

  convert(node: unknown): Converted {
    if (isAlias(node)) return this.#alias(node);
    if (!isScalar(node) && !isMap(node) && !isSeq(node)) return NOTHING;
    // From here on, its own inside included, the anchor means this node.
    if (node.anchor !== undefined) this.#anchors.set(node.anchor, node);
    const converted = this.#value(node);
    if (node.anchor !== undefined) this.#done.set(node, converted);
    return converted;
  }

  #value(node: Scalar | YAMLMap | YAMLSeq): Converted {
    if (isScalar(node)) return { data: node.value, size: 1, depth: 1 };
    if (isMap(node)) return this.#mapping(node);
    const items = node.items.map((item) => this.convert(item));
    return this.#around(
      node,
      items.map(({ data }) => data),
      items,
    );
  }

  /** A collection around its parts: too many or too deep, and it is replaced by nothing. */
  #around(node: Node, data: unknown, parts: readonly Converted[]): Converted {
    let size = 1;
    let depth = 1;
    for (const part of parts) {
      size += part.size;
      depth = Math.max(depth, part.depth + 1);
    }
    if (size <= MOST_VALUES && depth <= DEEPEST) return { data, size, depth };
    const aliases = this.targets.size > 0;
    const written = aliases ? ' with its aliases written out' : '';
    const message =
      size > MOST_VALUES
        ? `this holds more than ${MOST_VALUES} values${written}`
        : `this is nested deeper than ${DEEPEST} levels${written}`;
    // Once is enough: whatever holds this one is too large as well.
    if (!this.excessive) this.#problem(node, message, aliases ? 'write out what is meant' : undefined);
    this.excessive = true;
    return MISSED;
  }

  #mapping(node: YAMLMap): Converted {
    const pairs = new Map<string, Pair>();
    const entries: [string, unknown][] = [];
    const parts: Converted[] = [];
    let maimed = false;
    for (const pair of node.items) {
      const key = this.#key(pair);
      const value = this.convert(pair.value);
      parts.push(value);
      const before = key === undefined ? undefined : pairs.get(key);
      if (key === undefined) {
        maimed = true;
      } else if (before !== undefined) {
        const { line } = this.#lines.position((before.key as Node).range?.[0] ?? 0);
        const message = `the key ${quoted(key)} stands here twice; first in line ${line}`;
        this.#problem(pair.key, message, 'keep one of them');
      } else {
        pairs.set(key, pair);
        entries.push([key, value.data]);
      }
    }
    // Unlike assignment this makes a key of '__proto__', too.
    const data = Object.fromEntries(entries);
    if (maimed) this.maimed.add(data);
    return this.#around(node, data, parts);
  }

  #key(pair: Pair): string | undefined {
    const { key } = pair;
    if (!isScalar(key)) {
      this.#problem(key, 'a key must be a plain text', 'put it in quotes if it really is one');
      return undefined;
    }
    if (key.value === '<<' && key.type === 'PLAIN') {
      const hint = 'write the keys out; a whole value can be named with & and repeated with *';
      this.#problem(key, 'a merge key (<<) is YAML 1.1; topology files are YAML 1.2', hint);
      return undefined;
    }
    return keyText(key);
  }

  #alias(alias: Alias): Converted {
    const target = this.#anchors.get(alias.source);
    if (target === undefined) {
      const names = [...this.#anchors.keys()];
      const hint = didYouMean(alias.source, names) ?? 'a text that begins with * must be in quotes';
      this.#problem(alias, `the alias *${alias.source} has no anchor &${alias.source} above it`, hint);
      return MISSED;
    }
    this.targets.set(alias, target);
    const converted = this.#done.get(target);
    if (converted === undefined) {
      this.#problem(alias, `the alias *${alias.source} stands inside what it names, so it would never end`);
      return MISSED;
    }
    return converted;
  }

  #problem(node: unknown, message: string, hint?: string): void {
    const [start, end] = (node as Node | null)?.range ?? [0, 1];
    this.problems.push(hint === undefined ? { message, start, end } : { message, hint, start, end });
  }
}
