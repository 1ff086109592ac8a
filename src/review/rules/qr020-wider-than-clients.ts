import { hasVote } from '../../protocol/needs.js';
import { largestGain } from '../gain.js';
import type { Finding, Rule } from '../rule.js';
import { inMs } from '../words.js';

const FACTOR = 2;
const LEAST = 5;

export const widerThanClients: Rule = {
  id: 'QR020',
  name: 'wider-than-clients',
  title: 'Replicas spread wider than the clients’ own failure domain',
  topic: 'latency',
  severity: 'warning',
  needs: 'estimate',
  why: 'Clients that all are in one region are down with it. Replicas in other regions then keep a service up that nobody is left to use, and every write pays for it with the way between regions.',
  fix: 'Spread over the zones of the clients’ region; or say that other regions matter: objectives: [{ survive: region }].',
  source:
    'Beyer et al., "Site Reliability Engineering", O’Reilly 2016, ch. 23, "Location of replicas": no wider than the failure domain of the clients',
  check(context): Finding[] {
    const { deployment, estimate } = context;
    const { clients, replicas, objectives } = deployment;
    // Those without a vote are copies for readers, wherever they are: no write waits for them.
    const voters = replicas.filter(hasVote);
    const regions = new Set(voters.map(({ at }) => at[0]));
    const home = clients[0]?.at[0];
    if (home === undefined || clients.some(({ at }) => at[0] !== home) || regions.size < 2) return [];
    if (objectives.some((objective) => objective.kind === 'survive' && objective.level === 'region'))
      return [];
    if (context.rtt([home, 'zone 1'], [home, 'zone 2']) === undefined) return [];
    const zones = replicas.map((_, i) => [home, `zone ${i + 1}`]);
    const inside = context.standing({
      ...deployment,
      replicas: replicas.map((replica, i) => (hasVote(replica) ? { ...replica, at: zones[i] } : replica)),
    }).clients;
    const worst = largestGain(estimate.clients, inside);
    if (worst === undefined || worst.now < FACTOR * worst.better || worst.now - worst.better < LEAST)
      return [];
    const who = voters.length === replicas.length ? 'replicas' : 'voters';
    return [
      {
        path: ['replicas'],
        message: `All clients are in ${home} and are down with it, yet the ${voters.length} ${who} are in ${regions.size} regions: write p50 of ${worst.id} is ${inMs(worst.now)}, and in ${voters.length} zones of ${home} it would be ${inMs(worst.better)}.`,
        fix: `Place the ${who} in zones of ${home}, or state objectives: [{ survive: region }] if the data must outlive it.`,
      },
    ];
  },
};
