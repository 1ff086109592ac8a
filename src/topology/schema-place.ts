import type { Path } from './document.js';
import { quoted } from './found.js';
import { topologySchema } from './schema.js';
import type { Schema } from './schema-forms.js';

/** "'leader' of protocol", "'id' of entry 2 of replicas": the part in words. */
export function nameOf(path: Path): string {
  if (path.length === 0) return 'the topology';
  const words: string[] = [];
  for (let i = path.length - 1; i >= 0; i--) {
    const step = path[i]!;
    words.push(
      typeof step === 'number' ? `entry ${step + 1}` : i === path.length - 1 ? quoted(step) : quotedKey(step),
    );
  }
  return words.join(' of ');
}

function quotedKey(key: string): string {
  return /^[\w-]{1,40}$/.test(key) ? key : quoted(key);
}

/** The part of the schema that speaks of a place. The structure has no alternatives, so there is one at most. */
export function schemaAt(path: Path): Schema {
  let schema: Schema = topologySchema;
  for (const step of path) {
    const properties = schema.properties as Record<string, Schema> | undefined;
    const inner =
      typeof step === 'number' ? schema.items : (properties?.[step] ?? schema.additionalProperties);
    schema = typeof inner === 'object' ? (inner as Schema) : {};
  }
  return schema;
}

/** What stands at a place of the data. */
export function valueAt(data: unknown, path: Path): unknown {
  let value = data;
  for (const step of path) value = (value as Record<string | number, unknown>)[step];
  return value;
}

/** A JSON pointer (RFC 6901) as a path; steps into lists are numbers. */
export function pathOf(pointer: string, data: unknown): Path {
  let value = data;
  return pointer
    .split('/')
    .slice(1)
    .map((escaped) => {
      const key = escaped.replaceAll('~1', '/').replaceAll('~0', '~');
      const step = Array.isArray(value) ? Number(key) : key;
      value = (value as Record<string | number, unknown>)[step];
      return step;
    });
}

/** A small value as one would write it on one line of YAML. */
export function inline(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(inline).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return String(value);
  return `{ ${Object.entries(value)
    .map(([key, inner]) => `${key}: ${inline(inner)}`)
    .join(', ')} }`;
}
