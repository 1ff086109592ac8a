import { chooseLeader } from '../../estimate/latency/leader.js';
import type { StandingEstimate } from '../../result/estimate.js';
import type { Client } from '../../topology/deployment.js';
import type { Finding, Rule } from '../rule.js';
import { choosing } from '../variant.js';
import { inMs, inPercent } from '../words.js';

/** A leader that spares less than a fifth and a millisecond is not worth a change. */
const SHARE = 0.2;
const LEAST = 1;

export const leaderOffCentre: Rule = {
  id: 'QR013',
  name: 'leader-off-centre',
  title: 'A leader far from where the writes come from',
  topic: 'latency',
  severity: 'warning',
  needs: 'estimate',
  why: 'Every write goes to the leader, and from there to a quorum. What counts is the mean over all clients, weighted by their writes, of both ways together: the best leader need be neither the one nearest to most clients nor the one in the middle of the replicas.',
  fix: 'Name the better leader, or write leader: best; give it leadership by priority where the software knows such a thing.',
  source:
    'models of quorate, "Multi-Paxos"; Beyer et al., "Site Reliability Engineering", ch. 23, "Location of replicas"',
  check(context): Finding[] {
    const { deployment, protocol, estimate, evaluator } = context;
    const named = deployment.protocol.leader;
    if (named === undefined || named === 'best' || protocol.traits.leadership === 'none') return [];
    if (deployment.clients.length === 0) return [];
    const { leader: best } = chooseLeader(
      choosing(deployment, { leader: 'best' }),
      protocol,
      new Set(),
      evaluator,
    );
    if (best === undefined || best === named) return [];
    const now = meanOf(deployment.clients, estimate.clients);
    const then = meanOf(deployment.clients, context.standing(choosing(deployment, { leader: best })).clients);
    if (now === undefined || then === undefined || then > (1 - SHARE) * now || now - then < LEAST) return [];
    const weighted = deployment.clients.some(({ rate }) => rate !== undefined);
    return [
      {
        path: ['protocol', 'leader'],
        message: `With leader ${named} a write takes ${inMs(now)} on average${weighted ? ', clients weighted by their writes' : ', all clients alike'}; with ${best} it would take ${inMs(then)}, ${inPercent(1 - then / now)} less.`,
        fix: `Write leader: ${best}.`,
      },
    ];
  },
};

function meanOf(clients: readonly Client[], figures: StandingEstimate['clients']): number | undefined {
  const rates = clients.map(({ rate, reads }) => (rate ?? 1) * (1 - reads));
  const even = rates.every((rate) => rate === 0);
  let weighted = 0;
  let weights = 0;
  for (const [i, { write }] of figures.entries()) {
    if (write.mean === null) return undefined;
    const weight = even ? 1 : rates[i];
    weighted += weight * write.mean;
    weights += weight;
  }
  return weights === 0 ? undefined : weighted / weights;
}
