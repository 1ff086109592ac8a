import type { Path } from './document.js';
import { LOST } from './plain-data.js';

/**
 * A place in the document, read leniently: where the structure is not what the schema asks for, a reader gets
 * `undefined` and says nothing, for the schema's own finding has been reported already.
 */
export class Field {
  readonly value: unknown;
  readonly path: Path;

  constructor(value: unknown, path: Path = []) {
    this.value = value === LOST ? undefined : value;
    this.path = path;
  }

  /** The key is there, be its value right or wrong. */
  get present(): boolean {
    return this.value !== undefined;
  }

  get(key: string): Field {
    const inner = this.isMapping && Object.hasOwn(this.value as object, key) ? this.#mapping[key] : undefined;
    return new Field(inner, [...this.path, key]);
  }

  /** Keys of a mapping, in file order; none of anything else. */
  get keys(): string[] {
    return this.isMapping ? Object.keys(this.#mapping) : [];
  }

  /** Entries of a list; none of anything else. */
  get entries(): Field[] {
    if (!Array.isArray(this.value)) return [];
    return this.value.map((inner, index) => new Field(inner, [...this.path, index]));
  }

  get text(): string | undefined {
    return typeof this.value === 'string' ? this.value : undefined;
  }

  get isMapping(): boolean {
    return typeof this.value === 'object' && this.value !== null && !Array.isArray(this.value);
  }

  get #mapping(): Record<string, unknown> {
    return this.value as Record<string, unknown>;
  }
}
