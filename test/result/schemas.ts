import { SCHEMA_NAMES, schemaText } from '../../cli/schemas.js';

type Schema = Readonly<Record<string, unknown>>;

/** The schemas that the package ships, made strict: a field that a schema does not know is an error. */
export const schemas: Readonly<Record<string, Schema>> = Object.fromEntries(
  SCHEMA_NAMES.map((name) => [name, closed(JSON.parse(schemaText(name))) as Schema]),
);

/** A schema in which no object has other properties than those that are named, wherever some are. */
function closed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closed);
  if (typeof schema !== 'object' || schema === null) return schema;
  const inner = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, closed(value)]));
  const { type, properties, additionalProperties, allOf } = schema as Schema;
  // Where the kind of an object hangs on a field (allOf), each kind is closed by itself.
  const names = type === 'object' && typeof properties === 'object' && allOf === undefined;
  return names && additionalProperties === undefined ? { ...inner, additionalProperties: false } : inner;
}
