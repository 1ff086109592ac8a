import {
  bandwidth,
  CHECKED_IN_CODE,
  list,
  mapping,
  randomDuration,
  type Schema,
  share,
  size,
  text,
} from './schema-forms.js';

export const placeText: Schema = text({
  title: 'Place',
  description:
    'A path through the failure domains: region/zone/rack. Regions are those of the RTT data set; zones and racks may have any name.',
  examples: ['us-east-1/a', 'eu-west-1'],
});

/** The data sets that ship with quorate, for an editor's completion list. */
const BUNDLED = ['aws-2025-07', 'aws-2020-06', 'azure-2025-06', 'gcp-2023-11', 'gcp-2019-09'];

const inlineRtt = {
  sites: list(
    {
      title: 'Sites',
      description: 'Names of the sites, in the order of the rows.',
      examples: [['CA', 'OR', 'OH']],
    },
    {
      title: 'Site',
      description: "A name that `at` may use in place of a region; no '/' in it.",
      type: 'string',
      minLength: 1,
    },
    1,
  ),
  ms: list(
    {
      title: 'Milliseconds',
      description:
        'One row a site: the RTT measured from it to each site, in ms, exact and constant. The diagonal is the RTT inside a site; half of cell (a, b) is the one-way delay from a to b.',
      examples: [
        [
          [0.5, 20, 52],
          [20, 0.5, 68],
          [52, 68, 0.5],
        ],
      ],
    },
    {
      title: 'Row',
      description: 'RTTs measured from one site, in ms.',
      type: 'array',
      items: {
        $comment: CHECKED_IN_CODE,
        title: 'RTT',
        description: 'Milliseconds, a number without a unit.',
        type: 'number',
        minimum: 0,
      },
    },
    1,
  ),
};

const override = mapping(
  { title: 'Override', description: 'The RTT between two places as you measured it yourself.' },
  {
    between: list(
      {
        title: 'Between',
        description:
          'Two places, each a region or a longer path (region/zone). Holds both ways; the more specific override wins, and of two equally specific ones the later.',
        examples: [['us-east-1', 'eu-west-1']],
      },
      {
        title: 'Place',
        description: 'A region, or region/zone.',
        type: 'string',
        minLength: 1,
        examples: ['us-east-1'],
      },
    ),
    rtt: randomDuration({
      title: 'RTT',
      description: 'Round trip between them: a constant, quantiles, a family, a file or a mixture.',
      examples: ['68ms', { p50: '68ms', p99: '75ms' }],
    }),
  },
  ['between', 'rtt'],
);

export const networkSchema: Schema = mapping(
  { title: 'Network', description: 'What it takes to get from place to place.' },
  {
    rtt: {
      title: 'Round trips',
      description:
        'The name of a bundled data set, the path of a file of measurements (./measured.csv), or a matrix in place: { sites, ms }.',
      type: ['string', 'object'],
      examples: [
        ...BUNDLED,
        './measured.csv',
        {
          sites: ['CA', 'OH'],
          ms: [
            [0.5, 52],
            [52, 0.5],
          ],
        },
      ],
      additionalProperties: false,
      required: ['sites', 'ms'],
      properties: inlineRtt,
    },
    'within-zone': randomDuration({
      title: 'RTT within a zone',
      description:
        'Between two machines of one zone. Where absent, the data set has a figure (or the diagonal of the matrix).',
      examples: ['0.3ms'],
    }),
    'between-zones': randomDuration({
      title: 'RTT between zones',
      description:
        'Between two zones of one region, and wherever a place in the same region names no zone. Where absent, the data set has a figure (or the diagonal of the matrix).',
      examples: ['0.8ms'],
    }),
    overrides: list(
      { title: 'Overrides', description: 'RTTs that you measured yourself; they win over the data set.' },
      override,
    ),
    bandwidth: bandwidth({
      title: 'Bandwidth',
      description: "Of each replica's network interface.",
      examples: ['1Gbit/s', '100MB/s', '100MiB/s'],
    }),
    overhead: size({
      title: 'Overhead',
      description: 'Bytes of one message beside the payload of the commands in it.',
      examples: ['64B'],
      default: '64B',
    }),
    links: list(
      {
        title: 'Links',
        description: 'Bandwidth between two places, each way, for all that goes between them.',
      },
      mapping(
        { title: 'Link', description: 'A link between two places.' },
        {
          between: list(
            { title: 'Between', description: 'Two places.', examples: [['us-east-1', 'eu-west-1']] },
            placeText,
          ),
          bandwidth: bandwidth({
            title: 'Bandwidth',
            description: 'What the link takes, each way.',
            examples: ['10Gbit/s'],
          }),
        },
        ['between', 'bandwidth'],
      ),
    ),
    loss: share({
      title: 'Loss',
      description: 'Share of messages that get lost and must be sent again; below 100%.',
      examples: [0, '0.01%'],
      default: 0,
    }),
  },
  ['rtt'],
);

export const disksSchema: Schema = {
  title: 'Disks',
  description: 'Kinds of disk by name; a replica names its own with `disk`.',
  type: 'object',
  additionalProperties: mapping(
    { title: 'Disk', description: 'A kind of disk.' },
    {
      fsync: randomDuration({
        title: 'fsync',
        description: 'Time of one durable write.',
        examples: [{ p50: '0.8ms', p99: '2.4ms' }, '1ms'],
      }),
      snapshot: randomDuration({
        title: 'Snapshot',
        description:
          'Time of the durable write of a snapshot; records behind it wait. Default: as `fsync`. Only `simulate` writes snapshots.',
        examples: ['100ms'],
      }),
      'group-commit': {
        title: 'Group commit',
        description:
          'One durable write carries every record that waits for the disk. Without it, each record is a write of its own.',
        type: 'boolean',
        default: false,
      },
    },
    ['fsync'],
  ),
  examples: [{ nvme: { fsync: { p50: '0.8ms', p99: '2.4ms' } } }],
};
