import { groupOf } from '../../group/group.js';
import type { Standing } from '../../group/standing.js';
import { instant, leaf, never } from '../../outcome/build.js';
import { type Message, OUTSIDE } from '../../outcome/message.js';
import type { Outcome } from '../../outcome/outcome.js';
import { CLIENT, type View } from '../../protocol/contract/model.js';
import type { Client, DomainPath, Link, Replica } from '../../topology/deployment.js';
import { clientHop, isIndirect } from '../connection/client-hop.js';
import { departuresOf } from '../throughput/departures.js';
import { aroundGroup } from './around.js';
import { heldUpBehind, idleIntervals, later, transit, transitInOrder } from './transit.js';

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
  const around = aroundGroup(deployment, protocol, leader, down);
  const sentBetween = idleIntervals(deployment, protocol, leader);
  // Alone, a request waits for others in vain.
  const gathering = batch !== undefined && batch.size > 1 && protocol.traits.proposers === 'replicas';

  const hop = (from: string, to: string, what: string): Outcome => {
    if (down.has(from) || down.has(to)) return never;
    if (from === to) return instant;
    if (severed?.(name(from), name(to))) return never;
    const link = deployment.network.link(place(from), place(to));
    const { loss } = deployment.network;
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
          delay: later(leg.oneWay, handling + lag + waiting),
          source: sourceOf(leg, { handling, lag, waiting }),
        }),
      });
    }
    // Clients have connections of their own, and one operation at a time.
    const intervals =
      from === CLIENT || to === CLIENT ? [] : sentBetween(replica(from).index, replica(to).index, link);
    const alone = transit(link, loss);
    const law = transitInOrder(link, loss, intervals);
    const label = {
      what,
      ...ends,
      source: sourceOf(link, { handling, lag, waiting, loss, behind: law === alone ? [] : intervals }),
    };
    const message: Message = {
      from: from === CLIENT ? OUTSIDE : replica(from).index,
      to: to === CLIENT ? OUTSIDE : replica(to).index,
      before: lag + waiting,
      transit: alone,
      heldUp: heldUpBehind(alone, law),
      handling,
      around,
    };
    return leaf(later(law, handling + lag + waiting), label, message);
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

/** What a message's time is made of beside the link's own. */
interface Additions {
  readonly handling: number;
  readonly lag: number;
  readonly waiting: number;
  readonly loss?: number;
  /** How far apart those are that it may wait for. */
  readonly behind?: readonly number[];
}

function sourceOf(link: Link, { handling, lag, waiting, loss = 0, behind = [] }: Additions): string {
  const parts = [link.source.text];
  if (loss > 0) parts.push(`network.loss of ${loss}, sent again`);
  if (behind.length > 0)
    parts.push(`in order behind others, sent every ${behind.map(short).join(' and ')} ms while idle`);
  if (handling > 0) parts.push(`${handling} ms of processing at the receiver`);
  if (lag >= 0.001) parts.push(`${short(lag)} ms to leave the sender`);
  if (waiting > 0) parts.push(`${waiting} ms of waiting for a batch`);
  return parts.join('; and ');
}

function short(ms: number): string {
  return String(Number(ms.toPrecision(3)));
}
