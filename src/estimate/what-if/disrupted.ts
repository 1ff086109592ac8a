import { scaled } from '../../distribution/scaled.js';
import { shifted } from '../../distribution/shifted.js';
import type { Severed } from '../../group/standing.js';
import type { Deployment, DomainPath, Link, Network } from '../../topology/deployment.js';
import type { Disruption } from '../../topology/disruption.js';
import { proxyName } from '../../topology/disruption-words.js';

/** A deployment to which something has happened. */
export interface Disrupted {
  /** Slower disks, longer ways, and only the clients that are still there. */
  readonly deployment: Deployment;
  readonly down: ReadonlySet<string>;
  readonly severed: Severed | undefined;
}

/** What becomes of a deployment. Replicas that are down stay in it: quorums still count them. */
export function disrupted(deployment: Deployment, disruption: Disruption): Disrupted {
  const { clientsDown, proxiesDown, cuts } = disruption;
  // Where all of them are as they were, what is known of them holds on.
  const changed = disruption.slow.length > 0 || disruption.degraded.length > 0;
  const replicas = !changed
    ? deployment.replicas
    : deployment.replicas.map((replica) => {
        const factor = disruption.slow.find((slow) => slow.replicas.includes(replica.id))?.factor ?? 1;
        const { disk } = replica;
        if (factor === 1) return { ...replica, at: [...replica.at] };
        const source = { ...disk.source, text: `${disk.source.text}, × ${factor}` };
        const [fsync, snapshot] = [scaled(disk.fsync, factor), scaled(disk.snapshot, factor)];
        return { ...replica, at: [...replica.at], disk: { ...disk, fsync, snapshot, source } };
      });
  const clients = deployment.clients
    .filter(({ id }) => !clientsDown.has(id))
    .map((client, index) => ({
      ...client,
      index,
      at: [...client.at],
      proxy: client.proxy === undefined ? undefined : [...client.proxy],
    }));
  const proxies = clients.flatMap(({ id, proxy }) =>
    proxy === undefined ? [] : [{ id: proxyName(id), at: proxy }],
  );
  const network =
    disruption.degraded.length === 0
      ? deployment.network
      : degradedNetwork(deployment.network, [...replicas, ...clients, ...proxies], disruption.degraded);
  return {
    deployment: { ...deployment, replicas, clients, network },
    down: downIn(disruption),
    severed:
      cuts.length === 0 && proxiesDown.size === 0
        ? undefined
        : severing(cuts, proxiesDown, new Set(proxies.map(({ id }) => id))),
  };
}

/** Ids of those that never answer again: lost, or paused permanently. */
export function downIn({ down, paused }: Disruption): Set<string> {
  return new Set([...down, ...(paused?.duration === undefined ? (paused?.replicas ?? []) : [])]);
}

/** Between a client that has a proxy and a replica lie two links, and the proxy. */
function severing(
  cuts: Disruption['cuts'],
  proxiesDown: Disruption['proxiesDown'],
  proxies: ReadonlySet<string>,
): Severed {
  const direct = (a: string, b: string): boolean => cuts.some((cut) => joins(cut, a, b));
  return (a, b) => {
    if (proxiesDown.has(a) || proxiesDown.has(b)) return true;
    for (const [client, replica] of [
      [a, b],
      [b, a],
    ]) {
      const proxy = proxyName(client);
      if (proxies.has(proxy)) return direct(client, proxy) || direct(proxy, replica);
    }
    return direct(a, b);
  };
}

function joins({ a, b }: Disruption['cuts'][number], from: string, to: string): boolean {
  return (a.includes(from) && b.includes(to)) || (a.includes(to) && b.includes(from));
}

/**
 * The network with longer ways between some. A network is asked by places, and two may stand at one place: so each of
 * `people` has a path of its own, by which the network knows whose it is.
 */
function degradedNetwork(
  network: Network,
  people: readonly { readonly id: string; readonly at: DomainPath }[],
  degraded: Disruption['degraded'],
): Network {
  const whose = new Map(people.map(({ id, at }) => [at, id]));
  const known = new Map<string, Link>();
  return {
    bandwidth: network.bandwidth,
    overhead: network.overhead,
    loss: network.loss,
    dataset: network.dataset,
    linkLimit: (from, to) => network.linkLimit(from, to),
    link(from, to) {
      const [a, b] = [whose.get(from), whose.get(to)];
      const direct = network.link(from, to);
      if (a === undefined || b === undefined) return direct;
      const key = `${a}\n${b}`;
      let link = known.get(key);
      if (link === undefined) {
        link = degraded.filter((ends) => joins(ends, a, b)).reduce(longer, direct);
        known.set(key, link);
      }
      return link;
    },
  };
}

function longer(link: Link, { factor, extra }: Disruption['degraded'][number]): Link {
  const change = extra === 0 ? `× ${factor}` : `+ ${extra} ms`;
  return {
    from: link.from,
    to: link.to,
    // Half of what is added falls on each way.
    oneWay: shifted(scaled(link.oneWay, factor), extra / 2),
    rtt: shifted(scaled(link.rtt, factor), extra),
    source: { ...link.source, text: `${link.source.text}; RTT ${change}` },
  };
}
