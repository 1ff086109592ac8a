import { randomStream } from '../../../../src/distribution/random.js';
import { durationFigures } from '../../../../src/estimate/failover/duration-figures.js';
import type { DurationFigures } from '../../../../src/estimate/failover/result.js';
import type { MachineSetup } from '../../../../src/protocol/contract/machine.js';
import { traits } from '../../../../src/protocol/raft/traits.js';
import { machineSetups } from '../../../../src/simulation/machine-setup.js';
import type { Deployment } from '../../../../src/topology/deployment.js';
import type { Crash } from './crash.js';
import type { CrashTimes } from './crash-times.js';
import { CrashWorld, messageLaws } from './crash-world.js';
import type { ElectionRules } from './raft-elections.js';

/** One crash of a leader, and enough survivors to get over it. */
export interface HandCase {
  readonly deployment: Deployment;
  readonly rules: (crash: Crash) => ElectionRules;
  readonly setup: Omit<MachineSetup, 'self'>;
  readonly leader: number;
  readonly survivors: readonly number[];
  /** Watched no longer than this (ms). */
  readonly limit: number;
}

export interface HandOptions {
  readonly seed: number;
  readonly crashes: number;
  readonly leader: string;
  readonly down?: ReadonlySet<string>;
  /** Writes per second that the leader was ordering, which its followers hear like heartbeats; 0 where absent. */
  readonly traffic?: number;
}

export interface HandResult {
  readonly nextLeaders: ReadonlyMap<string, number>;
  readonly detection: DurationFigures;
  readonly untilElected: DurationFigures;
  readonly total: DurationFigures;
  readonly never: number;
}

/**
 * How long a group of Raft servers is without service when its leader is killed, by a timed model of these rules that shares
 * nothing with the machine: the independent oracle. Logs are taken to be the same everywhere, and messages not to get lost.
 */
export function failoverByHand(
  deployment: Deployment,
  rules: (crash: Crash) => ElectionRules,
  { seed, crashes, leader: id, down = new Set(), traffic = 0 }: HandOptions,
): HandResult {
  const { replicas, timeouts } = deployment;
  const leader = replicas.findIndex((replica) => replica.id === id);
  const quorum = deployment.protocol.quorum;
  const at: HandCase = {
    deployment,
    rules,
    setup: machineSetups(deployment, { leader, quorum, traits })[leader],
    leader,
    survivors: replicas
      .filter((replica) => replica.id !== id && !down.has(replica.id))
      .map(({ index }) => index),
    limit: 100 * timeouts.election[1],
  };
  const uniform = randomStream(seed, 'failover');
  const laws = messageLaws(at);
  const times: CrashTimes[] = [];
  for (let i = 0; i < crashes; i++) {
    const sinceBeat = timeouts.heartbeat * uniform();
    const sinceWrite = traffic > 0 ? (-1000 * Math.log1p(-uniform())) / traffic : Number.POSITIVE_INFINITY;
    const world = new CrashWorld(at, laws, uniform, Math.min(sinceBeat, sinceWrite));
    const got = world.run().times;
    if (got !== undefined) times.push(got);
  }
  const nextLeaders = new Map<string, number>();
  for (const { next } of times)
    nextLeaders.set(replicas[next].id, (nextLeaders.get(replicas[next].id) ?? 0) + 1);
  return {
    nextLeaders,
    detection: durationFigures(times.map(({ called }) => called)),
    untilElected: durationFigures(times.map(({ elected }) => elected)),
    total: durationFigures(times.map(({ answered }) => answered)),
    never: 1 - times.length / crashes,
  };
}
