import { leaderChangesOfPowerTail } from '../../estimate/stability/stability.js';
import { formatDuration } from '../../topology/units.js';
import type { Rule } from '../rule.js';
import { inMs, significant } from '../words.js';

/** Changes of leadership a day by the law as the file has it, and by a longer tail that two quantiles do not rule out. */
const KNOWN = 1 / 30;
const POSSIBLE = 1 / 7;

export const stallsDeposeLeader: Rule = {
  id: 'QR048',
  name: 'stalls-depose-leader',
  title: 'A disk whose rare stalls depose the leader',
  topic: 'timeouts',
  severity: 'warning',
  otherwise: ['note'],
  needs: 'estimate',
  why: 'Where one loop writes and sends heartbeats, a durable write as long as an election timeout deposes a healthy leader. One in a million is enough: at a hundred writes a second that is nine a day. The 99th percentile does not show it; what counts is the rate of writes times the probability of a stall.',
  fix: 'Give the log a disk of its own with a short tail, measure its 99.99th percentile, or lengthen the election timeout.',
  source:
    'etcd issues 7312, 7970 and 11828; etcd documentation, "Hardware recommendations: Disks" (99th percentile of fsync below 10 ms)',
  check({ deployment, estimate, situation }) {
    const { stability } = estimate;
    const leader = deployment.replicas.find(({ id }) => id === stability?.leader);
    if (stability === null || leader === undefined) return [];
    const { disk } = leader;
    const path = ['disks', disk.name, 'fsync'];
    const shortest = formatDuration(deployment.timeouts.election[0]);
    const fix = `Use a disk with a shorter tail than ${disk.name} for the log of ${leader.id}, or an election timeout above its stalls.`;
    const known = stability.causes.find(({ what }) => what === 'disk');
    if (known !== undefined && (known.perDay ?? 1) >= KNOWN) {
      const often =
        known.perDay === null
          ? `Each costs ${leader.id} its leadership with a probability of ${significant(stability.perWrite)}; no client has a rate`
          : `At ${significant(stability.writesPerSecond ?? 0)} writes/s that deposes ${leader.id} ${significant(known.perDay)} times a day while it leads`;
      return [
        {
          path,
          message: `Durable writes on ${disk.name} may last as long as the election timeout of ${shortest}. ${often}.`,
          fix,
        },
      ];
    }
    const possible = leaderChangesOfPowerTail(situation);
    if (possible === undefined || possible < POSSIBLE) return [];
    const p99 = disk.fsync.quantile(0.99);
    return [
      {
        path,
        severity: 'note',
        message: `Half of the durable writes on ${disk.name} take ${inMs(disk.fsync.quantile(0.5))}, one in a hundred ${inMs(p99)} or more. If the tail goes on like that as a power law, ${significant(stability.writesPerSecond ?? 0)} writes/s depose ${leader.id} ${significant(possible)} times a day: stalls as long as the election timeout of ${shortest}. The two quantiles do not rule it out.`,
        fix,
      },
    ];
  },
};
