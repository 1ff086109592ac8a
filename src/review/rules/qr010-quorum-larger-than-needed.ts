import { onePhase, twoPhases } from '../../quorum/phases.js';
import { majority, threshold } from '../../quorum/shapes.js';
import { largestGain } from '../gain.js';
import type { Finding, Rule } from '../rule.js';
import { choosing, countOf } from '../variant.js';
import { counted, inMs } from '../words.js';

export const quorumLargerThanNeeded: Rule = {
  id: 'QR010',
  name: 'quorum-larger-than-needed',
  title: 'Quorums larger than safety needs',
  topic: 'quorums',
  severity: 'warning',
  needs: 'estimate',
  why: 'Quorums of the two phases must meet, no more: q1 + q2 > n. A larger quorum makes each write wait for one replica more and tolerates one loss less, and nothing becomes safer by it.',
  fix: 'Take the smallest quorums that meet: a majority, or q1 + q2 = n + 1.',
  source: 'Howard, Malkhi, Spiegelman, "Flexible Paxos: Quorum Intersection Revisited", OPODIS 2016',
  check(context): Finding[] {
    const { deployment, protocol, quorums, estimate } = context;
    const n = deployment.replicas.length;
    const { failover, reconfigures, fastQuorum } = protocol.traits;
    if (failover !== 'automatic' || reconfigures === true || fastQuorum) return [];
    const [q1, q2] = [countOf(quorums.phase1), countOf(quorums.phase2)];
    if (q1 === undefined || q2 === undefined || q1 + q2 <= n + 2 || q2 === n) return [];
    const ids = deployment.replicas.map(({ id }) => id);
    const one = quorums.phase1 === quorums.phase2;
    const quorum = one ? onePhase(majority(ids)) : twoPhases(threshold(ids, q1), threshold(ids, n + 1 - q1));
    const lean = context.standing(choosing(deployment, { quorum })).clients;
    const gain = largestGain(estimate.clients, lean);
    const smaller = one ? majority(ids).describe() : `phase 2: ${n + 1 - q1} of ${n}`;
    const faster =
      gain === undefined
        ? ''
        : ` With ${smaller}, write p50 of ${gain.id} goes ${inMs(gain.now)} → ${inMs(gain.better)}.`;
    return [
      {
        path: ['protocol', 'quorum'],
        message: `Quorums of ${q1} and ${q2} of ${n} share at least ${q1 + q2 - n} replicas where one is enough; writes tolerate ${counted(n - q2, 'loss', 'losses')}.${faster}`,
        fix: one ? 'Write quorum: majority.' : `Write quorum: { phase1: ${q1}, phase2: ${n + 1 - q1} }.`,
      },
    ];
  },
};
