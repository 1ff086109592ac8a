import { constant } from '../../distribution/points.js';
import { quorumsOf } from '../../group/quorums.js';
import type { Protocol } from '../../protocol/contract/protocol.js';
import { MessageSizes } from '../../simulation/message-size.js';
import { simulate } from '../../simulation/simulate.js';
import type { Deployment, Link } from '../../topology/deployment.js';
import { KeptForServers } from '../../topology/kept-for-servers.js';
import type { Tally } from './tally.js';
import { Watched } from './watched.js';

/** Operations of each process before counting, and counted; fewer where there are many processes. */
const SPAN = { warm: 4, counted: 8 };
const SPAN_OF_MIX = { warm: 2, counted: 4 };
/** Heartbeats, leases and patience last so much longer, and than any operation, that none falls into what is counted. */
const PATIENCE = 1e4;

/** One kind of operation of one client. */
export interface CountedCase {
  readonly deployment: Deployment;
  readonly protocol: Protocol;
  readonly leader: string | undefined;
  /** The client's position. */
  readonly client: number;
  readonly entry: string;
  readonly kind: 'write' | 'read';
  /** How many of them go together, as one batch. */
  readonly together: number;
}

/** What one process of one client asks for, again and again. */
export interface CountedProcess {
  /** The client's position. */
  readonly client: number;
  readonly entry: string;
  readonly kind: 'write' | 'read';
}

/** What the operations of `count` made replicas do, and how many operations those were. */
export interface Count {
  readonly tally: Tally;
  readonly operations: number;
}

const counts = new KeptForServers<Count>();

/**
 * Runs the protocol's machines for a few operations of one client, one (or one full batch) after the other, in a world
 * where nothing is random and nothing queues, and counts what they ask of each replica. So the figures cannot drift from
 * the protocol.
 *
 * @throws Error where the machines do not answer.
 */
export function count(asked: CountedCase): Count {
  const { deployment, protocol, leader, client, entry, kind, together } = asked;
  const processes = Array.from({ length: together }, () => ({ client, entry, kind }));
  // Where clients only ask and are answered, it is all the same to the replicas where they stand.
  const place = protocol.machine.createClient === undefined ? undefined : deployment.clients[client].at;
  return counts.of(deployment, JSON.stringify([protocol.name, leader, place, entry, kind, together]), () =>
    run({ deployment, protocol, leader }, processes, together, SPAN),
  );
}

/**
 * The same of a mix: one operation of each process, all of them at a time, one round after another. What operations save
 * one another is in it.
 */
export function countMix(around: Around, processes: readonly CountedProcess[]): Count {
  const { deployment, protocol, leader } = around;
  const asked = processes.map(({ client, entry, kind }) => [deployment.clients[client].at, entry, kind]);
  return counts.of(deployment, JSON.stringify([protocol.name, leader, asked]), () =>
    run(around, processes, 1, SPAN_OF_MIX),
  );
}

type Around = Pick<CountedCase, 'deployment' | 'protocol' | 'leader'>;

function run(
  { deployment, protocol, leader }: Around,
  processes: readonly CountedProcess[],
  together: number,
  { warm, counted }: { readonly warm: number; readonly counted: number },
): Count {
  const reads = processes.filter(({ kind }) => kind === 'read').length / processes.length;
  const { network, payload } = deployment;
  const { sending, batch } = deployment.protocol;
  const sizes = new MessageSizes(network.overhead, payload);
  const packets = batch !== undefined;
  const watched = new Watched(
    protocol.machine,
    deployment.replicas.length,
    { from: warm, to: warm + counted },
    {
      sending,
      perByte: network.bandwidth === undefined ? 0 : 1000 / network.bandwidth,
      packets,
      sizes,
      replySize: reads * sizes.reply(true) + (1 - reads) * sizes.reply(false),
    },
  );
  const quiet = quietWorld(deployment, processes, together);
  simulate({
    deployment: quiet,
    machine: watched,
    leader,
    quorum: quorumsOf(deployment, protocol),
    entryOf: (process) => processes[process].entry,
    seed: 1,
    workload: {
      arrivals: { kind: 'closed', outstanding: 1 },
      // Commands that interfere would be another matter; see `interference`.
      keys: { count: 1_000_000, zipf: 0, hot: 0 },
    },
    until: { operations: (warm + counted) * processes.length },
    traits: protocol.traits,
  });
  if (!watched.complete) throw new Error(`${protocol.name} did not answer while its work was counted`);
  return { tally: watched.tally, operations: counted * processes.length };
}

/** Stands at the end of the path of the client that is counted. */
const CLIENT_PLACE = 'client that is counted';

/** More than all that one operation may wait for, one after the other (ms). */
function clientDistance({ replicas, network }: Deployment): number {
  let sum = 10;
  for (const from of replicas) {
    sum += 10 * from.disk.fsync.mean;
    for (const to of replicas)
      if (from !== to) sum = Math.max(sum, 20 * network.link(from.at, to.at).oneWay.mean);
  }
  return sum;
}

/** The deployment with constant delays, where nothing queues and no request times out. */
function quietWorld(
  deployment: Deployment,
  processes: readonly CountedProcess[],
  together: number,
): Deployment {
  const { network, protocol, timeouts } = deployment;
  const links = new Map<string, Link>();
  const places: string[] = [];
  const numberOf = (place: string): number => {
    const known = places.indexOf(place);
    return known >= 0 ? known : places.push(place) - 1;
  };
  // A client far away: what an operation causes is over before the next one comes.
  const far = clientDistance(deployment);
  // Also where a heartbeat is far shorter than a message's way: else heartbeats would be all that is simulated.
  const patience = PATIENCE * Math.max(1, far / timeouts.heartbeat);
  const link: typeof network.link = (from, to) => {
    const [a, b] = [from.join('/'), to.join('/')];
    const key = `${a}\n${b}`;
    let quiet = links.get(key);
    if (quiet === undefined) {
      const [there, back] = [from, to].map((at) => at.filter((place) => place !== CLIENT_PLACE));
      const real = network.link(there, back);
      const distance = from.includes(CLIENT_PLACE) || to.includes(CLIENT_PLACE) ? far : 0;
      // A little askew, so that answers from several places come one after the other.
      const oneWay = constant(real.oneWay.mean + distance + 1e-6 * (1 + numberOf(a) + 17 * numberOf(b)));
      quiet = { ...real, from, to, oneWay, rtt: constant(2 * oneWay.mean), source: real.source };
      links.set(key, quiet);
    }
    return quiet;
  };
  return {
    ...deployment,
    replicas: deployment.replicas.map((replica) => {
      const fsync = constant(replica.disk.fsync.mean);
      return { ...replica, disk: { ...replica.disk, fsync, snapshot: fsync } };
    }),
    clients: processes.map(({ client, kind }, index) => {
      const { at } = deployment.clients[client];
      return {
        ...deployment.clients[client],
        id: `process ${index}`,
        index,
        at: [...at, CLIENT_PLACE],
        reads: kind === 'read' ? 1 : 0,
      };
    }),
    network: {
      link,
      bandwidth: network.bandwidth,
      overhead: network.overhead,
      linkLimit: () => undefined,
      loss: 0,
      dataset: network.dataset,
    },
    protocol: {
      ...protocol,
      processing: 0,
      sending: 0,
      // Answers leave one by one, so that the next requests come one by one.
      batch: protocol.batch === undefined ? undefined : { size: together, delay: PATIENCE },
      window: undefined,
    },
    timeouts: {
      heartbeat: patience * timeouts.heartbeat,
      election: [patience * timeouts.election[0], patience * timeouts.election[1]],
      lease: patience * timeouts.lease,
      grace: patience * timeouts.grace,
    },
  };
}
