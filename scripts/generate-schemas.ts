/** JSON Schemas of results, made from the types in src/result: their comments are the descriptions. */
import { readdirSync, readFileSync } from 'node:fs';
import { createGenerator, type Schema } from 'ts-json-schema-generator';
import { SCHEMA_NAMES } from '../cli/schemas.js';
import { topologySchema } from '../src/topology/schema.js';

type Definitions = Readonly<Record<string, Schema>>;

const RESULT = /^export interface (\w+)[^{]*\{\n +readonly schema: 'quorate\.([\w-]+)\/\d+';/gm;

const generator = createGenerator({
  path: 'src/result/*.ts',
  tsconfig: 'tsconfig.json',
  // The compiler has its own step in the checks.
  skipTypeCheck: true,
  topRef: false,
  expose: 'export',
  jsDoc: 'extended',
  additionalProperties: true,
  sortProps: false,
  strictTuples: true,
});

/**
 * Every schema of the package by its name, in the order in which they are listed. Unknown fields are let through: a
 * version of quorate may add some to a result of the same schema.
 *
 * @throws Error where the list of names and the results that exist are not the same.
 */
export function schemas(): ReadonlyMap<string, object> {
  made ??= allSchemas();
  return made;
}

let made: ReadonlyMap<string, object> | undefined;

function allSchemas(): ReadonlyMap<string, object> {
  const results = resultTypes();
  for (const name of results.keys())
    if (!SCHEMA_NAMES.some((each) => each === name)) throw new Error(`cli/schemas.ts does not list ${name}`);
  return new Map(
    SCHEMA_NAMES.map((name): [string, object] => {
      if (name === 'topology') return [name, topologySchema];
      const type = results.get(name);
      if (type === undefined) throw new Error(`src/result has no type whose schema is quorate.${name}`);
      return [name, schemaOfType(type)];
    }),
  );
}

/** The schema of one type of src/result. */
export function schemaOfType(type: string): object {
  const { $schema, description, definitions, ...rest } = generator.createSchema(type);
  const { schema } = (rest.properties ?? {}) as { readonly schema?: { readonly const?: string } };
  return {
    $schema,
    ...(schema?.const === undefined ? {} : { title: schema.const }),
    description,
    ...rest,
    definitions: sorted(definitions as Definitions),
  };
}

function sorted(definitions: Definitions): Definitions {
  return Object.fromEntries(Object.entries(definitions).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Types of results, by the name that they give themselves in their first field, `schema`. */
function resultTypes(): Map<string, string> {
  const found = new Map<string, string>();
  for (const file of readdirSync('src/result').sort()) {
    const text = readFileSync(`src/result/${file}`, 'utf8');
    for (const [, type, name] of text.matchAll(RESULT)) found.set(name, type);
  }
  return found;
}
