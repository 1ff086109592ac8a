import { quorumsOf } from '../../group/quorums.js';
import type { Failover, MachineSetup, Protocol } from '../../protocol/contract.js';
import type { Deployment } from '../../topology/deployment.js';

/** Which loss to look at, and how often. */
export interface FailoverOptions {
  readonly seed: number;
  /** How many crashes to draw. */
  readonly crashes: number;
  /** Who leads before; undefined for protocols in which nobody does. */
  readonly leader: string | undefined;
  /** Who is lost; the leader where absent, or, where nobody leads, the first replica of the file. */
  readonly crashed?: string;
  /** Ids of other replicas that are down all the while. */
  readonly down?: ReadonlySet<string>;
  /** How long a client waits for the lost replica before it asks another (ms); nothing is said of clients where absent. */
  readonly patience?: number;
}

/** One case: a protocol that gets over losses by itself, a loss, and enough survivors to get over it. */
export interface FailoverCase {
  readonly deployment: Deployment;
  readonly protocol: Protocol;
  readonly failover: Failover;
  readonly setup: Omit<MachineSetup, 'self'>;
  readonly leader: number | undefined;
  readonly crashed: number;
  readonly survivors: readonly number[];
  /** Watched no longer than this (ms). */
  readonly limit: number;
}

/**
 * The case that the options describe; undefined where the protocol does not get over it by itself: it has no failover of
 * its own, or no phase-1 quorum is left.
 *
 * @throws RangeError where an id is that of no replica, or nobody leads although the protocol needs somebody to.
 */
export function caseOf(
  deployment: Deployment,
  protocol: Protocol,
  options: FailoverOptions,
): FailoverCase | undefined {
  const { failover, traits } = protocol;
  if (failover === undefined) return undefined;
  const { replicas, timeouts } = deployment;
  const indexOf = (id: string): number => {
    const index = replicas.findIndex((replica) => replica.id === id);
    if (index < 0) throw new RangeError(`no replica is called ${id}`);
    return index;
  };
  if (traits.leadership === 'stable' && options.leader === undefined)
    throw new RangeError(`${protocol.name} has a leader, and the options name none`);
  const leader = traits.leadership === 'none' ? undefined : indexOf(options.leader as string);
  const crashed = options.crashed === undefined ? (leader ?? 0) : indexOf(options.crashed);
  const down = new Set([...(options.down ?? [])].map(indexOf));
  const survivors = replicas.map(({ index }) => index).filter((i) => i !== crashed && !down.has(i));
  const quorum = quorumsOf(deployment, protocol);
  let up = 0;
  for (const i of survivors) up |= 1 << i;
  if (!quorum.phase1.contains(up)) return undefined;
  const { disk, reads, commuting, learner } = deployment.protocol;
  const setup = {
    n: replicas.length,
    leader,
    quorum,
    disk: disk ?? traits.disk[0],
    reads: reads ?? traits.reads[0],
    ...timeouts,
    members: replicas.map(({ role, leads, election }) => ({
      role,
      leads,
      election: election ?? timeouts.election,
    })),
    leaderLease: timeouts.leaderLease,
    returnsAfter: deployment.protocol.returnsAfter,
    commuting,
    learner: learner ?? ('client' as const),
  };
  const limit = 100 * Math.max(timeouts.election[1], timeouts.grace, timeouts.heartbeat);
  return { deployment, protocol, failover, setup, leader, crashed, survivors, limit };
}
