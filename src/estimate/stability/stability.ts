import { sum } from '../../distribution/sum.js';
import { groupOf } from '../../group/group.js';
import { leaderHold } from '../../group/leader-hold.js';
import { reach, type Standing } from '../../group/standing.js';
import type { StabilityCause, StabilityResult } from '../../result/stability.js';
import type { Replica } from '../../topology/deployment.js';
import { retransmission } from '../latency/lossy.js';
import { operationsOf } from '../throughput/demands.js';
import { writingShare } from '../throughput/group-commit.js';
import { Stations } from '../throughput/stations.js';
import { utilisation } from '../throughput/waiting.js';
import { type Challenger, deposedByOne, deposingRange, longerThan } from './disk-stall.js';
import { type Stream, shareSilent, silentFor } from './network-silence.js';

const DAY = 24 * 3600 * 1000;
/** Causes rarer than once in a thousand years are none. */
const NEVER = 1e-3 / 365;

/**
 * How often the leader is deposed although nothing has failed: by a durable write that holds up its heartbeats for longer
 * than a follower waits, or by messages that come so late. Undisturbed by each other, and while it leads: the rate of
 * writes × P(one deposes it), and the rate of heartbeats × P(one is that late). Undefined where nobody leads, nobody can
 * stay leader, or followers do not take over by election timeouts.
 */
export function stabilityOf(standing: Standing): StabilityResult | undefined {
  const { deployment, protocol, leader: id, down } = standing;
  const { elections } = protocol.traits;
  const leader = deployment.replicas.find((replica) => replica.id === id);
  if (elections === undefined || leader === undefined || down.has(leader.id)) return undefined;
  if (leaderHold(deployment, protocol, down)?.stays === false) return undefined;
  const others = groupOf(deployment, protocol).candidates.filter(
    ({ id: other }) => other !== leader.id && !down.has(other) && !isCut(standing, leader.id, other),
  );
  const challengers = others.map((replica) => challengerOf(standing, leader, replica));
  const blocking = groupOf(deployment, protocol).loop === 'blocking' && leader.disk.fsync.end > 0;
  const perWrite = blocking ? deposedByOne(silenceByDisk(standing, leader), challengers) : 0;
  const writes = writesOf(standing, leader.index);
  const byDisk = perWrite === 0 ? 0 : writes === undefined ? null : writes * DAY * perWrite;
  const causes: StabilityCause[] = byDisk === 0 ? [] : [{ replica: leader.id, what: 'disk', perDay: byDisk }];
  for (const [i, replica] of others.entries()) {
    const perDay = byNetwork(standing, leader, replica, challengers[i], writes ?? 0);
    if (perDay > 0) causes.push({ replica: replica.id, what: 'network', perDay });
  }
  const kept = causes.filter(({ perDay }) => perDay === null || perDay >= NEVER);
  const [stall] = deposingRange(challengers);
  return {
    leaderChangesPerDay: kept.some(({ perDay }) => perDay === null)
      ? null
      : kept.reduce((total, { perDay }) => total + (perDay ?? 0), 0),
    causes: kept.sort((a, b) => (b.perDay ?? 0) - (a.perDay ?? 0)),
    leader: leader.id,
    perWrite,
    writesPerSecond: writes === undefined ? null : 1000 * writes,
    stall: blocking && Number.isFinite(stall) ? stall : null,
  };
}

/** No silence of the leader shorter than this deposes it (ms); undefined where none does, or nobody is deposed by timeouts. */
export function shortestDeposing(standing: Standing): number | undefined {
  const { deployment, protocol, leader: id } = standing;
  const leader = deployment.replicas.find((replica) => replica.id === id);
  if (leader === undefined || protocol.traits.elections === undefined) return undefined;
  const [shortest] = deposingRange(challengersOf(standing, leader));
  return Number.isFinite(shortest) ? shortest : undefined;
}

/** Those that may take over from the leader. */
function challengersOf(standing: Standing, leader: Replica): Challenger[] {
  const { deployment, protocol, down } = standing;
  return groupOf(deployment, protocol)
    .candidates.filter(({ id }) => id !== leader.id && !down.has(id) && !isCut(standing, leader.id, id))
    .map((replica) => challengerOf(standing, leader, replica));
}

/**
 * Leader changes a day by the leader's disk, if its durable writes go on beyond p99 as they go from p50 to p99 on a power
 * law, P(S > s) = 0.01 (p99 / s)^α: tails of disks are rather that than lognormal, and two quantiles cannot tell. Undefined
 * where the disk holds up no heartbeat, where no client has a rate, or where the law is told by more than two quantiles.
 */
export function leaderChangesOfPowerTail(standing: Standing): number | undefined {
  const { deployment, protocol } = standing;
  const group = groupOf(deployment, protocol);
  const leader = deployment.replicas.find(({ id }) => id === standing.leader);
  if (leader === undefined || protocol.traits.elections === undefined || group.loop !== 'blocking')
    return undefined;
  const { fsync } = leader.disk;
  if (fsync.law.kind !== 'lognormal' && fsync.law.kind !== 'gamma') return undefined;
  const [p50, p99] = [fsync.quantile(0.5), fsync.quantile(0.99)];
  const writes = writesOf(standing, leader.index);
  if (writes === undefined || !(p99 > p50) || p50 === 0) return undefined;
  const alpha = Math.log(50) / Math.log(p99 / p50);
  const challengers = group.candidates
    .filter(({ id }) => id !== leader.id)
    .map((replica) => challengerOf(standing, leader, replica));
  return writes * DAY * deposedByOne((s) => (s <= p99 ? 1 : 0.01 * (p99 / s) ** alpha), challengers);
}

function isCut({ severed }: Standing, a: string, b: string): boolean {
  return severed?.(a, b) ?? false;
}

/** A follower, as the leader's rival. */
function challengerOf(standing: Standing, leader: Replica, { id, index, election }: Replica): Challenger {
  const { deployment, protocol } = standing;
  const range = election ?? deployment.timeouts.election;
  if (protocol.traits.elections?.preVote !== true) return { election: range, asks: 0 };
  // It asks all and goes on once a phase-1 quorum would vote for it; the silent leader does not answer.
  const { phase1 } = groupOf(deployment, protocol).quorum;
  const reached = reach(standing, id) & ~(1 << leader.index);
  const answers = deployment.replicas
    .filter((other) => (reached >>> other.index) & 1 && other.role !== 'learner')
    .map((other) => ({
      index: other.index,
      ms:
        other.index === index
          ? 0
          : deployment.network.link(deployment.replicas[index].at, other.at).rtt.mean +
            2 * (deployment.protocol.processing + deployment.protocol.sending),
    }))
    .sort((a, b) => a.ms - b.ms);
  let votes = 0;
  for (const { index: voter, ms } of answers) {
    votes |= 1 << voter;
    if (phase1.contains(votes)) return { election: range, asks: ms };
  }
  return { election: range, asks: Number.POSITIVE_INFINITY };
}

/**
 * P(followers hear nothing for longer than so many ms because of one durable write of the leader). In parallel the entry
 * leaves as its write begins, and what it holds up leaves as it ends; a serial disk sends before neither, so that the
 * silence began with the last message before, half an interval earlier on average.
 */
function silenceByDisk(standing: Standing, leader: Replica): (silence: number) => number {
  const { deployment, protocol } = standing;
  const longer = longerThan(leader.disk.fsync);
  if (groupOf(deployment, protocol).disk === 'parallel') return longer;
  const earlier = intervalOf(standing, writesOf(standing, leader.index) ?? 0) / 2;
  return (silence) => longer(silence - earlier);
}

/** Durable writes a ms at a replica under the clients' rates; undefined where no client has one. */
export function writesOf(standing: Standing, replica: number): number | undefined {
  const { clients } = standing.deployment;
  const rate = clients.reduce((total, client) => total + (client.rate ?? 0), 0) / 1000;
  if (rate === 0) return undefined;
  const operations = operationsOf(standing);
  if (operations.length === 0) return undefined;
  const stations = new Stations(standing, operations, rate);
  const queue = stations.queue(replica, 'disk');
  const { mean } = queue.service;
  if (mean === 0) return queue.rate;
  // One write carries all that wait; else a disk that is asked for too much writes all the time.
  const busy = stations.groupCommit[replica] ? writingShare(queue) : Math.min(1, utilisation(queue));
  return busy / mean;
}

/** From one message of the leader to a follower to the next (ms): heartbeats, and an entry and a commit for each write. */
function intervalOf({ deployment }: Standing, writes: number): number {
  return 1 / (1 / deployment.timeouts.heartbeat + 2 * writes);
}

/**
 * How often a day this follower deposes the leader because it hears too late of it. With pre-vote only if so many others
 * hear nothing either, just then, that they are a quorum with it.
 */
function byNetwork(
  standing: Standing,
  leader: Replica,
  follower: Replica,
  challenger: Challenger,
  writes: number,
): number {
  const { deployment, protocol, down } = standing;
  const interval = intervalOf(standing, writes);
  const streamTo = ({ at }: Replica): Stream => {
    const link = deployment.network.link(leader.at, at);
    const { loss } = deployment.network;
    const delay = loss === 0 ? link.oneWay : sum(link.oneWay, retransmission(link.rtt.mean, loss));
    return { delay, interval };
  };
  const perMessage = deposedByOne(silentFor(streamTo(follower)), [challenger]);
  if (perMessage === 0) return 0;
  const perDay = (DAY / interval) * perMessage;
  if (protocol.traits.elections?.preVote !== true) return perDay;
  const { phase1 } = groupOf(deployment, protocol).quorum;
  const silent = deployment.replicas.map((replica) => {
    if (replica.index === leader.index || down.has(replica.id)) return 0;
    if (replica.index === follower.index) return 1;
    return shareSilent(streamTo(replica), (replica.election ?? deployment.timeouts.election)[0]);
  });
  return perDay * phase1.probability(silent);
}
