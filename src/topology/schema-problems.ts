import { listed } from '../spelling/listed.js';
import { nearestName } from '../spelling/nearest-name.js';
import type { Path } from './document.js';
import type { Findings } from './findings.js';
import { describeFound, quoted } from './found.js';
import { LOST, type PlainData } from './plain-data.js';
import { topologySchema } from './schema.js';
import type { Schema } from './schema-forms.js';
import { inline, nameOf, pathOf, schemaAt, valueAt } from './schema-place.js';
import { didYouMean } from './suggest.js';
import type { SchemaError } from './validate-topology.generated.js';

/** What people who know other tools write first, and what it is called here. */
const CALLED_HERE: Readonly<Record<string, string>> = {
  nodes: 'replicas',
  servers: 'replicas',
  members: 'replicas',
  acceptors: 'replicas',
  latency: 'rtt',
  latencies: 'rtt',
  rtts: 'rtt',
  region: 'at',
  location: 'at',
  place: 'at',
  zone: 'at',
  name: 'id',
};

/** The validator's errors in our own words, at their places. */
export function reportSchemaErrors(
  plain: Pick<PlainData, 'data' | 'maimed'>,
  findings: Findings,
  errors: readonly SchemaError[],
): void {
  // By mapping: the keys that a misspelt one was meant to be, and those that are missing.
  const meant = new Map<string, string[]>();
  const missing = new Map<string, string[]>();
  for (const error of errors) {
    const { instancePath, keyword, params } = error;
    const path = pathOf(instancePath, plain.data);
    const found = valueAt(plain.data, path);
    if (found === LOST) continue;
    if (keyword === 'additionalProperties') {
      const key = unknownKey(findings, path, String(params.additionalProperty), found);
      if (key !== undefined) append(meant, instancePath, key);
    } else if (keyword === 'required') {
      if (!plain.maimed.has(found)) append(missing, instancePath, String(params.missingProperty));
    } else {
      report(findings, path, found, error);
    }
  }
  for (const [pointer, keys] of missing) {
    // Whoever misspelt a key has heard of it already: that it is missing as well is no news.
    const news = keys.filter((key) => !meant.get(pointer)?.includes(key));
    if (news.length > 0) missingKeys(findings, pathOf(pointer, plain.data), news);
  }
}

function append(lists: Map<string, string[]>, key: string, value: string): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}

function report(findings: Findings, path: Path, found: unknown, error: SchemaError): undefined {
  const schema = schemaAt(path);
  const name = nameOf(path);
  switch (error.keyword) {
    case 'type':
      return wrongType(findings, path, found, schema);
    case 'enum': {
      // A wrong type has been reported as such.
      if (typeof found !== 'string') return;
      const allowed = schema.enum as string[];
      const message = `${name} cannot be ${describeFound(found)}; allowed: ${allowed.join(', ')}`;
      return findings.error(path, message, didYouMean(found, allowed));
    }
    case 'const': {
      const due = `${path[path.length - 1]}: ${inline(schema.const)}`;
      const message = `${name} is ${describeFound(found)}; this program reads ${due.replace(':', '')}`;
      return findings.error(
        path,
        message,
        `write ${due}${typeof found === 'string' ? ', without quotes' : ''}`,
      );
    }
    default:
      return findings.error(
        path,
        `${name} is an empty list; at least one entry is needed`,
        `${schema.description}`,
      );
  }
}

function missingKeys(findings: Findings, path: Path, keys: readonly string[]): void {
  const schema = schemaAt(path);
  const what = path.length === 0 ? 'the topology' : nameOf(path);
  findings.errorAtKey(
    path,
    `${what} has no ${listed(keys.map((key) => `'${key}'`))}`,
    missingHint(schema, keys, path),
  );
}

function missingHint(schema: Schema, keys: readonly string[], path: Path): string {
  const [key] = keys as [string];
  if (keys.length > 1 && path.length === 0) return '`quorate init` writes a complete first file';
  if (keys.length > 1) return `it needs: ${(schema.required as string[]).join(', ')}`;
  const inner = (schema.properties as Record<string, Schema>)[key]!;
  const example = (inner.examples as unknown[] | undefined)?.[0];
  return example === undefined
    ? `${key}: ${inner.description}`
    : `add, for example, ${key}: ${inline(example)}`;
}

function wrongType(findings: Findings, path: Path, found: unknown, schema: Schema): undefined {
  const types = [schema.type].flat().map((type) => TYPES[String(type)]);
  const due = types.join(' or ');
  const name = nameOf(path);
  const example = (schema.examples as unknown[] | undefined)?.[0];
  const such = example === undefined ? undefined : `for example: ${inline(example)}`;
  if (found === null) {
    const needed = (schemaAt(path.slice(0, -1)).required as string[] | undefined)?.includes(
      String(path.at(-1)),
    );
    const hint = needed || typeof path.at(-1) === 'number' ? such : 'fill it in, or remove the line';
    return findings.error(path, `${name} is empty; it must be ${due}`, hint);
  }
  const quotes = types[0] === 'a text' && (typeof found === 'number' || typeof found === 'boolean');
  const hint = quotes ? `put it in quotes: '${found}'` : such;
  return findings.error(path, `${name} must be ${due}, found ${describeFound(found)}`, hint);
}

const TYPES: Readonly<Record<string, string>> = {
  object: 'a mapping',
  array: 'a list',
  string: 'a text',
  boolean: 'true or false',
};

/** Reports an unknown key; returns the key that was probably meant, if the mapping lacks it. */
function unknownKey(findings: Findings, path: Path, key: string, mapping: unknown): string | undefined {
  const allowed = Object.keys((schemaAt(path).properties ?? {}) as object);
  const absent = allowed.filter((known) => !Object.hasOwn(mapping as object, known));
  const synonym = Object.hasOwn(CALLED_HERE, key) ? CALLED_HERE[key] : undefined;
  const meant = synonym !== undefined && absent.includes(synonym) ? synonym : nearestName(key, absent);
  const where = path.length === 0 ? 'at the top level' : `in ${nameOf(path)}`;
  const home = homeOf(key);
  const hint = [
    ...(meant === undefined ? [] : [`did you mean ${quoted(meant)}?`]),
    ...(meant === undefined && home !== undefined ? [`${quoted(key)} belongs ${home}`] : []),
    ...(meant === undefined && (home === undefined || path.length > 0)
      ? [`allowed here: ${allowed.join(', ')}`]
      : []),
  ];
  findings.errorAtKey([...path, key], `unknown key ${quoted(key)} ${where}`, hint.join('; '));
  return meant;
}

/** Where a key that is unknown here would be known: "under 'protocol'". */
function homeOf(key: string): string | undefined {
  const sections = topologySchema.properties as Record<string, Schema>;
  if (Object.hasOwn(sections, key)) return 'at the top level';
  for (const [name, section] of Object.entries(sections)) {
    const inner = (section.items as Schema | undefined) ?? section;
    if (inner.properties !== undefined && Object.hasOwn(inner.properties as object, key)) {
      return section.items === undefined ? `under '${name}'` : `in an entry of '${name}'`;
    }
  }
  return undefined;
}
