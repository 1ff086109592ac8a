import {
  CHECKED_IN_CODE,
  duration,
  list,
  mapping,
  rate,
  type Schema,
  share,
  text,
  word,
} from './schema-forms.js';
import { placeText } from './schema-network.js';

export const replicasSchema: Schema = list(
  { title: 'Replicas', description: 'The members of the group, at most 30.' },
  mapping(
    {
      title: 'Replica',
      description: 'One replica: a machine of its own.',
      examples: [{ id: 'va1', at: 'us-east-1/a' }],
    },
    {
      id: text({
        title: 'Id',
        description: 'A name of letters, digits, . _ and -, used in quorums and results.',
        examples: ['va1'],
      }),
      at: placeText,
      disk: text({
        title: 'Disk',
        description: 'A name under `disks`, or none. Without it a durable write costs nothing.',
        examples: ['nvme', 'none'],
      }),
      role: word(
        { title: 'Role', description: 'What it is for in the group.', default: 'voter' },
        {
          voter: 'elects, acknowledges writes, may lead, serves reads',
          learner:
            'holds the data and serves local reads; no vote, no acknowledgement, never leads (observer, non-voter, read replica, asynchronous standby)',
          witness: 'elects and acknowledges writes with a log and no data; never leads, serves no reads',
          arbiter: 'elects only: no log, no data',
        },
      ),
      leads: {
        $comment: CHECKED_IN_CODE,
        title: 'Leads',
        description:
          'May it lead? never, allowed, preferred, or a priority from 0 (never) to 1000 (as preferred): those with more come first, allowed counts as 1.',
        examples: ['preferred', 'never', 5],
        default: 'allowed',
        anyOf: [{ enum: ['never', 'allowed', 'preferred'] }, { type: 'integer', minimum: 0, maximum: 1000 }],
      },
      election: {
        $comment: CHECKED_IN_CODE,
        title: 'Election',
        description: 'Its own range of election timeouts; without it, that of `timeouts`.',
        examples: [['5s', '10s']],
        type: 'array',
        minItems: 2,
        maxItems: 2,
        items: duration({ title: 'Bound', description: 'The least, then the most.' }),
      },
    },
    ['id', 'at'],
  ),
  1,
);

export const clientsSchema: Schema = list(
  { title: 'Clients', description: 'Where operations come from.' },
  mapping(
    {
      title: 'Client',
      description: 'All the users of one place.',
      examples: [{ id: 'web-us', at: 'us-east-1', rate: '400/s', reads: '90%' }],
    },
    {
      id: text({
        title: 'Id',
        description: 'A name of letters, digits, . _ and -, used in results and objectives.',
        examples: ['web-us'],
      }),
      at: placeText,
      rate: rate({ title: 'Rate', description: 'Operations that arrive here.', examples: ['400/s', '30/m'] }),
      reads: share({
        title: 'Reads',
        description: 'Share of reads among its operations; the rest are writes.',
        examples: ['90%', 0.9],
        default: 0,
      }),
      entry: text({
        title: 'Entry',
        description:
          "The replica it talks to: leader, nearest, or a replica's id. Without it, what is customary for the protocol.",
        examples: ['nearest', 'leader', 'va1'],
      }),
      connection: word(
        {
          title: 'Connection',
          description: 'Does it keep a connection open, or make one for each operation?',
          default: 'kept',
        },
        {
          kept: 'one that is open and warm',
          new: 'a new one each time: TCP handshake first, and slow start for what does not fit the first window',
        },
      ),
      proxy: text({
        title: 'Proxy',
        description:
          'Where a proxy stands that takes its operations and keeps connections to the replicas: a new connection then reaches no farther than that.',
        examples: ['us-east-1'],
      }),
    },
    ['id', 'at'],
  ),
);
