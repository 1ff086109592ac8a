/** Pieces of the JSON Schemas (draft-07) of results. Times in ms; null is "never" or "none". */

export const text = { type: 'string' } as const;
export const share = { type: 'number', minimum: 0, maximum: 1 } as const;
export const time = { type: ['number', 'null'], minimum: 0 } as const;
export const nullableText = { type: ['string', 'null'] } as const;

/** An object with just these properties; those in `optional` may be absent. */
export function object(
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

export function list(items: object, description?: string): object {
  return { type: 'array', ...(description === undefined ? {} : { description }), items };
}

export const figures = object(
  { mean: time, p50: time, p90: time, p99: time, p999: time, failure: share },
  [],
  'Latency in ms; failure is the probability that the operation never finishes.',
);
export const decider = object(
  { replica: text, decides: share, inQuorum: share },
  [],
  'How often this replica completes the quorum, and how often it is in it.',
);
export const topology = object({ name: text, file: text, description: text });
export const provenance = object({
  rtt: { oneOf: [{ type: 'null' }, object({ dataset: text, date: text, title: text })] },
  overrides: { type: 'integer', minimum: 0 },
  assumptions: list(text),
  notModelled: list(text),
});
export const protocol = object(
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
export const leadership = object(
  {
    leader: text,
    roundTrip: { type: 'number', minimum: 0 },
    election: { type: 'array', items: { type: 'number', minimum: 0 }, minItems: 2, maxItems: 2 },
    chance: share,
    stays: { type: 'boolean' },
    why: nullableText,
  },
  [],
  'Whether a leader can stay: election timeouts against round trips to a quorum of voters, ms.',
);
export const method = { enum: ['exact', 'sampled'] } as const;
export const seed = { type: 'integer', minimum: 0 } as const;

export function result(
  name: string,
  title: string,
  properties: Record<string, object>,
  optional: readonly string[] = [],
): object {
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title,
    ...object(
      {
        schema: { const: `quorate.${name}/1` },
        version: text,
        topology,
        provenance,
        protocol,
        seed,
        ...properties,
      },
      optional,
    ),
  };
}
