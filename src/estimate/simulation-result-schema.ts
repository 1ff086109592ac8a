import {
  figures,
  leadership,
  list,
  nullableText,
  object,
  result,
  share,
  text,
  time,
} from './schema-parts.js';

const count = { type: 'integer', minimum: 0 } as const;
const nullableShare = { type: ['number', 'null'], minimum: 0, maximum: 1 } as const;
const interval = (bound: object): object => ({
  type: 'array',
  items: bound,
  minItems: 2,
  maxItems: 2,
  description: '95 % confidence: [low, high]; null on a side where so few samples give no bound.',
});

const sampled = object(
  {
    mean: time,
    p50: time,
    p90: time,
    p99: time,
    p999: time,
    failure: nullableShare,
    samples: count,
    confidence: object({
      mean: interval(time),
      p50: interval(time),
      p90: interval(time),
      p99: interval(time),
      p999: interval(time),
      failure: interval(nullableShare),
    }),
  },
  [],
  'Latency in ms of the operations simulated.',
);

const traceEvent = object(
  {
    at: { type: 'number' },
    place: text,
    what: text,
    id: { type: 'integer' },
    peer: text,
    message: text,
    slot: { type: 'integer' },
    token: { type: 'integer' },
    timer: { type: 'integer' },
  },
  ['id', 'peer', 'message', 'slot', 'token', 'timer'],
);

const optional = ['trace', 'slowPath'];

/** JSON Schema of the result of `quorate simulate`. */
export const simulationSchema: object = result(
  'simulation',
  'Result of quorate simulate',
  {
    load: text,
    faults: list(text),
    faultsMissed: count,
    faultOutcomes: list(
      object({ fault: text, begun: { type: 'boolean' }, operations: count, untested: nullableText }),
    ),
    warmUp: object({ served: { type: 'boolean' }, lasted: { type: 'number', minimum: 0 } }),
    leadership: { oneOf: [{ type: 'null' }, leadership] },
    samples: count,
    finished: count,
    retries: count,
    events: count,
    span: { type: 'number', minimum: 0 },
    clients: list(
      object(
        {
          id: text,
          at: text,
          entry: text,
          switched: count,
          write: sampled,
          read: sampled,
          execution: sampled,
          model: {
            oneOf: [
              { type: 'null' },
              object({ write: figures, read: figures, execution: figures }, ['execution']),
            ],
          },
          notCompared: nullableText,
        },
        ['execution'],
      ),
    ),
    perOperation: object({ messages: { type: 'number' }, durableWrites: { type: 'number' } }),
    replicas: list(
      object({
        id: text,
        sent: count,
        received: count,
        durableWrites: count,
        bytes: count,
        processor: share,
        disk: share,
        interface: share,
      }),
    ),
    slowPath: list(object({ replica: text, share: nullableShare })),
    safety: object(
      {
        checked: list(text),
        violations: count,
        byCheck: { type: 'object', additionalProperties: count },
        first: text,
      },
      ['first'],
    ),
    leaders: list(text),
    leaderChanges: count,
    successions: list(object({ at: { type: 'number' }, from: nullableText, to: text })),
    lostWrites: count,
    trace: object({
      client: text,
      operation: { type: 'integer', minimum: 1 },
      kind: { enum: ['write', 'read'] },
      start: { type: 'number' },
      latency: time,
      events: list(traceEvent),
    }),
  },
  optional,
);
