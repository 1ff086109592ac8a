/** JSON Schemas (draft-07) of the results of `estimate` and `explain`. Times in ms; null is "never" or "none". */

const text = { type: 'string' } as const;
const share = { type: 'number', minimum: 0, maximum: 1 } as const;
const time = { type: ['number', 'null'], minimum: 0 } as const;
const nullableText = { type: ['string', 'null'] } as const;

/** An object with just these properties; those in `optional` may be absent. */
function object(
  properties: Record<string, object>,
  optional: readonly string[] = [],
  description?: string,
): object {
  return {
    type: 'object',
    ...(description === undefined ? {} : { description }),
    required: Object.keys(properties).filter((key) => !optional.includes(key)),
    properties,
  };
}

function list(items: object, description?: string): object {
  return { type: 'array', ...(description === undefined ? {} : { description }), items };
}

const figures = object(
  { mean: time, p50: time, p90: time, p99: time, p999: time, failure: share },
  [],
  'Latency in ms; failure is the probability that the operation never finishes.',
);
const decider = object(
  { replica: text, decides: share, inQuorum: share },
  [],
  'How often this replica completes the quorum, and how often it is in it.',
);
const topology = object({ name: text, file: text, description: text });
const provenance = object({
  rtt: { oneOf: [{ type: 'null' }, object({ dataset: text, date: text, title: text })] },
  overrides: { type: 'integer', minimum: 0 },
  assumptions: list(text),
  notModelled: list(text),
});
const protocol = object(
  {
    name: text,
    title: text,
    leader: nullableText,
    leaderReason: text,
    quorum: text,
    disk: { enum: ['parallel', 'serial'] },
    reads: text,
  },
  ['leaderReason'],
);
const method = { enum: ['exact', 'sampled'] } as const;
const seed = { type: 'integer', minimum: 0 } as const;

function result(name: string, title: string, properties: Record<string, object>): object {
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title,
    ...object({
      schema: { const: `quorate.${name}/1` },
      version: text,
      topology,
      provenance,
      protocol,
      seed,
      ...properties,
    }),
  };
}

export const estimateSchema: object = result('estimate', 'Result of quorate estimate', {
  method,
  clients: list(
    object({
      id: text,
      at: text,
      entry: nullableText,
      write: figures,
      read: figures,
      decidedBy: list(decider),
    }),
  ),
  linchpin: {
    oneOf: [
      { type: 'null' },
      object({
        kind: { enum: ['replica', 'region'] },
        name: text,
        alike: list(text),
        client: text,
        before: time,
        after: time,
      }),
    ],
  },
});

const step = object(
  {
    what: text,
    from: text,
    to: text,
    member: text,
    p50: time,
    p99: time,
    onPath: share,
    adds: time,
    source: text,
  },
  ['to', 'member'],
  'One delay; the figures of adds sum to the mean latency.',
);

export const explainSchema: object = result('explain', 'Result of quorate explain', {
  clients: list(
    object({
      id: text,
      at: text,
      entry: nullableText,
      operations: list(
        object({
          operation: { enum: ['write', 'read'] },
          expression: text,
          figures,
          method,
          steps: list(step),
          quorum: { oneOf: [{ type: 'null' }, object({ system: text, deciders: list(decider) })] },
        }),
      ),
    }),
  ),
  losses: list(
    object({
      kind: { enum: ['replica', 'region'] },
      name: text,
      leader: nullableText,
      clients: list(object({ id: text, p50: time, p99: time })),
    }),
  ),
});
