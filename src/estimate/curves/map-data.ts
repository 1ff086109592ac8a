import { contactOf } from '../../group/contact.js';
import type { Standing } from '../../group/standing.js';
import type { Evaluator } from '../../outcome/evaluate.js';
import type { MapData, MapLink, MapPlace } from '../../result/chart-data.js';
import type { Client, DomainPath } from '../../topology/deployment.js';
import { decidersOf } from '../latency/deciders.js';
import { viewOf } from '../latency/view.js';
import { aboutOf } from './about.js';

/** Where a region is: degrees north and east, and its city. */
export type Gazetteer = (
  region: string,
) => { readonly lat: number; readonly lon: number; readonly city: string } | undefined;

interface Placed {
  readonly place: MapPlace & { replicas: { id: string; leads: boolean }[]; clients: string[] };
  readonly at: DomainPath;
}

/**
 * Replicas, clients and the links between them on the globe. Replicas and clients of one region stand at one place.
 * What stands in a region that the gazetteer does not know is left out, and the region is named.
 *
 * A quorum's link goes from who asks (the leader; without one, the replica that the client talks to; where clients
 * propose, the client) to each member that some quorum of the writes had in it.
 */
export function mapDataOf(situation: Standing, gazetteer: Gazetteer, evaluator: Evaluator): MapData {
  const { deployment, protocol, leader } = situation;
  const places: Placed[] = [];
  const numbers = new Map<string, number>();
  const unplaced = new Set<string>();
  const numberOf = (at: DomainPath): number | undefined => {
    const region = at[0];
    const known = numbers.get(region);
    if (known !== undefined) return known;
    const found = gazetteer(region);
    if (found === undefined) {
      unplaced.add(region);
      return undefined;
    }
    const { lat, lon, city } = found;
    numbers.set(region, places.length);
    places.push({ place: { region, city, lat, lon, replicas: [], clients: [] }, at });
    return places.length - 1;
  };
  const replicaAt = new Map<string, number>();
  for (const { id, at } of deployment.replicas) {
    const number = numberOf(at);
    if (number === undefined) continue;
    replicaAt.set(id, number);
    places[number].place.replicas.push({ id, leads: id === leader });
  }
  const clientAt = new Map<string, number>();
  for (const { id, at } of deployment.clients) {
    const number = numberOf(at);
    if (number === undefined) continue;
    clientAt.set(id, number);
    places[number].place.clients.push(id);
  }
  const links = new Links();
  const weights = weightsOf(deployment.clients);
  for (const [index, client] of deployment.clients.entries()) {
    const entry = contactOf(situation, client);
    if (entry === undefined) continue;
    const weight = weights[index];
    const here = clientAt.get(client.id);
    links.add('request', here, replicaAt.get(entry), weight);
    if (leader !== undefined && entry !== leader)
      links.add('request', replicaAt.get(entry), replicaAt.get(leader), weight);
    const asks = protocol.traits.proposers === 'clients' ? here : replicaAt.get(leader ?? entry);
    const write = protocol.model.write(viewOf(situation, client, entry));
    for (const { replica, inQuorum } of decidersOf(write, evaluator)) {
      links.add('quorum', asks, replicaAt.get(replica), weight * inQuorum, replica);
    }
  }
  return {
    about: aboutOf(deployment, protocol, leader),
    places: places.map(({ place }) => place),
    links: links.found((from, to) =>
      deployment.network.link(places[from].at, places[to].at).rtt.quantile(0.5),
    ),
    unplaced: [...unplaced].sort(),
  };
}

/** What part of all writes each client's are; all alike where the file does not tell. */
function weightsOf(clients: readonly Client[]): number[] {
  const rates = clients.map(({ rate, reads }) => (rate ?? 1) * (1 - reads));
  const sum = rates.reduce((total, rate) => total + rate, 0);
  return rates.map((rate) => (sum === 0 ? 1 / clients.length : rate / sum));
}

/** Links by kind and places; both ways are one. Several replicas at one place: the one most often asked counts. */
class Links {
  private readonly shares = new Map<string, Map<string, number>>();

  add(
    kind: MapLink['kind'],
    from: number | undefined,
    to: number | undefined,
    share: number,
    replica = '',
  ): void {
    if (from === undefined || to === undefined || from === to || share <= 0) return;
    const key = `${kind} ${from} ${to}`;
    let byReplica = this.shares.get(key);
    if (byReplica === undefined) {
      byReplica = new Map();
      this.shares.set(key, byReplica);
    }
    byReplica.set(replica, (byReplica.get(replica) ?? 0) + share);
  }

  found(rtt: (from: number, to: number) => number): MapLink[] {
    const links: MapLink[] = [];
    for (const [key, byReplica] of this.shares) {
      const [kind, a, b] = key.split(' ');
      const [from, to] = [Number(a), Number(b)];
      const share = Math.min(1, Math.max(...byReplica.values()));
      const other = links.findIndex((link) => link.kind === kind && link.from === to && link.to === from);
      if (other >= 0)
        links[other] = { ...links[other], share: Math.min(1, Math.max(links[other].share, share)) };
      else links.push({ kind: kind as MapLink['kind'], from, to, share, rtt: rtt(from, to) });
    }
    return links;
  }
}
