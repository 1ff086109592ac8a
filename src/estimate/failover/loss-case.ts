import { servesClients } from '../../group/contact.js';
import { groupOf } from '../../group/group.js';
import { goesOn } from '../../group/standing.js';
import type { Protocol } from '../../protocol/contract/protocol.js';
import { hasVote } from '../../protocol/needs.js';
import { type Ground, groundOf } from '../../simulation/small-world.js';
import { slowestRoundTrip, slowestWrite } from '../../simulation/workload.js';
import type { Deployment } from '../../topology/deployment.js';
import type { Loss } from './result.js';
import { type Source, sourcesOf } from './writes-before.js';

/** Nothing passes for a while between two replicas, which both go on. */
export interface Hiccup {
  readonly kind: 'hiccup';
  readonly between: readonly [string, string];
  readonly duration: number;
}

/** Which loss to look at. */
export interface LossOptions {
  /** Who leads before; undefined for protocols in which nobody does. */
  readonly leader: string | undefined;
  /** Ids of other replicas that are down all the while. */
  readonly down?: ReadonlySet<string>;
  readonly loss: Loss | Hiccup;
}

/** One loss in one deployment, with what all its trials have in common. */
export interface LossCase {
  readonly deployment: Deployment;
  readonly protocol: Protocol;
  readonly ground: Ground;
  readonly leader: number | undefined;
  readonly loss: Loss | Hiccup;
  /** Positions of those that are lost, and of those that are down all the while. */
  readonly lost: ReadonlySet<number>;
  readonly down: ReadonlySet<number>;
  /** Positions of those that are left, ascending. */
  readonly survivors: readonly number[];
  /** Positions of those that clients write to where nobody leads: survivors, or where all are paused, those. */
  readonly contacts: readonly number[];
  /** Where writes come from before the loss. */
  readonly sources: readonly Source[];
  /** No message or write takes longer than this (ms), but for one in a hundred. */
  readonly slowest: number;
  /** Watched no longer than this after the loss (ms). */
  readonly limit: number;
  /** What follows without anybody running: 'nothing', for writes go on; 'stop', for those left cannot get over it. */
  readonly foregone: 'nothing' | 'stop' | undefined;
}

/**
 * @throws RangeError where an id is that of no replica, nobody leads although the protocol needs somebody to, or the loss
 *   makes no sense.
 */
export function lossCase(deployment: Deployment, protocol: Protocol, options: LossOptions): LossCase {
  const { traits } = protocol;
  const { replicas, timeouts } = deployment;
  const { loss } = options;
  const indexOf = (id: string): number => {
    const index = replicas.findIndex((replica) => replica.id === id);
    if (index < 0) throw new RangeError(`no replica is called ${id}`);
    return index;
  };
  if (traits.leadership === 'stable' && options.leader === undefined)
    throw new RangeError(`${protocol.name} has a leader, and the options name none`);
  if (loss.duration !== undefined && !(loss.duration > 0 && Number.isFinite(loss.duration)))
    throw new RangeError(`a loss lasts longer than 0 ms and not for ever, not ${loss.duration} ms`);
  const leader = traits.leadership === 'none' ? undefined : indexOf(options.leader as string);
  const lost = new Set(loss.kind === 'hiccup' ? [] : loss.members.map(indexOf));
  if (loss.kind === 'hiccup') loss.between.forEach(indexOf);
  const down = new Set([...(options.down ?? [])].map(indexOf));
  const survivors = replicas.map(({ index }) => index).filter((i) => !lost.has(i) && !down.has(i));
  const group = groupOf(deployment, protocol);
  const { quorum } = group;
  const left = survivors.length > 0 ? survivors : [...lost];
  const serving = left.filter((i) => servesClients(group, replicas[i]));
  const ground = groundOf({ deployment, machine: protocol.machine, leader, quorum, traits });
  const slowest = slowestRoundTrip(deployment) + slowestWrite(deployment);
  const { election, heartbeat, lease, grace } = timeouts;
  // Where leases tell who is lost they are what elections are elsewhere.
  const leases = (traits.reconfigures === true ? 100 : 4) * Math.max(lease, grace);
  const patience = 100 * Math.max(election[1], heartbeat) + leases;
  const at = { deployment, protocol, leader, loss, lost, down, survivors };
  return {
    ...at,
    contacts: serving.length > 0 ? serving : left,
    ground,
    sources: sourcesOf(deployment, protocol, leader, down, loss.kind === 'cut'),
    slowest,
    limit: patience + (loss.duration ?? 0),
    foregone: foregone(at),
  };
}

function foregone({
  deployment,
  protocol,
  leader,
  loss,
  lost,
  survivors,
}: Pick<
  LossCase,
  'deployment' | 'protocol' | 'leader' | 'loss' | 'lost' | 'survivors'
>): LossCase['foregone'] {
  if (loss.kind === 'hiccup') return undefined;
  const { traits } = protocol;
  const { needs, quorum } = groupOf(deployment, protocol);
  let left = 0;
  for (const i of survivors) left |= 1 << i;
  const unharmed =
    // Whoever has no vote takes no part that others would have to take over.
    (traits.interruptedBy !== 'any' || ![...lost].some((i) => hasVote(deployment.replicas[i]))) &&
    (leader === undefined || !lost.has(leader)) &&
    needs.write.contains(left) &&
    // Clients that put commands before acceptors themselves notice that too few are left to answer them.
    (traits.proposers === 'replicas' || quorum.fast === undefined || quorum.fast.contains(left));
  if (unharmed) return 'nothing';
  // Whoever is back soon is waited for, if nothing else helps.
  if (loss.duration !== undefined) return undefined;
  const down = new Set(
    deployment.replicas.filter(({ index }) => !survivors.includes(index)).map(({ id }) => id),
  );
  const standing = {
    deployment,
    protocol,
    leader: leader === undefined ? undefined : deployment.replicas[leader].id,
    down,
  };
  return traits.failover === 'automatic' && goesOn(standing, 'write') ? undefined : 'stop';
}
