import { list, object, share, text } from './schema-parts.js';

/** Pieces of the estimate's JSON Schema: load, failures, objectives. */

const amount = { type: 'number', minimum: 0 } as const;
const nullableAmount = { type: ['number', 'null'], minimum: 0 } as const;

const downtime = object(
  { total: amount, quorumLoss: amount, failover: amount, maintenance: amount, clientCutOff: amount },
  [],
  'Seconds of a year in which the operation does not go on, by cause.',
);

/** By level of failure domains that some replica's path names. */
export function levels(value: object, description: string): object {
  return object(
    { machine: value, rack: value, zone: value, region: value },
    ['machine', 'rack', 'zone', 'region'],
    description,
  );
}

const durability = object(
  {
    holders: { oneOf: [{ type: 'null' }, list(text)] },
    lag: nullableAmount,
    perWrite: share,
    lossyTakeoversPerYear: amount,
    perYear: share,
    lostWith: levels(
      list(text),
      'The fewest that, lost for good with their disks, can take such a write along.',
    ),
    assumptions: list(text),
  },
  [],
  'How likely it is that an acknowledged write is lost.',
);

export const availability = object(
  {
    method: { enum: ['exact', 'sampled'] },
    write: share,
    read: share,
    quorumLossProbability: share,
    interval: { oneOf: [{ type: 'null' }, { type: 'array', items: share, minItems: 2, maxItems: 2 }] },
    downtimePerYear: downtime,
    readDowntimePerYear: downtime,
    failoverMean: nullableAmount,
    clients: list(
      object({
        id: text,
        write: share,
        read: share,
        downtimePerYear: downtime,
        readDowntimePerYear: downtime,
      }),
    ),
    contributions: list(
      object({ kind: text, name: text, unavailability: share, share, secondsPerYear: amount }),
      'What part of the loss of write quorums would go if a domain never failed, largest first.',
    ),
    maintenanceWindow: {
      oneOf: [
        { type: 'null' },
        object({
          share,
          machines: list(text),
          smallest: { oneOf: [{ type: 'null' }, list(text)] },
        }),
      ],
    },
    durability,
    assumptions: list(text),
  },
  [],
  'Share of the time in which operations go on.',
);

const durations = { mean: amount, p50: amount, p90: amount, p99: amount };
const duration = object(durations);

export const failover = object(
  {
    lost: text,
    nextLeaders: list(object({ replica: text, share })),
    detection: duration,
    election: duration,
    reconciliation: duration,
    total: duration,
    perceived: object(
      { ...durations, patience: amount, given: { type: 'boolean' }, clients: list(text) },
      [],
      'How long clients wait that asked the replica that is lost: until their patience is over, or the group answers again.',
    ),
    note: text,
  },
  [],
  'How long writes stop when this replica is lost (ms).',
);

export const stability = object(
  {
    leaderChangesPerDay: nullableAmount,
    causes: list(object({ replica: text, what: { enum: ['disk', 'network'] }, perDay: nullableAmount })),
    leader: text,
    perWrite: share,
    writesPerSecond: nullableAmount,
    stall: nullableAmount,
  },
  [],
  'How often the leader is deposed although nothing has failed, while it leads.',
);

export const throughput = object(
  {
    max: nullableAmount,
    bottleneck: { oneOf: [{ type: 'null' }, object({ replica: text, resource: text })] },
    load: nullableAmount,
    utilisation: list(object({ replica: text, processor: amount, disk: amount, interface: amount })),
    limits: list(object({ replica: text, resource: text, to: text, max: amount }, ['to'])),
    groupCommit: list(object({ replica: text, writesPerSecond: amount })),
    shards: object(
      {
        count: { type: 'integer', minimum: 1 },
        policy: { enum: ['leader', 'balanced', 'placed'] },
        log: { enum: ['separate', 'combined'] },
        leaders: list(
          object({ replica: text, leaders: { type: 'integer', minimum: 0 }, bytesPerSecond: nullableAmount }),
        ),
        disks: list(object({ replica: text, busyFrom: amount, longestWait: amount })),
      },
      [],
      'Many groups on the same replicas: all other figures are then of all of them together.',
    ),
  },
  ['groupCommit', 'shards'],
  'Operations per second of the mix of all clients; null where nothing limits them.',
);

export const judgement = object(
  {
    objective: text,
    actual: { type: ['number', 'null'] },
    met: { type: ['boolean', 'null'] },
    reason: text,
  },
  ['reason'],
);
