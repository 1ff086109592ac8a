import type { Distribution } from '../../distribution/distribution.js';
import { shifted } from '../../distribution/shifted.js';
import { groupOf } from '../../group/group.js';
import type { Standing } from '../../group/standing.js';
import { after, instant, leaf, never } from '../../outcome/build.js';
import type { Outcome } from '../../outcome/outcome.js';
import { CLIENT, type View } from '../../protocol/contract.js';
import type { Client, DomainPath, Link, Replica } from '../../topology/deployment.js';
import { clientHop, isIndirect } from '../connection/client-hop.js';
import { departuresOf } from '../throughput/departures.js';
import { heldUp, retransmission } from './lossy.js';

/** Laws of a message on each link: the same object each time, so that work on a law is done once. */
interface MessageLaws {
  /** What its own losses add; undefined where nothing is lost. */
  readonly resent: Distribution | undefined;
  /** What the losses of heartbeats before it add, where there are heartbeats. */
  readonly heldUp: Distribution | undefined;
  /** One way, and so many ms of processing and of leaving its sender. */
  readonly later: Map<number, Distribution>;
}

const messageLaws = new WeakMap<Link, Map<string, MessageLaws>>();

function messageLawsOf(link: Link, loss: number, heartbeat: number): MessageLaws {
  let byLoss = messageLaws.get(link);
  if (byLoss === undefined) {
    byLoss = new Map();
    messageLaws.set(link, byLoss);
  }
  const key = `${loss} ${heartbeat}`;
  let laws = byLoss.get(key);
  if (laws === undefined) {
    laws = {
      resent: loss === 0 ? undefined : retransmission(link.rtt.mean, loss),
      heldUp: loss === 0 ? undefined : heldUp(link.rtt.mean, loss, heartbeat),
      later: new Map([[0, link.oneWay]]),
    };
    byLoss.set(key, laws);
  }
  return laws;
}

function lawLater({ later }: MessageLaws, link: Link, ms: number): Distribution {
  let law = later.get(ms);
  if (law === undefined) {
    law = shifted(link.oneWay, ms);
    later.set(ms, law);
  }
  return law;
}

/**
 * The view that a protocol's model takes of one client's operation, unloaded.
 *
 * @param kind sizes of messages depend on it
 */
export function viewOf(
  standing: Standing,
  client: Client,
  entry: string,
  kind: 'write' | 'read' = 'write',
): View {
  const { deployment, protocol, leader, down, severed } = standing;
  const replicaById = new Map(deployment.replicas.map((replica) => [replica.id, replica]));
  const replica = (id: string): Replica => {
    const found = replicaById.get(id);
    if (found === undefined) throw new RangeError(`no replica is called ${id}`);
    return found;
  };
  const place = (id: string): DomainPath => (id === CLIENT ? client.at : replica(id).at);
  const name = (id: string): string => (id === CLIENT ? client.id : id);
  const { processing, batch } = deployment.protocol;
  const departures = departuresOf({ deployment, protocol, leader, client, entry, kind });
  // Alone, a request waits for others in vain.
  const gathering = batch !== undefined && batch.size > 1 && protocol.traits.proposers === 'replicas';

  const hop = (from: string, to: string, what: string): Outcome => {
    if (down.has(from) || down.has(to)) return never;
    if (from === to) return instant;
    if (severed?.(name(from), name(to))) return never;
    const link = deployment.network.link(place(from), place(to));
    const { loss } = deployment.network;
    const laws = messageLawsOf(link, loss, deployment.timeouts.heartbeat);
    const lag =
      from === CLIENT
        ? 0
        : departures(replica(from).index, to === CLIENT ? undefined : replica(to).index, what).lag;
    const handling = to === CLIENT ? 0 : processing;
    const waiting = gathering && from === CLIENT ? batch.delay : 0;
    const ends = { from: name(from), to: name(to) };
    if ((from === CLIENT || to === CLIENT) && isIndirect(client)) {
      return clientHop(deployment, client, replica(from === CLIENT ? to : from), {
        direction: from === CLIENT ? 'request' : 'reply',
        operation: kind,
        what,
        atReplica: (leg) => ({
          delay: lawLater(
            messageLawsOf(leg, loss, deployment.timeouts.heartbeat),
            leg,
            handling + lag + waiting,
          ),
          source: sourceOf(leg, handling, lag, waiting),
        }),
      });
    }
    const way = leaf(lawLater(laws, link, handling + lag + waiting), {
      what,
      ...ends,
      source: sourceOf(link, handling, lag, waiting),
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
    quorum: groupOf(deployment, protocol).quorum,
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

function sourceOf(link: Link, handling: number, lag: number, waiting: number): string {
  const parts = [link.source.text];
  if (handling > 0) parts.push(`${handling} ms of processing at the receiver`);
  if (lag >= 0.001) parts.push(`${Number(lag.toPrecision(3))} ms to leave the sender`);
  if (waiting > 0) parts.push(`${waiting} ms of waiting for a batch`);
  return parts.join('; and ');
}
