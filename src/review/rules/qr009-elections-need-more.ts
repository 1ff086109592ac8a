import { groupOf } from '../../group/group.js';
import { resilience } from '../../quorum/resilience.js';
import type { Rule } from '../rule.js';
import { counted } from '../words.js';

export const electionsNeedMore: Rule = {
  id: 'QR009',
  name: 'elections-need-more',
  title: 'Elections that tolerate fewer losses than writes do',
  topic: 'quorums',
  severity: 'note',
  needs: 'file',
  why: 'Flexible quorums buy fast writes with large elections. Writes then go on after losses that no election would survive: the group looks well until its leader is lost, too, and then it stops although enough replicas for writes are up.',
  fix: 'Know it: alarm on the losses that elections do not tolerate, or choose a smaller phase 1.',
  source: 'Howard, Malkhi, Spiegelman, "Flexible Paxos: Quorum Intersection Revisited", OPODIS 2016',
  check({ deployment, protocol }) {
    const { needs, candidates } = groupOf(deployment, protocol);
    // That only one may lead is QR044's matter.
    if (needs.takeover === undefined || candidates.length < 2) return [];
    const [elect, write] = [resilience(needs.takeover), resilience(needs.write)];
    if (elect >= write) return [];
    return [
      {
        path: ['protocol', 'quorum'],
        message: `Writes tolerate ${counted(write, 'loss', 'losses')} (${needs.write.describe()}), elections only ${elect} (${needs.takeover.describe()}): after ${elect + 1} the group has no leader to lose.`,
        fix: `Raise an alarm when ${counted(elect + 1, 'replica is', 'replicas are')} down, before the leader is.`,
      },
    ];
  },
};
