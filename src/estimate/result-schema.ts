import {
  decider,
  figures,
  leadership,
  list,
  method,
  nullableText,
  object,
  result,
  share,
  text,
  time,
} from './schema-parts.js';
import { availability, failover, judgement, levels, stability, throughput } from './service-schema.js';

/** JSON Schema of the result of `quorate estimate`. */
export const estimateSchema: object = result('estimate', 'Result of quorate estimate', {
  method,
  clients: list(
    object(
      {
        id: text,
        at: text,
        entry: nullableText,
        readEntry: nullableText,
        write: figures,
        read: figures,
        execution: figures,
        decidedBy: list(decider),
      },
      ['execution'],
    ),
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
  leadership: { oneOf: [{ type: 'null' }, leadership] },
  throughput,
  availability: { oneOf: [{ type: 'null' }, availability] },
  survives: levels({ type: 'integer', minimum: 0 }, 'How many of a level may be lost, whichever they are.'),
  survival: object({
    smallest: levels({ oneOf: [{ type: 'null' }, list(text)] }, 'The fewest whose loss stops writes.'),
    fatalShared: list(text),
  }),
  failover: { oneOf: [{ type: 'null' }, failover] },
  stability: { oneOf: [{ type: 'null' }, stability] },
  objectives: list(judgement),
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

/** JSON Schema of the result of `quorate explain`. */
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
