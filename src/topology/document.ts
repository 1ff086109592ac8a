import { type Alias, isAlias, isMap, isScalar, isSeq, type Node, type Pair, type YAMLMap } from 'yaml';
import type { Position } from './deployment.js';
import type { Lines } from './lines.js';
import { keyText } from './plain-data.js';

/** A way into the document: keys of mappings and indices of lists. */
export type Path = readonly (string | number)[];

/** A piece of one line of the file. */
export interface Span {
  readonly position: Position;
  /** Characters on that line, at least 1. */
  readonly length: number;
}

/** A topology file that is YAML: plain data, and where each part of it stands. */
export class TopologyDocument {
  /** As given on the command line. */
  readonly file: string;
  /** Plain data: ask with Object.hasOwn what a mapping has. */
  readonly data: unknown;
  /** True where neither YAML nor the schema had anything to complain about. */
  readonly valid: boolean;
  readonly #root: Node;
  readonly #targets: ReadonlyMap<Alias, Node>;
  readonly #lines: Lines;
  readonly #pairs = new Map<YAMLMap, Map<string, Pair>>();

  constructor(parts: {
    file: string;
    data: unknown;
    valid: boolean;
    root: Node;
    targets: ReadonlyMap<Alias, Node>;
    lines: Lines;
  }) {
    this.file = parts.file;
    this.data = parts.data;
    this.valid = parts.valid;
    this.#root = parts.root;
    this.#targets = parts.targets;
    this.#lines = parts.lines;
  }

  /**
   * Where a part stands: a scalar, or a list or mapping written on one line, by its value; a larger one by its
   * key (or, as an entry of a list, by its first line). Undefined where the file has no such part.
   */
  locate(path: Path): Span | undefined {
    const found = this.#find(path);
    if (found === undefined) return undefined;
    const { key, value } = found;
    if (value !== undefined && (key === undefined || this.#onOneLine(value))) return this.#span(value);
    return key === undefined ? undefined : this.#span(key);
  }

  /** Where the key of a part stands; the same as `locate` for an entry of a list. */
  locateKey(path: Path): Span | undefined {
    const key = this.#find(path)?.key;
    return key === undefined ? this.locate(path) : this.#span(key);
  }

  /**
   * A part of the text at `path`, `offset` characters into its value and `length` long. Undefined where the file
   * writes the text in a way (escapes, several lines) in which the offset means nothing.
   */
  locateWithin(path: Path, offset: number, length: number): Span | undefined {
    const value = this.#find(path)?.value;
    if (!isScalar(value) || typeof value.value !== 'string' || value.range == null) return undefined;
    const quote = value.type === 'PLAIN' ? 0 : 1;
    const [start, end] = value.range;
    if (end - start !== value.value.length + 2 * quote) return undefined;
    const begin = start + quote + offset;
    return { position: this.#lines.position(begin), length: this.#lines.length(begin, begin + length) };
  }

  #find(path: Path): { key?: Node; value?: Node } | undefined {
    let node: Node | undefined = this.#root;
    let key: Node | undefined;
    for (const step of path) {
      while (isAlias(node)) node = this.#targets.get(node);
      key = undefined;
      if (isMap(node)) {
        const pair = this.#pairsOf(node).get(String(step));
        if (pair === undefined) return undefined;
        key = pair.key as Node;
        node = (pair.value as Node | null) ?? undefined;
      } else if (isSeq(node) && typeof step === 'number' && step < node.items.length) {
        node = node.items[step] as Node;
      } else {
        return undefined;
      }
    }
    return { ...(key === undefined ? {} : { key }), ...(node === undefined ? {} : { value: node }) };
  }

  /** Pairs by key, the first of equal ones: a search through them for every place asked for would be quadratic. */
  #pairsOf(map: YAMLMap): ReadonlyMap<string, Pair> {
    let pairs = this.#pairs.get(map);
    if (pairs === undefined) {
      pairs = new Map();
      for (const pair of map.items) {
        const key = keyText(pair.key);
        if (key !== undefined && !pairs.has(key)) pairs.set(key, pair);
      }
      this.#pairs.set(map, pairs);
    }
    return pairs;
  }

  #onOneLine(node: Node): boolean {
    if (node.range === undefined || node.range === null) return false;
    const [start, end] = node.range;
    if (start === end) return false; // a key with nothing after it
    if (!isMap(node) && !isSeq(node)) return true;
    return node.flow === true && this.#lines.position(start).line === this.#lines.position(end).line;
  }

  #span(node: Node): Span | undefined {
    if (node.range === undefined || node.range === null) return undefined;
    const [start, end] = node.range;
    return { position: this.#lines.position(start), length: this.#lines.length(start, end) };
  }
}
