import { list, object, result, text, time, topology } from './schema-parts.js';
import { availability, failover, levels, throughput } from './service-schema.js';

/** JSON Schemas of what `quorate explain TOPIC` gives. Times in ms, rates per second. */

const amount = { type: 'number', minimum: 0 } as const;
const nullableAmount = { type: ['number', 'null'], minimum: 0 } as const;
const whole = { type: 'integer', minimum: 0 } as const;
const nullable = (schema: object): object => ({ oneOf: [{ type: 'null' }, schema] });

const interval = { type: 'array', items: nullableAmount, minItems: 2, maxItems: 2 } as const;
const loaded = nullable(
  object(
    {
      mean: nullableAmount,
      p50: nullableAmount,
      p99: nullableAmount,
      confidence: object({ mean: interval, p99: interval }, [], 'Of simulated figures: 95 %, in ms.'),
    },
    ['confidence'],
  ),
);

export const throughputTopicSchema: object = result(
  'explain-throughput',
  'Result of quorate explain throughput',
  {
    throughput,
    demands: list(
      object({ replica: text, received: amount, sent: amount, bytes: amount, durableWrites: amount }),
      'What one operation of the mix asks of each replica, on average, unbatched.',
    ),
    curve: list(
      object(
        {
          load: amount,
          perSecond: amount,
          simulated: object(
            { because: text, operations: whole, sustained: { type: 'boolean' } },
            [],
            'Present where the machines were run, for the model does not hold.',
          ),
          clients: list(object({ id: text, write: loaded, read: loaded })),
        },
        ['simulated'],
      ),
      'Latency as a function of the load; empty where nothing limits it, and for shards.',
    ),
  },
);

export const availabilityTopicSchema: object = result(
  'explain-availability',
  'Result of quorate explain availability',
  {
    availability: nullable(availability),
    survives: levels(whole, 'How many of a level may be lost, whichever they are.'),
    survival: object({
      smallest: levels(nullable(list(text)), 'The fewest whose loss stops writes.'),
      fatalShared: list(text),
    }),
    needs: object({ write: list(text), read: list(text) }, [], 'What must be up, in words.'),
  },
);

const leases = object(
  {
    hiccups: object({ perYear: amount, meanLength: amount }),
    crashesPerYear: amount,
    crashesGiven: { type: 'boolean' },
    rows: list(
      object({
        lease: amount,
        grace: amount,
        chosen: { type: 'boolean' },
        suspicionsPerYear: amount,
        unavailable: object(
          { leader: amount, others: amount, hiccups: amount, total: amount },
          [],
          'Seconds a year without writes.',
        ),
      }),
    ),
  },
  [],
  'What lease and grace periods cost where they are what a loss is noticed by.',
);

export const failoverTopicSchema: object = result('explain-failover', 'Result of quorate explain failover', {
  failover: nullable(failover),
  leases: nullable(leases),
  timeline: nullable(
    object({
      crash: object({ replica: text, at: amount }),
      bin: amount,
      steadyAfter: nullableAmount,
      clients: list(
        object({
          id: text,
          entry: text,
          longestGap: amount,
          bins: list(object({ at: amount, answered: whole, mean: time, p99: time, retries: whole })),
        }),
      ),
    }),
  ),
});

/** A result that has no provenance, protocol and seed of the usual kind. */
function plain(name: string, title: string, properties: Record<string, object>): object {
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title,
    ...object({ schema: { const: `quorate.${name}/1` }, version: text, topology, ...properties }),
  };
}

const trafficState = object({
  lost: { type: ['string', 'null'] },
  replicas: list(
    object({
      id: text,
      at: text,
      up: { type: 'boolean' },
      leaders: { type: ['integer', 'null'], minimum: 0 },
      share: { type: ['number', 'null'], minimum: 0, maximum: 1 },
      operations: nullableAmount,
      out: amount,
      in: amount,
      limit: nullableAmount,
    }),
  ),
  lanes: list(object({ from: text, to: text, bytesPerSecond: amount, limit: nullableAmount })),
  stopped: whole,
  reason: { type: ['string', 'null'] },
  offered: amount,
  served: amount,
});

export const trafficSchema: object = plain('traffic', 'Result of quorate explain traffic', {
  protocol: text,
  shards: { type: 'integer', minimum: 1 },
  policy: { enum: ['leader', 'balanced', 'placed', 'leaderless'] },
  payload: amount,
  overhead: amount,
  now: trafficState,
  losses: list(trafficState, 'Without each region that has replicas.'),
  overloads: list(
    object({
      lost: { type: ['string', 'null'] },
      kind: { enum: ['link', 'interface'] },
      name: text,
      bytesPerSecond: amount,
      limit: amount,
    }),
  ),
  assumptions: list(text),
  notModelled: list(text),
});

export const spillOverSchema: object = plain('spill-over', 'Result of quorate explain spill-over', {
  spike: object({ client: text, factor: amount }),
  patience: amount,
  demand: amount,
  capacity: amount,
  enough: { type: 'boolean' },
  replicas: list(
    object({
      id: text,
      at: text,
      capacity: amount,
      before: amount,
      spilled: amount,
      failedAt: nullableAmount,
    }),
  ),
  clients: list(
    object({
      id: text,
      at: text,
      reads: amount,
      served: list(object({ replica: text, reads: amount })),
      shed: amount,
      before: amount,
      cascade: nullableAmount,
      spilled: nullableAmount,
    }),
  ),
  cascade: list(
    object({
      at: amount,
      failed: list(text),
      loads: list(nullableAmount),
      unserved: amount,
    }),
  ),
  servedByCascade: amount,
  servedBySpilling: amount,
  bearable: object({ nearest: nullableAmount, spilling: nullableAmount }),
  notModelled: list(text),
});
