import type { Client, DomainPath, Link, Network } from './deployment.js';

/**
 * The way between a client and a replica: one leg, or two where a proxy stands between them. What a new connection
 * costs is paid on the near leg, the one at whose end the client stands; the far leg is a connection that the proxy
 * keeps (Beyer et al., "Site Reliability Engineering", O'Reilly 2016, ch. 23: regional proxies hold open connections to
 * the consensus group, so that clients need not make one across the wide area).
 */
export interface ClientWay {
  readonly near: Leg;
  /** Undefined where no proxy stands between them. */
  readonly far: Leg | undefined;
}

/** `there` leads from the client's side to the replica's. */
export interface Leg {
  readonly there: Link;
  readonly back: Link;
}

/** The way between this client and a replica at this place. @throws RangeError where a leg's RTT is not known. */
export function clientWay(
  network: Network,
  client: Pick<Client, 'at' | 'proxy'>,
  replica: DomainPath,
): ClientWay {
  const { at, proxy } = client;
  if (proxy === undefined) return { near: leg(network, at, replica), far: undefined };
  return { near: leg(network, at, proxy), far: leg(network, proxy, replica) };
}

function leg(network: Network, from: DomainPath, to: DomainPath): Leg {
  return { there: network.link(from, to), back: network.link(to, from) };
}

/** Mean round trip (ms) between this client and a replica at this place, by way of the proxy where there is one. */
export function meanRoundTrip(
  network: Network,
  client: Pick<Client, 'at' | 'proxy'>,
  replica: DomainPath,
): number {
  const { near, far } = clientWay(network, client, replica);
  return near.there.rtt.mean + (far?.there.rtt.mean ?? 0);
}
