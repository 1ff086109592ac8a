import { availabilityOf } from '../../estimate/availability/availability.js';
import { quorumNeedsOf } from '../../estimate/availability/quorum-needs.js';
import type { Deployment } from '../../topology/deployment.js';
import type { ReviewContext } from '../context.js';
import type { Rule } from '../rule.js';
import { withoutReplica } from '../variant.js';
import { growth, ofYear } from '../words.js';

/** A difference that figures of failures could confirm. */
const NOTABLE = 1.05;
/** A millisecond a year: less than that is nothing to mend. */
const LEAST = 1 / (365 * 86_400_000);

export const replicaLowersAvailability: Rule = {
  id: 'QR002',
  name: 'replica-lowers-availability',
  title: 'A replica more that lowers availability',
  topic: 'quorums',
  severity: 'warning',
  needs: 'estimate',
  why: 'More replicas are not more availability. A sixth makes the majority four of six: two losses are tolerated, as with five, but there are six that can fail. A replica that shares its region with others can do the same, for it weighs down the side that is lost together.',
  fix: 'Remove the replica, or place it in a failure domain of its own.',
  source: 'Beyer et al., "Site Reliability Engineering", O’Reilly 2016, ch. 23, "Quorum composition"',
  check(context) {
    const { deployment, protocol } = context;
    const { failures, replicas } = deployment;
    const known = [failures.machine, failures.rack, failures.zone, failures.region, ...failures.shared];
    if (known.every((figures) => figures === undefined) || replicas.length < 4) return [];
    if (protocol.traits.failover !== 'automatic') return [];
    const now = lossOf(context, deployment);
    const leads = (id: string): number => (id === deployment.protocol.leader ? 1 : 0);
    if (now < LEAST) return [];
    let best: { id: string; index: number; loss: number } | undefined;
    // Among equals the last in the file, and the leader last of all.
    const order = [...replicas].reverse().sort((a, b) => leads(a.id) - leads(b.id));
    for (const { id, index } of order) {
      const rest = withoutReplica(deployment, id);
      if (rest === undefined) return [];
      const loss = lossOf(context, rest);
      if (loss * NOTABLE < now && loss < (best?.loss ?? Number.POSITIVE_INFINITY) * (1 - 1e-9))
        best = { id, index, loss };
    }
    if (best === undefined) return [];
    const n = replicas.length;
    return [
      {
        path: ['replicas', best.index, 'id'],
        message: `With ${best.id} as one of ${n} replicas no write quorum is up for ${ofYear(now)}; with the other ${n - 1} alone it would be ${ofYear(best.loss)} (${growth(now, best.loss)}).`,
        fix: `Remove ${best.id}, or move it to a zone or region that holds no other replica.`,
      },
    ];
  },
};

function lossOf({ protocol, options, leader }: ReviewContext, deployment: Deployment): number {
  const there = deployment.replicas.some(({ id }) => id === leader) ? leader : undefined;
  const needs = quorumNeedsOf({ deployment, protocol, leader: there });
  return availabilityOf(deployment, needs, { seed: options.seed }).write.quorumLossProbability;
}
