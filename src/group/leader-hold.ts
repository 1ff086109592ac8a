import type { Protocol } from '../protocol/contract/protocol.js';
import type { Deployment, Replica } from '../topology/deployment.js';
import { quorumsOf } from './quorums.js';

/**
 * Whether a leader can stay at all, from timeouts against round trips. All times in ms.
 *
 * Who is elected is heard of by its voters one round trip after their votes left (vote there, first heartbeat back), and
 * a candidate has its votes no sooner than one round trip after it asked. Both sides go by an election timeout of their
 * own: where every timeout is shorter than the round trip to the nearest quorum of voters, the candidate begins anew
 * before its votes are in, or a voter campaigns against it before it has heard its first heartbeat, every time
 * (etcd-io/etcd#656; Ongaro & Ousterhout, "In Search of an Understandable Consensus Algorithm", 2014, §5.6: broadcast
 * time ≪ election timeout). Durable writes and processing come on top and are left out: they only make it worse.
 */
export interface LeaderHold {
  /** The replica that has the best chance. */
  readonly leader: string;
  /** From there to the nearest quorum of voters and back, on average. */
  readonly roundTrip: number;
  /** The shortest and the longest election timeout of all. */
  readonly election: readonly [number, number];
  /** That a quorum of voters answers within the longest election timeout. */
  readonly chance: number;
  /** False where that is so rare that no leader can stay. */
  readonly stays: boolean;
  /** Why none can, in a sentence; null where one can. */
  readonly why: string | null;
}

/** With less than this chance of an election to get through no leader can stay. */
const LEAST_CHANCE = 0.01;

/**
 * Undefined where the question does not arise: nobody is elected, no quorum of voters is up, or who does not answer is
 * left out of the group.
 */
export function leaderHold(
  deployment: Deployment,
  protocol: Protocol,
  down: ReadonlySet<string> = new Set(),
): LeaderHold | undefined {
  const { leadership, failover, reconfigures } = protocol.traits;
  if (leadership === 'none' || failover !== 'automatic' || reconfigures === true) return undefined;
  const up = deployment.replicas.filter(({ id }) => !down.has(id));
  const held = up
    .filter(({ leads }) => leads > 0)
    .map((replica) => ({ leader: replica.id, ...trips(replica, up, deployment, protocol) }))
    .filter(({ roundTrip }) => roundTrip < Number.POSITIVE_INFINITY);
  if (held.length === 0) return undefined;
  const best = held.reduce((a, b) =>
    b.chance > a.chance || (b.chance === a.chance && b.roundTrip < a.roundTrip) ? b : a,
  );
  const ranges = up.map((replica) => timeoutsOf(replica, deployment));
  const election = [
    Math.min(...ranges.map(([shortest]) => shortest)),
    Math.max(...ranges.map(([, longest]) => longest)),
  ] as const;
  const stays = best.chance >= LEAST_CHANCE;
  return { ...best, election, stays, why: stays ? null : whyNone(best.leader, best.roundTrip, election) };
}

function timeoutsOf({ election }: Replica, { timeouts }: Deployment): readonly [number, number] {
  return election ?? timeouts.election;
}

/** The round trip from one to the nearest quorum of voters, and the chance that it is over within the election timeout. */
function trips(
  from: Replica,
  up: readonly Replica[],
  deployment: Deployment,
  protocol: Protocol,
): Pick<LeaderHold, 'roundTrip' | 'chance'> {
  const voters = quorumsOf(deployment, protocol).phase1;
  const means = new Array<number>(deployment.replicas.length).fill(Number.POSITIVE_INFINITY);
  const within = new Array<number>(deployment.replicas.length).fill(0);
  for (const to of up) {
    const trip = to === from ? undefined : deployment.network.link(from.at, to.at).rtt;
    // The more patient of the two: one alone may be enough.
    const longest = Math.max(timeoutsOf(from, deployment)[1], timeoutsOf(to, deployment)[1]);
    means[to.index] = trip?.mean ?? 0;
    within[to.index] = trip?.cdf(longest) ?? 1;
  }
  const answered = (ms: number): number =>
    means.reduce((set, mean, i) => (mean <= ms ? set | (1 << i) : set), 0);
  const roundTrip = [...means]
    .sort((a, b) => a - b)
    .find((ms) => ms < Number.POSITIVE_INFINITY && voters.contains(answered(ms)));
  return { roundTrip: roundTrip ?? Number.POSITIVE_INFINITY, chance: voters.probability(within) };
}

function whyNone(leader: string, roundTrip: number, [shortest, longest]: readonly [number, number]): string {
  const range = shortest === longest ? inWords(longest) : `${inWords(shortest)} to ${inWords(longest)}`;
  return `No leader can stay: the election timeout (${range}) is shorter than a round trip to a quorum of voters (${inWords(roundTrip)} from ${leader}, the nearest).`;
}

function inWords(ms: number): string {
  return ms >= 1000 ? `${Number((ms / 1000).toPrecision(3))} s` : `${Number(ms.toPrecision(3))} ms`;
}
