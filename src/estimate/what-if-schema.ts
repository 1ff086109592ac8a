import { estimateSchema } from './result-schema.js';
import { list, nullableText, object, seed, text, time, topology } from './schema-parts.js';

const number = { type: ['number', 'null'] } as const;
const verdict = { enum: ['met', 'missed'] } as const;

const figureChange = object(
  { before: time, after: time, change: number, percent: number },
  [],
  'Times in ms, failure a share; percent is the change in per cent of before.',
);

const clientChange = object({
  id: text,
  at: text,
  state: { enum: ['served', 'stopped', 'down'] },
  downWith: nullableText,
  cutOffWith: nullableText,
  figures: {
    type: 'object',
    description: 'By name: write.p50, read.p999, write.failure and so on.',
    additionalProperties: figureChange,
  },
});

/** What an estimate leaves out where links are cut. */
const WHOLE_PLAN = [
  'linchpin',
  'throughput',
  'availability',
  'survives',
  'survival',
  'failover',
  'objectives',
];

/** An estimate; where links are cut, of latencies only. */
const standing = ((): object => {
  const { $schema: _, ...rest } = estimateSchema as {
    readonly $schema: string;
    readonly required: readonly string[];
  };
  return { ...rest, required: rest.required.filter((key) => !WHOLE_PLAN.includes(key)) };
})();

/** JSON Schema of the result of `quorate what-if`. */
export const whatIfSchema: object = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  title: 'Result of quorate what-if',
  ...object({
    schema: { const: 'quorate.what-if/1' },
    version: text,
    topology,
    seed,
    each: { enum: ['replica', 'rack', 'zone', 'region', null] },
    before: estimateSchema,
    objectives: list(
      object({ objective: text, actual: number, met: { type: ['boolean', 'null'] }, reason: text }, [
        'reason',
      ]),
      'Every objective of the file, before; met is null where it could not be judged.',
    ),
    scenarios: list(
      object({
        name: text,
        description: text,
        changes: list(text),
        lost: list(text, 'Replicas that are down.'),
        notes: list(text),
        after: { oneOf: [{ type: 'null' }, standing] },
        obstacles: list(text),
        clients: list(clientChange),
        service: {
          type: 'object',
          description:
            'The service as a whole, by name: throughput (operations per second), availability.write, downtime.write (seconds a year), failover (mean, ms), survives.region and so on; of what is left, what fails being down all year.',
          additionalProperties: figureChange,
        },
        objectives: list(
          object({
            objective: text,
            before: verdict,
            after: verdict,
            actualBefore: number,
            actualAfter: number,
          }),
          'Objectives whose verdict is another one afterwards.',
        ),
      }),
    ),
    worst: list(text, 'Scenarios that hurt some client most: the worst, then those that do about the same.'),
  }),
};
