import type { Disk } from '../../topology/deployment.js';
import { formatDuration } from '../../topology/units.js';
import type { Finding, Rule } from '../rule.js';
import { inMs, named, significant } from '../words.js';

export const diskBreaksHeartbeat: Rule = {
  id: 'QR026',
  name: 'disk-breaks-heartbeat',
  title: 'A disk whose slow writes outlast the heartbeat',
  topic: 'timeouts',
  severity: 'warning',
  otherwise: ['error'],
  needs: 'file',
  why: 'In many implementations one loop writes to the disk and sends heartbeats. A durable write that takes longer than the heartbeat delays the next beats; one that takes as long as the election timeout deposes the leader, although nothing has failed. Slow disks are the most frequent cause of leader changes in practice.',
  fix: 'Use a disk of its own for the log, or faster ones; or lengthen heartbeat and election timeout.',
  source:
    'etcd documentation, "Hardware recommendations: Disks" and FAQ, "What does the etcd warning “failed to send out heartbeat on time” mean?"',
  check({ deployment, protocol }) {
    if (protocol.traits.failover !== 'automatic') return [];
    const { heartbeat, election } = deployment.timeouts;
    const disks = new Map<string, Disk>(deployment.replicas.map(({ disk }) => [disk.name, disk]));
    return [...disks].flatMap(([name, { fsync }]): Finding[] => {
      const p99 = fsync.quantile(0.99);
      if (p99 <= heartbeat) return [];
      const users = deployment.replicas.filter(({ disk }) => disk.name === name).map(({ id }) => id);
      const deposes = p99 >= election[0];
      return [
        {
          path: ['disks', name, 'fsync'],
          severity: deposes ? 'error' : 'warning',
          message: `One durable write in a hundred on ${name} (${named(users)}) takes ${inMs(p99)} or more, ${significant(p99 / heartbeat)} × the heartbeat of ${formatDuration(heartbeat)}${deposes ? `, and as long as the shortest election timeout, ${formatDuration(election[0])}` : ''}.`,
          fix: `Use a faster disk than ${name}, or a heartbeat above ${inMs(p99)} with an election timeout of ten times that.`,
        },
      ];
    });
  },
};
