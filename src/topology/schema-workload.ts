import { CHECKED_IN_CODE, mapping, type Schema, share, size } from './schema-forms.js';

const count: Schema = { type: 'integer', minimum: 1, maximum: 10_000_000 };

export const workloadSchema: Schema = mapping(
  { title: 'Workload', description: 'What all clients’ operations have in common.' },
  {
    payload: size({
      title: 'Payload',
      description: 'Bytes that a write carries.',
      examples: ['1KiB'],
      default: '0B',
    }),
    keys: {
      $comment: CHECKED_IN_CODE,
      title: 'Keys',
      description:
        'Which keys operations are about: writes on one key interfere. A number: so many, uniformly.',
      default: 1000,
      examples: [1000, { count: 100_000, zipf: 0.99 }, { count: 1000, hot: '5%' }],
      anyOf: [
        count,
        mapping(
          { title: 'Keys', description: 'How many, and how unevenly.' },
          {
            count: { ...count, title: 'Count', description: 'How many keys there are.', default: 1000 },
            zipf: {
              title: 'Zipf',
              description:
                'Exponent s of Zipf’s law: the k-th most popular key is chosen in proportion to 1/k^s; 0 is uniform.',
              type: 'number',
              minimum: 0,
              maximum: 10,
              default: 0,
              examples: [0.99],
            },
            hot: share({
              title: 'Hot',
              description: 'Share of operations about one key, beyond what the law gives it.',
              examples: ['5%'],
              default: '0%',
            }),
          },
        ),
      ],
    },
  },
);
