import { quorumsOf } from '../../group/quorums.js';
import type { Protocol } from '../../protocol/contract/protocol.js';
import { MessageSizes } from '../../simulation/message-size.js';
import { simulate } from '../../simulation/simulate.js';
import type { Client, Deployment, Replica } from '../../topology/deployment.js';
import { KeptForServers } from '../../topology/kept-for-servers.js';
import { overheard, type Sent } from './overheard.js';

/** Heartbeats' time for which an idle group is overheard. */
const BEATS = 40;

/** What the replicas of a group send one another while nobody asks them anything. */
export interface IdleTraffic {
  /** How long they were overheard (ms). */
  readonly time: number;
  /** In the order of sending; `at` counts from the beginning of that time. */
  readonly messages: readonly Sent[];
}

const known = new KeptForServers<IdleTraffic>();

/**
 * Overhears the protocol's own machines while no client has anything for them, all replicas up, on the deployment's network
 * without losses (which would make them elect now and then). So who sends heartbeats to whom, and how often, is
 * counted and not assumed. Each is counted when it is first asked for.
 *
 * @param leader undefined where the protocol has none
 */
export function idleTraffic(
  deployment: Deployment,
  protocol: Protocol,
  leader: string | undefined,
): IdleTraffic {
  return known.of(deployment, `${protocol.name} ${leader ?? ''}`, () =>
    overhear(deployment, protocol, leader),
  );
}

function overhear(deployment: Deployment, protocol: Protocol, leader: string | undefined): IdleTraffic {
  const { replicas, network, timeouts, payload } = deployment;
  const time = BEATS * timeouts.heartbeat;
  const heard: Sent[] = [];
  const home = replicas.find(({ id }) => id === leader) ?? replicas[0];
  const run = simulate({
    deployment: { ...deployment, clients: [clientBeside(home)], network: lossless(network) },
    machine: overheard(protocol.machine, new MessageSizes(network.overhead, payload), heard),
    leader,
    quorum: quorumsOf(deployment, protocol),
    entryOf: () => home.id,
    seed: 1,
    // So seldom that none comes.
    workload: { arrivals: { kind: 'open', rate: 1e-12 } },
    until: { time },
    traits: protocol.traits,
  });
  const begin = run.warmUp.lasted;
  const messages = heard
    .filter(({ at }) => at > begin && at <= begin + time)
    .map((sent) => ({ ...sent, at: sent.at - begin }));
  return { time, messages };
}

/** For each pair of replicas, how far apart (ms) they send each kind of message on their connection: `from · n + to`. */
export function intervalsOf({ time, messages }: IdleTraffic, n: number): readonly (readonly number[])[] {
  const counts = Array.from({ length: n * n }, () => new Map<string, number>());
  for (const { from, to, type } of messages) {
    const link = counts[from * n + to];
    link.set(type, (link.get(type) ?? 0) + 1);
  }
  return counts.map((link) => [...link.values()].map((count) => time / count));
}

/** A client beside a replica: where operations enter matters to what is sent, where they come from does not. */
export function clientBeside({ at, id }: Replica): Client {
  return {
    id: 'beside',
    index: 0,
    at,
    rate: undefined,
    reads: 0,
    entry: id,
    connection: 'kept',
    proxy: undefined,
  };
}

/** The network without losses. */
function lossless(network: Deployment['network']): Deployment['network'] {
  return {
    link: (from, to) => network.link(from, to),
    linkLimit: (from, to) => network.linkLimit(from, to),
    bandwidth: network.bandwidth,
    overhead: network.overhead,
    dataset: network.dataset,
    loss: 0,
  };
}
