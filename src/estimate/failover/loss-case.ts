import { servesClients } from '../../group/contact.js';
import { groupOf } from '../../group/group.js';
import { goesOn } from '../../group/standing.js';
import type { Protocol } from '../../protocol/contract/protocol.js';
import { hasVote } from '../../protocol/needs.js';
import { keyDraw } from '../../simulation/key-draw.js';
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
  /** Those left are no quorum for writes, or not the fast one that writes count on: all waits until that is noticed. */
  readonly stopsAll: boolean;
  /** Those left find out what became of a command that a lost one left uncommitted. */
  readonly recovers: boolean;
  /** The key of an operation before the loss, where keys matter. */
  readonly drawKey: (uniform: number) => number;
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
  const flows = loss.kind === 'cut' || traits.interruptedBy === 'unfinished';
  const sources = sourcesOf(deployment, protocol, leader, down, flows);
  const stopsAll = stopsWrites(at);
  return {
    ...at,
    contacts: serving.length > 0 ? serving : left,
    ground,
    stopsAll,
    recovers: quorum.phase1.contains(maskOf(survivors)),
    drawKey: traits.interruptedBy === 'unfinished' ? keyDraw(deployment.keys) : () => 0,
    sources,
    slowest,
    limit: patience + (loss.duration ?? 0),
    foregone: foregone({ ...at, sources, stopsAll }),
  };
}

type Lost = Pick<LossCase, 'deployment' | 'protocol' | 'leader' | 'loss' | 'lost' | 'survivors'>;

/** Are those left too few for writes, or too few for the fast path that writes count on, until it is noticed who is lost? */
function stopsWrites({ deployment, protocol, lost, survivors }: Lost): boolean {
  const { needs, quorum } = groupOf(deployment, protocol);
  const { proposers, fastQuorum } = protocol.traits;
  const left = maskOf(survivors);
  if (!needs.write.contains(left)) return true;
  if (!fastQuorum || quorum.fast === undefined || quorum.fast.contains(left)) return false;
  // Replicas that have long missed a fast quorum go by a slow one at once; clients that propose themselves know of nobody's loss.
  return proposers === 'clients' || quorum.fast.contains(left | maskOf([...lost]));
}

function foregone(at: Lost & Pick<LossCase, 'sources' | 'stopsAll'>): LossCase['foregone'] {
  const { deployment, protocol, leader, loss, lost, survivors, sources, stopsAll } = at;
  if (loss.kind === 'hiccup') return undefined;
  const { traits } = protocol;
  // Whoever has no vote takes no part that others would have to take over.
  const takesPart = [...lost].some((i) => hasVote(deployment.replicas[i]));
  const holdsUp = {
    leader: false,
    any: takesPart,
    unfinished: takesPart && sources.some(({ replica, reads }) => reads < 1 && lost.has(replica)),
  }[traits.interruptedBy];
  const unharmed = !holdsUp && (leader === undefined || !lost.has(leader)) && !stopsAll;
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

/** Bit i for the i-th. */
function maskOf(replicas: readonly number[]): number {
  return replicas.reduce((mask, i) => mask | (1 << i), 0);
}
