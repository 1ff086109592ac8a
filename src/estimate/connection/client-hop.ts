import type { Distribution } from '../../distribution/distribution.js';
import { shifted } from '../../distribution/shifted.js';
import { after, leaf } from '../../outcome/build.js';
import type { Label, Outcome } from '../../outcome/outcome.js';
import { connectionRounds } from '../../simulation/connection-rounds.js';
import { clientWay, type Leg } from '../../topology/client-way.js';
import type { Client, Deployment, Link, Replica } from '../../topology/deployment.js';
import { retransmission } from '../latency/lossy.js';

/**
 * One message between a client and a replica where it is more than one hop: through a proxy, or on a connection that
 * is made for it.
 *
 * A request on a new connection waits for the handshake's round trip, then for one more for each window of slow start
 * but the last (`connectionRounds`); an answer likewise for its windows. All of it happens between the client and whom
 * it connects to: the replica, or the proxy, which then passes it on over a connection that it keeps. Every way is a
 * draw of its own. Approximated: the time that bytes need on the wire is not counted; of each window one loss is
 * considered, with a timeout as for a single message; a kept connection's window is open however long it was idle
 * (Linux closes it unless tcp_slow_start_after_idle is 0); the proxy takes no time.
 *
 * @param direction 'request': from the client; 'reply': to it
 */
export function clientHop(
  deployment: Deployment,
  client: Client,
  replica: Replica,
  { direction, operation, what, atReplica }: Errand,
): Outcome {
  const way = clientWay(deployment.network, client, replica.at);
  const ends: Ends = {
    client: client.id,
    opposite: way.far === undefined ? replica.id : `proxy of ${client.id}`,
    replica: replica.id,
  };
  const rounds = connectionRounds(deployment, client, operation);
  const { loss } = deployment.network;
  const { near, far } = way;
  const there = { what, from: ends.client, to: ends.opposite };
  const back = { what, from: ends.opposite, to: ends.client };
  const { processing } = deployment.protocol;
  const asReplica =
    atReplica ?? ((link) => (direction === 'request' ? handled(link, processing) : plain(link)));
  const windows = direction === 'request' ? rounds.request : rounds.reply;
  const slow = (index: number): string => `${what}, window ${index + 1} of ${windows + 1}`;
  const crawl = (to: Link, toLabel: Label, from: Link, fromLabel: Label): Outcome[] =>
    Array.from({ length: windows }, (_, index) =>
      after(
        message(plain(to), to, { ...toLabel, what: slow(index) }, loss),
        message(plain(from), from, { ...fromLabel, what: 'acknowledgement' }, 0),
      ),
    );
  if (direction === 'request') {
    return after(
      ...(rounds.handshake === 1 ? [handshake(near, ends, loss)] : []),
      ...crawl(near.there, there, near.back, back),
      ...(far === undefined
        ? [message(asReplica(near.there), near.there, there, loss)]
        : [
            message(plain(near.there), near.there, there, loss),
            message(
              asReplica(far.there),
              far.there,
              { ...there, from: ends.opposite, to: ends.replica },
              loss,
            ),
          ]),
    );
  }
  return after(
    ...(far === undefined
      ? []
      : [message(asReplica(far.back), far.back, { ...back, from: ends.replica, to: ends.opposite }, loss)]),
    ...crawl(near.back, back, near.there, there),
    message(far === undefined ? asReplica(near.back) : plain(near.back), near.back, back, loss),
  );
}

/** How long a message takes on a link, all that its ends add included, and where that comes from. */
export interface Passage {
  readonly delay: Distribution;
  readonly source: string;
}

/** What the message is about. */
export interface Errand {
  readonly direction: 'request' | 'reply';
  readonly operation: 'write' | 'read';
  /** For people, as in `View.hop`. */
  readonly what: string;
  /**
   * The message on the link that begins or ends at the replica, with all that the replica adds (processing, sending,
   * waiting for a batch); with `protocol.processing` where a request arrives, where absent.
   */
  readonly atReplica?: (link: Link) => Passage;
}

/** Is a message between this client and a replica more than one hop? Else the view's own hop says all there is. */
export function isIndirect({ connection, proxy }: Pick<Client, 'connection' | 'proxy'>): boolean {
  return connection === 'new' || proxy !== undefined;
}

interface Ends {
  readonly client: string;
  /** Whom the client connects to. */
  readonly opposite: string;
  readonly replica: string;
}

/** A lost SYN is sent again after 1 s (RFC 6298 §2.1), for there is no round trip to go by yet; less the least timeout. */
const FIRST_TIMEOUT = 1000 - 200;

/** There and back once: SYN, then SYN and acknowledgement. Either lost, the client tries again after 1 s, 2 s, 4 s, … */
function handshake({ there, back }: Leg, { client, opposite }: Ends, loss: number): Outcome {
  const round = after(
    message(plain(there), there, { what: 'connect', from: client, to: opposite }, 0),
    message(plain(back), back, { what: 'connected', from: opposite, to: client }, 0),
  );
  if (loss === 0) return round;
  const again = leaf(retransmission(FIRST_TIMEOUT, 1 - (1 - loss) ** 2), {
    what: 'connect sent again',
    from: client,
    to: opposite,
    source: `network.loss of ${loss}`,
  });
  return after(round, again);
}

/** One message on a link, and what its own losses add. */
function message({ delay, source }: Passage, link: Link, label: Label, loss: number): Outcome {
  const way = leaf(delay, { ...label, source });
  if (loss === 0) return way;
  const again = { ...label, what: `${label.what} sent again`, source: `network.loss of ${loss}` };
  return after(way, leaf(retransmission(link.rtt.mean, loss), again));
}

function plain(link: Link): Passage {
  return { delay: link.oneWay, source: link.source.text };
}

function handled(link: Link, processing: number): Passage {
  if (processing === 0) return plain(link);
  const source = `${link.source.text}; and ${processing} ms of processing at the receiver`;
  return { delay: processed(link, processing), source };
}

const laws = new WeakMap<Link, { readonly processing: number; readonly law: Distribution }>();

/** The same object each time, so that work on a law is done once. */
function processed(link: Link, processing: number): Distribution {
  const known = laws.get(link);
  if (known?.processing === processing) return known.law;
  const law = shifted(link.oneWay, processing);
  laws.set(link, { processing, law });
  return law;
}
