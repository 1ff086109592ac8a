import { throughputOf } from '../../estimate/throughput/throughput.js';
import type { Rule } from '../rule.js';
import { withoutReplica } from '../variant.js';
import { inPercent, significant } from '../words.js';

const SOUND = 0.7;

interface Worst {
  readonly id: string;
  readonly index: number;
  readonly load: number;
  readonly max: number;
  readonly at: string;
  readonly what: string;
  /** Under which leader, where several may follow. */
  readonly under: string;
}

export const loadAfterFailure: Rule = {
  id: 'QR039',
  name: 'load-after-failure',
  title: 'Load above 70 % of capacity after one failure',
  topic: 'load',
  severity: 'warning',
  otherwise: ['error'],
  needs: 'estimate',
  why: 'A failure is when capacity is needed most: clients retry, and those of the lost replica come to the others. Whoever takes over has perhaps a slower disk, or serves more of the clients. What was sized for all replicas then collapses with the first that is lost.',
  fix: 'Size every replica that may take over as the one it replaces; or spread clients so that no one has too many.',
  source:
    'Beyer et al., "Site Reliability Engineering", O’Reilly 2016, ch. 22, "Addressing Cascading Failures" (N + 1)',
  check(context) {
    const { deployment, protocol, estimate, evaluator, leader, losses } = context;
    const { load } = estimate.throughput;
    if (load === null || load > SOUND) return [];
    // Whom nobody enters by takes nothing with it that others would have to do.
    const busy = new Set([leader, ...estimate.clients.flatMap(({ entry, readEntry }) => [entry, readEntry])]);
    let worst: Worst | undefined;
    for (const { id, index } of deployment.replicas) {
      const rest = busy.has(id) ? withoutReplica(deployment, id) : undefined;
      if (rest === undefined || rest.replicas.length < 2) continue;
      const lost = losses.find(({ kind, name }) => kind === 'replica' && name === id);
      // Where writes stop there is no load: that is another rule's matter.
      if (lost === undefined || lost.stops) continue;
      for (const { leader: next, probability } of lost.leaders) {
        const after = throughputOf(rest, protocol, next ?? undefined, evaluator);
        if (after.load === null || after.bottleneck === null || after.load <= (worst?.load ?? SOUND))
          continue;
        const [{ replica: at, resource, to }] = after.limits;
        const what = to === undefined ? resource : `${resource} to ${to}`;
        const under = lost.leaders.length > 1 ? ` where ${next} leads then (${inPercent(probability)})` : '';
        worst = { id, index, load: after.load, max: after.max, at, what, under };
      }
    }
    if (worst === undefined) return [];
    return [
      {
        path: ['replicas', worst.index, 'id'],
        severity: worst.load > 1 ? 'error' : 'warning',
        message: `Without ${worst.id} the load goes ${inPercent(load)} → ${inPercent(worst.load)} of capacity${worst.under}, which is then ${significant(worst.max)}/s by ${worst.at}'s ${worst.what}; ${inPercent(SOUND)} is the rule.`,
        fix: `Give ${worst.at} a ${worst.what} that sustains what ${worst.id} does now.`,
      },
    ];
  },
};
