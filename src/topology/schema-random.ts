import { DURATION_PATTERN, mapping, type Schema, share, type Words } from './schema-forms.js';

const plain = (words: Words): Schema => ({ ...words, type: 'string', pattern: DURATION_PATTERN });
const positive = (words: Words): Schema => ({ ...words, type: 'number', exclusiveMinimum: 0 });

const shift = plain({
  title: 'Shift',
  description: 'Added to every draw: no draw is below it.',
  examples: ['60ms'],
});

const family = (name: string, description: string, parameters: Schema): Schema =>
  mapping({ title: name, description }, { [name]: parameters }, [name]);

/** The forms of a random duration; the validator never looks inside (random-duration.ts does). */
export const randomDurationDefinition: Schema = {
  title: 'Random duration',
  description:
    'A constant, measured quantiles, a family of distributions, a file of samples, or a mixture of these.',
  anyOf: [
    plain({ title: 'Constant', description: 'Always the same: 70ms.', examples: ['70ms', '0.8ms'] }),
    {
      title: 'Quantiles',
      description:
        'What was measured; a shifted gamma is fitted to it. p50 is the median, p999 or p99.9 the 99.9th percentile. At least two figures, min counting as one.',
      type: 'object',
      minProperties: 2,
      properties: {
        min: plain({ title: 'Minimum', description: 'The least that was ever seen.', examples: ['60ms'] }),
      },
      patternProperties: {
        '^p(?!0+(\\.0+)?$)(\\d{1,2}|9\\d+|\\d{1,2}\\.\\d+)$': plain({
          title: 'Quantile',
          description: 'This share of the draws lies at or below: p50, p90, p99, p99.9 (or p999).',
          examples: ['68ms'],
        }),
      },
      additionalProperties: false,
      examples: [{ min: '60ms', p50: '68ms', p99: '75ms' }],
    },
    family(
      'gamma',
      'Shifted gamma: a constant path and a small queueing body, what RTTs look like.',
      mapping(
        { title: 'Parameters', description: 'shift + a gamma variable of this shape and scale.' },
        {
          shift,
          shape: positive({
            title: 'Shape',
            description: 'A number above 0, without a unit.',
            examples: [2],
          }),
          scale: plain({ title: 'Scale', description: 'Above 0.', examples: ['3ms'] }),
        },
        ['shape', 'scale'],
      ),
    ),
    family(
      'lognormal',
      'Shifted lognormal: what disks and machines of one zone look like.',
      mapping(
        { title: 'Parameters', description: 'shift + median · e^(sigma · Z), Z standard normal.' },
        {
          shift,
          median: plain({ title: 'Median', description: 'Median above the shift.', examples: ['0.27ms'] }),
          sigma: positive({
            title: 'Sigma',
            description: 'A number above 0, without a unit.',
            examples: [0.3],
          }),
        },
        ['median', 'sigma'],
      ),
    ),
    family(
      'exponential',
      'Shifted exponential.',
      mapping(
        { title: 'Parameters', description: 'shift + an exponential variable of this mean.' },
        { shift, mean: plain({ title: 'Mean', description: 'Mean above the shift.', examples: ['3ms'] }) },
        ['mean'],
      ),
    ),
    family(
      'uniform',
      'Any duration between two bounds, equally likely.',
      mapping(
        { title: 'Bounds', description: 'min below max.' },
        {
          min: plain({ title: 'Minimum', description: 'The lower bound.', examples: ['60ms'] }),
          max: plain({ title: 'Maximum', description: 'The upper bound.', examples: ['75ms'] }),
        },
        ['min', 'max'],
      ),
    ),
    family('empirical', 'The samples of a file: their own distribution.', {
      title: 'File',
      description:
        'Path relative to this file; one number (ms) or duration a line, an optional heading, # begins a comment.',
      type: 'string',
      minLength: 1,
      examples: ['./fsync.csv'],
    }),
    family('mixture', 'One of several, picked by weight.', {
      title: 'Parts',
      description: 'Weights sum to at most 1; where they sum to less, the rest never finishes.',
      type: 'array',
      minItems: 1,
      items: mapping(
        { title: 'Part', description: 'This random duration with this probability.' },
        {
          weight: share({
            title: 'Weight',
            description: 'Probability of this part.',
            examples: [0.99, '99%'],
          }),
          of: {
            title: 'Of',
            description: 'A random duration, in any of its forms.',
            allOf: [{ $ref: '#/definitions/randomDuration' }],
          },
        },
        ['weight', 'of'],
      ),
    }),
  ],
};
