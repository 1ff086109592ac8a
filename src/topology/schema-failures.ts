import { CHECKED_IN_CODE, duration, list, mapping, type Schema, text, word } from './schema-forms.js';

const mtbf = duration({
  title: 'MTBF',
  description: 'Mean time between failures.',
  examples: ['120d', '2y'],
});
const mttr = duration({ title: 'MTTR', description: 'Mean time to repair.', examples: ['30m', '4h'] });

const level = (what: string): Schema =>
  mapping(
    {
      title: what,
      description: `How often ${what.toLowerCase()} fails and how long it stays away; without it, it does not fail by itself.`,
    },
    { mtbf, mttr },
    ['mtbf', 'mttr'],
  );

export const failuresSchema: Schema = mapping(
  {
    title: 'Failures',
    description: 'Mean time between failures and to repair, per level of the path. A year is 365 days.',
  },
  {
    machine: level('A machine'),
    rack: level('A rack'),
    zone: level('A zone'),
    region: level('A region'),
    shared: list(
      { title: 'Shared', description: 'What takes several places away at once and cuts across the tree.' },
      mapping(
        { title: 'Shared failure', description: 'One cause, several victims.' },
        {
          name: text({
            title: 'Name',
            description: 'What it is called in results.',
            examples: ['east-coast-storm'],
          }),
          members: list(
            {
              title: 'Members',
              description: "What it takes away: regions, region/zone paths, or replicas' ids.",
              examples: [['us-east-1', 'us-east-2']],
            },
            { title: 'Member', description: "A place, or a replica's id.", type: 'string', minLength: 1 },
            1,
          ),
          mtbf,
          mttr,
        },
        ['name', 'members', 'mtbf', 'mttr'],
      ),
    ),
  },
);

export const maintenanceSchema: Schema = mapping(
  { title: 'Maintenance', description: 'Planned work: each machine in turn, one at a time.' },
  {
    every: duration({
      title: 'Every',
      description: 'Time between two times off of the same machine.',
      examples: ['30d'],
    }),
    lasts: duration({ title: 'Lasts', description: 'How long one machine is away.', examples: ['20m'] }),
  },
  ['every', 'lasts'],
);

export const timeoutsSchema: Schema = mapping(
  { title: 'Timeouts', description: 'How the loss of a leader is noticed.' },
  {
    heartbeat: duration({
      title: 'Heartbeat',
      description: "Time between a leader's heartbeats.",
      examples: ['100ms'],
      default: '100ms',
    }),
    election: {
      $comment: CHECKED_IN_CODE,
      title: 'Election',
      description: 'Election timeouts are drawn uniformly from this range; it lies above the heartbeat.',
      examples: [['1s', '2s']],
      default: ['1s', '2s'],
      type: 'array',
      minItems: 2,
      maxItems: 2,
      items: duration({ title: 'Bound', description: 'The least, then the most.' }),
    },
    operator: duration({
      title: 'Operator',
      description:
        'Primary/backup: how long it takes an operator to put another replica in the place of a lost primary. Without it, availability counts on nobody: the outage lasts until the primary is repaired.',
      examples: ['15m'],
    }),
    'leader-lease': duration({
      title: 'Leader lease',
      description:
        'A lease of the leader beside the election timeouts: nobody else leads before it has run out, counted from the last heartbeat that renewed it. Without it, leases go by the least election timeout.',
      examples: ['9s'],
    }),
    request: duration({
      title: 'Request',
      description:
        'How long a client waits for an answer before it asks another replica. Without it, twice the greatest election timeout, or four of the slowest round trips and durable writes if that is longer.',
      examples: ['5s'],
    }),
    patience: duration({
      title: 'Patience',
      description: 'The earlier name of `request`.',
      examples: ['5s'],
    }),
    lease: duration({
      title: 'Lease',
      description:
        'PacificA and chain replication: how long the primary (the tail) may count on another member, from the sending of the last beacon that it acknowledged. Without it, the least election timeout.',
      examples: ['1s'],
    }),
    grace: duration({
      title: 'Grace',
      description:
        'PacificA and chain replication: how long a member waits for a beacon before it moves to replace the primary (the tail); longer than the lease. Without it, the greatest election timeout.',
      examples: ['2s'],
    }),
  },
);

const bound = (title: string, description: string): Schema => ({
  $comment: CHECKED_IN_CODE,
  title,
  description,
  type: ['string', 'number'],
  examples: ['120ms', '99.99%', '2000/s'],
});

export const objectivesSchema: Schema = list(
  {
    title: 'Objectives',
    description: 'What the service must achieve; `quorate estimate` and `quorate review` judge it.',
  },
  {
    ...mapping(
      {
        title: 'Objective',
        description: 'Either a bound on a metric, or a level of the tree of which any one may be lost.',
        examples: [
          { clients: 'web-us', metric: 'write.p99', 'at-most': '120ms' },
          { metric: 'availability', 'at-least': '99.99%' },
          { survive: 'region' },
        ],
      },
      {
        clients: text({
          title: 'Clients',
          description: "A client's id; without it, every client or the whole service.",
          examples: ['web-us'],
        }),
        metric: text({
          title: 'Metric',
          description:
            'write or read, then mean, failure or a quantile (write.p50, read.p99, write.p99.9 or write.p999); or availability, availability.write, availability.read, throughput.',
          examples: ['write.p99', 'write.mean', 'read.p50', 'availability', 'throughput'],
        }),
        'at-most': bound('At most', 'The largest value that is good enough.'),
        'at-least': bound('At least', 'The smallest value that is good enough.'),
        survive: word(
          { title: 'Survive', description: 'Any one of this level may be lost, and writes go on.' },
          {
            machine: 'any one replica',
            rack: 'any one rack',
            zone: 'any one zone',
            region: 'any one region',
          },
        ),
      },
    ),
    anyOf: [
      { required: ['survive'] },
      { required: ['metric', 'at-most'] },
      { required: ['metric', 'at-least'] },
    ],
  },
);
