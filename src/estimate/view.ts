import type { Distribution } from '../distribution/distribution.js';
import { shifted } from '../distribution/shifted.js';
import { after, instant, leaf, never } from '../outcome/build.js';
import type { Outcome } from '../outcome/outcome.js';
import { CLIENT, type Protocol, type View } from '../protocol/contract.js';
import type { Client, Deployment, DomainPath, Link, Replica } from '../topology/deployment.js';
import { heldUp, retransmission } from './lossy.js';

/** A deployment as it stands: who leads, and who is down. */
export interface Situation {
  readonly deployment: Deployment;
  readonly protocol: Protocol;
  readonly leader: string | undefined;
  /** Ids of replicas that are down. */
  readonly down: ReadonlySet<string>;
}

/**
 * The replica that a client talks to: as its `entry` says, else the leader, or the nearest where none leads. Reads that
 * any replica may answer by itself go to the nearest, unless the file names a replica.
 */
export function entryOf(
  situation: Situation,
  client: Client,
  operation: 'write' | 'read' = 'write',
): string | undefined {
  const { deployment, protocol, leader, down } = situation;
  const local = operation === 'read' && (deployment.protocol.reads ?? protocol.traits.reads[0]) === 'local';
  if (local && !deployment.replicas.some(({ id }) => id === client.entry && !down.has(id))) {
    return nearest(deployment, client, down);
  }
  const custom = leader === undefined ? 'nearest' : 'leader';
  const entry = client.entry ?? custom;
  if (entry === 'leader' && leader !== undefined) return leader;
  if (entry !== 'nearest' && entry !== 'leader' && !down.has(entry)) return entry;
  return nearest(deployment, client, down);
}

/** The replica that is up and has the shortest mean round trip to the client; the first in the file among equals. */
export function nearest(
  deployment: Deployment,
  client: Client,
  down: ReadonlySet<string>,
): string | undefined {
  let best: string | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const replica of deployment.replicas) {
    if (down.has(replica.id)) continue;
    const rtt = deployment.network.link(client.at, replica.at).rtt.mean;
    if (rtt < least) {
      least = rtt;
      best = replica.id;
    }
  }
  return best;
}

/** Laws of a message on each link: the same object each time, so that work on a law is done once. */
interface MessageLaws {
  /** One way, and processing at a replica that receives it. */
  readonly toReplica: Distribution;
  readonly toClient: Distribution;
  /** What its own losses add; undefined where nothing is lost. */
  readonly resent: Distribution | undefined;
  /** What the losses of heartbeats before it add, where there are heartbeats. */
  readonly heldUp: Distribution | undefined;
}

const messageLaws = new WeakMap<Link, MessageLaws>();

function messageLawsOf(link: Link, loss: number, processing: number, heartbeat: number): MessageLaws {
  let laws = messageLaws.get(link);
  if (laws === undefined) {
    laws = {
      toReplica: shifted(link.oneWay, processing),
      toClient: link.oneWay,
      resent: loss === 0 ? undefined : retransmission(link.rtt.mean, loss),
      heldUp: loss === 0 ? undefined : heldUp(link.rtt.mean, loss, heartbeat),
    };
    messageLaws.set(link, laws);
  }
  return laws;
}

/** The view that a protocol's model takes of one client's operation. */
export function viewOf(situation: Situation, client: Client, entry: string): View {
  const { deployment, leader, down } = situation;
  const replicaById = new Map(deployment.replicas.map((replica) => [replica.id, replica]));
  const replica = (id: string): Replica => {
    const found = replicaById.get(id);
    if (found === undefined) throw new RangeError(`no replica is called ${id}`);
    return found;
  };
  const place = (id: string): DomainPath => (id === CLIENT ? client.at : replica(id).at);
  const name = (id: string): string => (id === CLIENT ? client.id : id);
  const { processing } = deployment.protocol;

  const hop = (from: string, to: string, what: string): Outcome => {
    if (down.has(from) || down.has(to)) return never;
    if (from === to) return instant;
    const link = deployment.network.link(place(from), place(to));
    const { loss } = deployment.network;
    const laws = messageLawsOf(link, loss, processing, deployment.timeouts.heartbeat);
    const free = to === CLIENT || processing === 0;
    const ends = { from: name(from), to: name(to) };
    const way = leaf(free ? laws.toClient : laws.toReplica, {
      what,
      ...ends,
      source: free
        ? link.source.text
        : `${link.source.text}; and ${processing} ms of processing at the receiver`,
    });
    if (laws.resent === undefined || laws.heldUp === undefined) return way;
    const resent = leaf(laws.resent, {
      what: `${what} sent again`,
      ...ends,
      source: `network.loss of ${loss}`,
    });
    // Heartbeats go between the leader and the others, both ways.
    const beats = from !== CLIENT && to !== CLIENT && (from === leader || to === leader);
    if (!beats) return after(way, resent);
    const behind = leaf(laws.heldUp, {
      what: `${what} behind a lost one`,
      ...ends,
      source: `network.loss of ${loss}`,
    });
    return after(way, resent, behind);
  };

  return {
    deployment,
    entry,
    leader,
    quorum: deployment.protocol.quorum,
    replicas: deployment.replicas.map(({ id }) => id),
    hop,
    fsync(id, what) {
      if (down.has(id)) return never;
      const { disk } = replica(id);
      if (disk.fsync.mass === 1 && disk.fsync.end === 0) return instant;
      return leaf(disk.fsync, { what, from: id, source: disk.source.text });
    },
  };
}
