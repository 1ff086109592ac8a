import { list, nullableText, object, seed, text } from '../estimate/schema-parts.js';

const severity = { enum: ['error', 'warning', 'note'] } as const;
const count = { type: 'integer', minimum: 0 } as const;
const place = { type: 'integer', minimum: 1 } as const;
const rule = { type: 'string', pattern: '^QR[0-9]{3}$' } as const;
const topic = {
  enum: ['file', 'quorums', 'failures', 'latency', 'timeouts', 'data', 'objectives', 'load', 'suppressions'],
} as const;

const finding = {
  rule,
  severity,
  message: text,
  file: text,
  line: place,
  column: place,
  fix: text,
  docs: text,
  path: text,
};
const entry = object({ rule, file: text, path: text });

/** JSON Schema of the result of `quorate review`. */
export const reviewSchema: object = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  title: 'Result of quorate review',
  ...object({
    schema: { const: 'quorate.review/1' },
    version: text,
    seed,
    date: text,
    files: list(object({ file: text, name: nullableText, sound: { type: 'boolean' } })),
    findings: list(object(finding), 'By file in the order asked for, then by line.'),
    counts: object({ error: count, warning: count, note: count }),
    suppressed: list(
      object({ ...finding, by: place, reason: text, until: nullableText }),
      'Findings that a comment in their file silences.',
    ),
    accepted: { ...count, description: 'Findings that the baseline accepts.' },
    stale: list(entry, 'Entries of the baseline that are found no more.'),
    failOn: { enum: ['error', 'warning', 'never'] },
    verdict: { enum: ['passed', 'failed', 'broken'] },
  }),
};

/** JSON Schema of the result of `quorate rules`. */
export const rulesSchema: object = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  title: 'Result of quorate rules',
  ...object({
    schema: { const: 'quorate.rules/1' },
    version: text,
    rules: list(
      object({
        id: rule,
        name: text,
        title: text,
        topic,
        severity,
        why: text,
        fix: text,
        source: text,
        docs: text,
      }),
    ),
  }),
};

/** JSON Schema of a baseline. */
export const baselineSchema: object = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  title: 'Baseline of quorate review',
  ...object({ schema: { const: 'quorate.baseline/1' }, findings: list(entry) }),
};
