import { CHECKED_IN_CODE, duration, list, mapping, type Schema, share, text, word } from './schema-forms.js';

const count: Schema = { type: 'integer', minimum: 1 };
const member: Schema = { type: 'string', minLength: 1 };
/** One phase: a number of replicas, or any quorum that does not itself tell phases apart. */
const phase = (title: string, description: string): Schema => ({
  title,
  description,
  anyOf: [count, { allOf: [{ $ref: '#/definitions/quorum' }] }],
});
const portion = (title: string, description: string): Schema => ({
  title,
  description,
  anyOf: [count, { enum: ['majority', 'all'] }],
  default: 'majority',
});

/** The forms of a quorum; the validator never looks inside (the quorum room does). */
export const quorumDefinition: Schema = {
  title: 'Quorum',
  description: 'Which sets of replicas may act for all.',
  anyOf: [
    {
      title: 'Word',
      description: 'majority: more than half. all: every replica.',
      enum: ['majority', 'all'],
    },
    mapping(
      { title: 'Threshold', description: 'Any so many replicas.' },
      { threshold: { ...count, title: 'Threshold', description: 'How many replicas.', examples: [4] } },
      ['threshold'],
    ),
    mapping(
      {
        title: 'Flexible',
        description:
          'Leader changes need one quorum, writes another; each of the one must meet each of the other.',
        examples: [{ phase1: 4, phase2: 2 }],
      },
      {
        phase1: phase('Phase 1', 'What a change of leader needs.'),
        phase2: phase('Phase 2', 'What a write needs.'),
      },
      ['phase1', 'phase2'],
    ),
    mapping(
      {
        title: 'Read and write',
        description: 'Reads need one quorum, writes another.',
        examples: [{ read: 2, write: 4 }],
      },
      { read: phase('Read', 'What a read needs.'), write: phase('Write', 'What a write needs.') },
      ['read', 'write'],
    ),
    mapping(
      { title: 'Weighted', description: 'Replicas whose weights reach the threshold.' },
      {
        weights: {
          title: 'Weights',
          description:
            "Each replica's weight, by its id: 1 where it is not named, 0 for a replica without a vote.",
          type: 'object',
          additionalProperties: { type: 'integer', minimum: 0 },
        },
        threshold: {
          ...count,
          title: 'Threshold',
          description: 'The sum that makes a quorum; without it, more than half of all weight.',
        },
      },
      ['weights'],
    ),
    mapping(
      {
        title: 'Grid',
        description:
          'Replicas in rows. A leader change needs one whole row, a write one replica of every row.',
      },
      {
        grid: list(
          {
            title: 'Grid',
            description: 'Rows of replica ids.',
            examples: [
              [
                ['a', 'b', 'c'],
                ['d', 'e', 'f'],
              ],
            ],
          },
          list({ title: 'Row', description: 'Replica ids.' }, member),
        ),
      },
      ['grid'],
    ),
    mapping(
      { title: 'Hierarchical', description: 'So many groups, and in each so many of its members.' },
      {
        groups: {
          title: 'Groups',
          description: 'Groups of replica ids, by name.',
          type: 'object',
          additionalProperties: list({ title: 'Members', description: 'Replica ids.' }, member),
          examples: [{ us: ['a', 'b', 'c'], eu: ['d', 'e', 'f'], asia: ['g', 'h', 'i'] }],
        },
        of: portion('Of', 'How many groups: majority, all, or a number.'),
        within: portion('Within', 'How many members in each group: majority, all, or a number.'),
      },
      ['groups'],
    ),
    mapping(
      {
        title: 'Fast',
        description: 'A fast quorum beside the classic one.',
        examples: [{ classic: 'majority', fast: 4 }],
      },
      {
        classic: phase('Classic', 'What a classic round needs.'),
        fast: phase('Fast', 'What a fast round needs.'),
      },
      ['classic', 'fast'],
    ),
    mapping(
      { title: 'Expression', description: 'Replica ids joined by & (and), | (or) and "2 of (…)".' },
      {
        expression: {
          title: 'Expression',
          description: 'A formula over replica ids.',
          type: 'string',
          minLength: 1,
          examples: ['a & b | a & c | b & c', '2 of (a, b, c & d)'],
        },
      },
      ['expression'],
    ),
  ],
};

export const protocolSchema: Schema = mapping(
  { title: 'Protocol', description: 'How the replicas agree.' },
  {
    name: text({ title: 'Name', description: '`quorate protocols` lists them.', examples: ['multi-paxos'] }),
    leader: text({
      title: 'Leader',
      description: "A replica's id, or best: the planner picks one and says why.",
      examples: ['va1', 'best'],
    }),
    quorum: {
      $comment: CHECKED_IN_CODE,
      title: 'Quorum',
      description: 'Which sets of replicas may act for all.',
      default: 'majority',
      examples: [
        'majority',
        'all',
        { threshold: 4 },
        { phase1: 4, phase2: 2 },
        { read: 2, write: 4 },
        {
          groups: { us: ['a', 'b', 'c'], eu: ['d', 'e', 'f'], asia: ['g', 'h', 'i'] },
          of: 'majority',
          within: 'majority',
        },
        { classic: 'majority', fast: 4 },
        { expression: 'a & b | a & c | b & c' },
      ],
      allOf: [{ $ref: '#/definitions/quorum' }],
    },
    disk: word(
      {
        title: 'Disk',
        description:
          "Does the leader write to its disk before it sends, or while it sends? Without it, the protocol's custom.",
      },
      { parallel: 'it sends at once and writes meanwhile', serial: 'it sends once its own write is durable' },
    ),
    loop: word(
      {
        title: 'Loop',
        description:
          "Does a durable write hold up all else that its replica does? Without it, the protocol's custom.",
      },
      {
        blocking:
          'one loop writes, sends and takes in: while a write lasts nothing that arrives is handled and no heartbeat leaves',
        free: 'the disk writes beside all else',
      },
    ),
    reads: word(
      { title: 'Reads', description: "How a read is answered. Without it, the protocol's custom." },
      {
        consensus: 'as a write without a payload',
        'leader-lease': 'by the leader alone, while it holds a lease',
        'read-index': 'by the leader, after a round trip to a quorum without the disk',
        primary: 'by the primary or coordinator alone, without a lease',
        tail: 'by the tail of a chain alone, while it holds leases',
        'quorum-lease': 'by any replica that holds a lease on the object',
        local: 'by the nearest replica (or the entry that names one), possibly stale',
      },
    ),
    processing: duration({
      title: 'Processing',
      description: "Time that a replica's processor needs for one message that it receives.",
      examples: ['0.05ms'],
      default: '0ms',
    }),
    sending: duration({
      title: 'Sending',
      description:
        "Time that a replica's processor needs for one message that it sends; the same message to several counts once.",
      examples: ['0.01ms'],
      default: '0ms',
    }),
    batch: mapping(
      {
        title: 'Batch',
        description:
          'Requests that a replica takes together: their messages to one replica travel as one, and their records go to the disk in one write.',
        examples: [{ size: 50, delay: '2ms' }],
      },
      {
        size: {
          $comment: CHECKED_IN_CODE,
          title: 'Size',
          description: 'At most so many.',
          type: 'integer',
          minimum: 1,
        },
        delay: duration({
          title: 'Delay',
          description: 'The first waits at most so long for the others.',
          examples: ['2ms'],
          default: '0ms',
        }),
      },
      ['size'],
    ),
    window: {
      $comment: CHECKED_IN_CODE,
      title: 'Window',
      description:
        'Pipelining: so many batches (requests, where there are no batches) of a replica may be under way at a time; without it, any number.',
      type: 'integer',
      minimum: 1,
    },
    learner: word(
      {
        title: 'Learner',
        description: 'Where clients propose (Fast Paxos): who finds out that a command is chosen.',
        default: 'client',
      },
      { client: 'the client itself', coordinator: 'the coordinator, which then tells the client' },
    ),
    commuting: {
      title: 'Commuting',
      description:
        'Commands on different keys commute: where the protocol knows the difference (Mencius), they may be answered and executed in any order.',
      type: 'boolean',
      default: false,
    },
    interference: share({
      title: 'Interference',
      description:
        'Share of writes that meet an interfering one on their way and take the slow path (EPaxos, Fast Paxos). Far sites see more than the workload’s conflict share; `quorate simulate` measures it.',
      examples: ['5%'],
      default: '0%',
    }),
    leadership: mapping(
      { title: 'Leadership', description: 'What becomes of leadership after a failover.' },
      {
        'returns-after': duration({
          title: 'Returns after',
          description:
            'A replica that is preferred as leader (`leads`) gets leadership back once it has been up again and up to date for so long. Without it, leadership stays where it is.',
          examples: ['30s'],
        }),
      },
    ),
  },
  ['name'],
);
