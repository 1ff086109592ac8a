import type { Loss, LossClient, LossLeader } from '../../result/losses.js';
import { parseMetric } from '../../topology/metric.js';
import type { ReviewContext } from '../context.js';
import type { Finding, Rule } from '../rule.js';
import { inMs, inPercent, named } from '../words.js';

/** Write p50 under a leader so many times, and so many ms, longer than under the best one is a price worth naming. */
const FACTOR = 1.5;
const LEAST = 10;
/** Leaders under which it is at least this share of the worst are named with it. */
const ALIKE = 0.9;
/** Below this chance it is not what an outage brings. */
const CHANCE = 0.05;

export const farReplicaMayLead: Rule = {
  id: 'QR051',
  name: 'far-replica-may-lead',
  title: 'After a loss of the leader, a replica may lead that makes writes slow',
  topic: 'latency',
  severity: 'warning',
  otherwise: ['note'],
  needs: 'estimate',
  why: 'After a crash of the leader every replica that is up and to date is about equally likely to lead next, wherever it stands; and it leads on when the lost one is back. Writes of clients then go the long way until somebody moves leadership by hand. The figures under the best next leader are those of luck.',
  fix: 'Let the far replica vote but never lead (`leads: never`), prefer the near ones (`leads: 2`), hand leadership back (`leadership: { returns-after: 5m }`), or give the far one a longer `election`.',
  source:
    'etcd issue 11836 and CockroachDB issues 83951 and 106100 (leadership stays where a failover put it); Ongaro, "Consensus: Bridging Theory and Practice", 2014, §3.10',
  check(context): Finding[] {
    const { deployment, leader, estimate, losses } = context;
    // Groups whose leaders are spread have no one place that they should come back to.
    if (leader === undefined || (estimate.protocol.leaders?.length ?? 0) > 1) return [];
    for (const loss of losses) {
      if (loss.stops || !loss.members.includes(leader)) continue;
      const far = farthest(context, loss);
      if (far === undefined) continue;
      const { client, best, worst, chance, leaders, flipped } = far;
      const index = deployment.replicas.findIndex(({ id }) => id === worst.leader);
      const lost =
        loss.kind === 'replica' || loss.kind === 'shared' ? loss.name : `the ${loss.kind} ${loss.name}`;
      const price = `write p50 of ${client} is then ${leaders.length > 1 ? 'up to ' : ''}${inMs(worst.ms)}, and ${inMs(best.ms)} under ${best.leader}`;
      const missed =
        flipped.length === 0
          ? ''
          : ` Then "${flipped[0].text}" is missed, which is met under ${best.leader}.`;
      return [
        {
          path: ['replicas', index, 'id'],
          about: client,
          severity: loss.later.length === 0 ? 'warning' : 'note',
          message: `When ${lost} is lost, ${leaders.join(' or ')} leads next with a probability of ${inPercent(chance)}: ${price}.${missed}`,
          fix: `Write leads: 2 for ${named([leader, best.leader])}, with leadership: { returns-after: 5m }, so that leadership comes back; or leads: never for ${named(leaders)}, or a longer election there.`,
        },
      ];
    }
    return [];
  },
};

interface Led {
  readonly leader: string;
  readonly ms: number;
}

interface Far {
  readonly client: string;
  readonly best: Led;
  readonly worst: Led;
  /** Those that are far, the worst first, and that one of them leads. */
  readonly leaders: readonly string[];
  readonly chance: number;
  /** Objectives of that client that the best leader meets and the worst does not. */
  readonly flipped: readonly Bound[];
}

/**
 * The client for whom far leaders are worst, by factor, against the one next leader that is best for all writes together;
 * undefined where there is none, or they hardly ever lead.
 */
function farthest(context: ReviewContext, { leaders, clients }: Loss): Far | undefined {
  const best = bestOf(context, leaders);
  if (best === undefined) return undefined;
  let found: Far | undefined;
  for (const [i, { id, down }] of clients.entries()) {
    const least = best.clients[i].write.p50;
    if (down || least === null) continue;
    const led = leaders.flatMap(({ leader, probability, clients: under }) => {
      const ms = under[i].write.p50;
      return leader === null || ms === null ? [] : [{ leader, probability, ms }];
    });
    const { far, chance } = worstOf(led, least);
    if (chance < CHANCE) continue;
    const [worst] = far;
    if (found !== undefined && worst.ms * found.best.ms <= found.worst.ms * least) continue;
    const flipped = flips(
      context,
      id,
      best.clients[i],
      leaders.find(({ leader }) => leader === worst.leader)?.clients[i],
    );
    const names = far.map(({ leader }) => leader);
    found = { client: id, best: { leader: best.leader, ms: least }, worst, leaders: names, chance, flipped };
  }
  return found;
}

/** The next leader under which writes take least on average, each client's as often as it writes. */
function bestOf(
  { deployment }: ReviewContext,
  leaders: readonly LossLeader[],
): { readonly leader: string; readonly clients: readonly LossClient[] } | undefined {
  const rated = deployment.clients.some(({ rate }) => rate !== undefined);
  const sumOf = (clients: readonly LossClient[]): number =>
    clients.reduce((sum, { down, write }, i) => {
      const { rate, reads } = deployment.clients[i];
      const weight = rated ? (rate ?? 0) * (1 - reads) : 1;
      return down || weight === 0 ? sum : sum + weight * (write.p50 ?? Number.POSITIVE_INFINITY);
    }, 0);
  let best: { leader: string; clients: readonly LossClient[]; sum: number } | undefined;
  for (const { leader, clients } of leaders) {
    if (leader === null) continue;
    const sum = sumOf(clients);
    if (best === undefined || sum < best.sum) best = { leader, clients, sum };
  }
  return best;
}

/** Of those that are far, the worst with all that are about as bad, and better ones with them until they may well lead. */
function worstOf(
  led: readonly (Led & { readonly probability: number })[],
  best: number,
): { readonly far: readonly Led[]; readonly chance: number } {
  const far = led.filter(({ ms }) => ms >= FACTOR * best && ms - best >= LEAST).sort((a, b) => b.ms - a.ms);
  const chosen: Led[] = [];
  let chance = 0;
  for (const one of far) {
    if (chance >= CHANCE && one.ms < ALIKE * far[0].ms) break;
    chosen.push(one);
    chance += one.probability;
  }
  return { far: chosen, chance };
}

interface Bound {
  readonly text: string;
}

function flips(
  { deployment }: ReviewContext,
  client: string,
  best: LossClient | undefined,
  worst: LossClient | undefined,
): readonly Bound[] {
  return deployment.objectives.filter((objective) => {
    if (objective.kind !== 'bound' || objective.atMost === undefined) return false;
    if (objective.clients !== undefined && objective.clients !== client) return false;
    const metric = parseMetric(objective.metric);
    if (metric?.kind !== 'latency' || metric.statistic === 'mean') return false;
    const figure = metric.statistic === 0.5 ? 'p50' : metric.statistic === 0.99 ? 'p99' : undefined;
    if (figure === undefined) return false;
    const [met, missed] = [best, worst].map(
      (one) => one?.[metric.operation][figure] ?? Number.POSITIVE_INFINITY,
    );
    return met <= objective.atMost && missed > objective.atMost;
  });
}
