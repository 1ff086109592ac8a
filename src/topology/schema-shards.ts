import { CHECKED_IN_CODE, mapping, type Schema, word } from './schema-forms.js';

const count: Schema = { type: 'integer', minimum: 1, maximum: 1_000_000 };

export const shardsSchema: Schema = mapping(
  {
    title: 'Shards',
    description:
      'Many groups like this one on the same replicas, each with a leader and a log of its own; the clients’ operations are spread over them evenly.',
    examples: [{ count: 1000, leaders: 'balanced' }],
  },
  {
    count: {
      ...count,
      $comment: CHECKED_IN_CODE,
      title: 'Count',
      description: 'How many groups.',
      examples: [1000],
    },
    leaders: {
      $comment: CHECKED_IN_CODE,
      title: 'Leaders',
      description:
        'Where their leaders are: balanced (as many at each replica), leader (all where protocol.leader is), nearest (at the replica that is nearest to most writes), or so many by replica.',
      default: 'leader',
      examples: ['balanced', { va1: 600, or1: 400 }],
      anyOf: [
        { enum: ['balanced', 'leader'] },
        { type: 'object', additionalProperties: { type: 'integer', minimum: 0 } },
      ],
    },
    log: word(
      {
        title: 'Log',
        description: 'Do the groups of a replica share a log on its disk?',
        default: 'separate',
      },
      {
        separate: 'each has its own, and a durable write of one carries nothing of another',
        combined: 'one for all: a durable write carries what all of them have waiting',
      },
    ),
  },
  ['count'],
);
