import { chooseLeader } from '../../estimate/latency/leader.js';
import { throughputOf } from '../../estimate/throughput/throughput.js';
import type { Rule } from '../rule.js';
import { withoutReplica } from '../variant.js';
import { inPercent, significant } from '../words.js';

const SOUND = 0.7;

export const loadAfterFailure: Rule = {
  id: 'QR039',
  name: 'load-after-failure',
  title: 'Load above 70 % of capacity after one failure',
  topic: 'load',
  severity: 'warning',
  needs: 'estimate',
  why: 'A failure is when capacity is needed most: clients retry, and those of the lost replica come to the others. Whoever takes over has perhaps a slower disk, or serves more of the clients. What was sized for all replicas then collapses with the first that is lost.',
  fix: 'Size every replica that may take over as the one it replaces; or spread clients so that no one has too many.',
  source:
    'Beyer et al., "Site Reliability Engineering", O’Reilly 2016, ch. 22, "Addressing Cascading Failures" (N + 1)',
  check(context) {
    const { deployment, protocol, estimate, evaluator, leader } = context;
    const { load } = estimate.throughput;
    if (load === null || load > SOUND) return [];
    // Whom nobody enters by takes nothing with it that others would have to do.
    const busy = new Set([leader, ...estimate.clients.flatMap(({ entry, readEntry }) => [entry, readEntry])]);
    let worst: { id: string; index: number; load: number; max: number; at: string; what: string } | undefined;
    for (const { id, index } of deployment.replicas) {
      const rest = busy.has(id) ? withoutReplica(deployment, id) : undefined;
      if (rest === undefined || rest.replicas.length < 2) continue;
      const next = chooseLeader(rest, protocol, new Set(), evaluator).leader;
      // Where no other may lead there is nothing to bear: that is another rule's matter.
      if (next === undefined && leader !== undefined) continue;
      const after = throughputOf(rest, protocol, next, evaluator);
      if (after.load === null || after.bottleneck === null || after.load <= (worst?.load ?? SOUND)) continue;
      const [{ replica: at, resource, to }] = after.limits;
      const what = to === undefined ? resource : `${resource} to ${to}`;
      worst = { id, index, load: after.load, max: after.max, at, what };
    }
    if (worst === undefined) return [];
    return [
      {
        path: ['replicas', worst.index, 'id'],
        severity: worst.load > 1 ? 'error' : 'warning',
        message: `Without ${worst.id} the load goes ${inPercent(load)} → ${inPercent(worst.load)} of capacity, which is then ${significant(worst.max)}/s by ${worst.at}'s ${worst.what}; ${inPercent(SOUND)} is the rule.`,
        fix: `Give ${worst.at} a ${worst.what} that bears what ${worst.id} does now.`,
      },
    ];
  },
};
