/** A JSON Schema (draft-07) as plain data. */
export type Schema = { readonly [keyword: string]: unknown };

/**
 * Marks a part of the schema that editors use but the validator leaves out: the topology room reads these values
 * with code of its own, which says more than "does not match the pattern". A test holds both to the same verdict.
 */
export const CHECKED_IN_CODE = 'Read by code that explains what is wrong; the generated validator skips it.';

/** Title and description: what an editor shows when the pointer rests on a key. */
export interface Words {
  readonly title: string;
  readonly description: string;
  readonly examples?: readonly unknown[];
  readonly default?: unknown;
}

const NUMBER = '(\\d+(\\.\\d+)?|\\.\\d+)';
const quantity = (units: string): string => `^\\s*${NUMBER}\\s*(${units})\\s*$`;

export const DURATION_PATTERN = quantity('us|µs|μs|ms|s|m|h|d|y');
const RATE_PATTERN = quantity('/s|/m|/h');
/** 0 to 100 with a per cent sign, or 0 to 1 without. */
const SHARE_PATTERN =
  '^\\s*\\+?(0*(\\d{1,2}(\\.\\d+)?|\\.\\d+|100(\\.0+)?)\\s*%|0*(0(\\.\\d+)?|\\.\\d+|1(\\.0+)?))\\s*$';
const SIZE_PATTERN = quantity('B|kB|MB|GB|KiB|MiB|GiB');
const BANDWIDTH_PATTERN = quantity('[kMGT]?bit/s|[kMG]?B/s|[KMG]iB/s');

/** A fixed duration with its unit. */
export function duration(words: Words): Schema {
  return { $comment: CHECKED_IN_CODE, ...words, type: 'string', pattern: DURATION_PATTERN };
}

/** Operations per time. */
export function rate(words: Words): Schema {
  return { $comment: CHECKED_IN_CODE, ...words, type: 'string', pattern: RATE_PATTERN };
}

/** Per cent, or a number from 0 to 1. */
export function share(words: Words): Schema {
  return {
    $comment: CHECKED_IN_CODE,
    ...words,
    anyOf: [
      { type: 'string', pattern: SHARE_PATTERN },
      { type: 'number', minimum: 0, maximum: 1 },
    ],
  };
}

/** Bytes. */
export function size(words: Words): Schema {
  return { $comment: CHECKED_IN_CODE, ...words, type: 'string', pattern: SIZE_PATTERN };
}

/** Bytes or bits per second. */
export function bandwidth(words: Words): Schema {
  return { $comment: CHECKED_IN_CODE, ...words, type: 'string', pattern: BANDWIDTH_PATTERN };
}

/** A random duration, in any of its forms. */
export function randomDuration(words: Words): Schema {
  return { $comment: CHECKED_IN_CODE, ...words, allOf: [{ $ref: '#/definitions/randomDuration' }] };
}

/** A text. */
export function text(words: Words): Schema {
  return { ...words, type: 'string', minLength: 1 };
}

/** One of a few words; `meanings` says what each is for. */
export function word(words: Words, meanings: Readonly<Record<string, string>>): Schema {
  const lines = Object.entries(meanings).map(([name, meaning]) => `${name}: ${meaning}`);
  const description = `${words.description}\n\n${lines.join('\n')}`;
  return { ...words, description, type: 'string', enum: Object.keys(meanings) };
}

/** A mapping with these keys and no others. */
export function mapping(
  words: Words,
  properties: Readonly<Record<string, Schema>>,
  required: readonly string[] = [],
): Schema {
  return {
    ...words,
    type: 'object',
    additionalProperties: false,
    ...(required.length === 0 ? {} : { required }),
    properties,
  };
}

/** A list of such entries. */
export function list(words: Words, items: Schema, minItems = 0): Schema {
  return { ...words, type: 'array', items, ...(minItems === 0 ? {} : { minItems }) };
}
