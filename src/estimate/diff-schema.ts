import { list, method, nullableText, object, protocol, seed, text, time, topology } from './schema-parts.js';

const number = { type: ['number', 'null'] } as const;
const verdict = { enum: ['better', 'worse', 'none'] } as const;
const overall = { enum: ['better', 'worse', 'none', 'mixed'] } as const;
const judged = { enum: ['met', 'missed', 'not judged', 'not asked'] } as const;

const difference = object(
  { before: time, after: time, change: number, percent: number, floor: time, verdict },
  [],
  'Before and after; a change up to floor is noise. percent is the change in per cent of before.',
);

const side = object({
  file: text,
  kind: { enum: ['topology', 'result'] },
  version: text,
  seed,
  method,
  topology,
  protocol,
  rtt: nullableText,
});

const two = object({ p50: time, p99: time });
const lone = object({ id: text, at: text, write: two, read: two });
const orNull = (schema: object): object => ({ oneOf: [{ type: 'null' }, schema] });

/** JSON Schema of the result of `quorate diff`. */
export const diffSchema: object = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  title: 'Result of quorate diff',
  ...object({
    schema: { const: 'quorate.diff/1' },
    version: text,
    base: side,
    head: side,
    changes: orNull(
      list(
        object({ path: text, before: nullableText, after: nullableText, text }),
        'What is different in the file; null where one side is a saved result.',
      ),
    ),
    clients: list(
      object({
        id: text,
        at: object({ before: text, after: text }),
        verdict: overall,
        figures: {
          type: 'object',
          description:
            'By name: write.p50, read.p999, write.failure and so on. Times in ms, failure a share.',
          additionalProperties: difference,
        },
      }),
    ),
    clientsAdded: list(lone),
    clientsRemoved: list(lone),
    availability: orNull(
      object(
        { write: difference, read: difference, downtimePerYear: difference },
        [],
        'Shares of the time, and seconds of a year in which writes do not go on.',
      ),
    ),
    throughput: orNull(
      object(
        { max: difference, bottleneck: object({ before: nullableText, after: nullableText }) },
        [],
        'Operations per second; null is without limit.',
      ),
    ),
    survives: orNull(
      list(object({ level: text, before: { type: 'number' }, after: { type: 'number' }, verdict })),
    ),
    objectives: list(
      object(
        {
          objective: text,
          asked: text,
          before: judged,
          after: judged,
          actualBefore: number,
          actualAfter: number,
          flips: { type: 'boolean' },
        },
        ['asked'],
      ),
    ),
    notes: list(text),
    verdict: overall,
  }),
};
