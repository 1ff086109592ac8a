import type { Deployment } from '../../topology/deployment.js';

/** A limited link in one direction, and who sends over it. */
export interface LimitedLink {
  /** Ids of the first pair of replicas that it carries, for messages. */
  readonly from: string;
  readonly to: string;
  /** Bytes per second. */
  readonly bandwidth: number;
  /** sender · n + receiver, for each pair of replicas that share it. */
  readonly pairs: readonly number[];
}

/** The limited links between replicas, in the order of the replicas that send over them first. */
export function limitedLinks({ replicas, network }: Deployment): LimitedLink[] {
  const links = new Map<string, LimitedLink & { readonly pairs: number[] }>();
  for (const from of replicas) {
    for (const to of replicas) {
      const limit = from === to ? undefined : network.linkLimit(from.at, to.at);
      if (limit === undefined) continue;
      const key = `${limit.from.join('/')}\n${limit.to.join('/')}`;
      const link = links.get(key) ?? { from: from.id, to: to.id, bandwidth: limit.bandwidth, pairs: [] };
      link.pairs.push(from.index * replicas.length + to.index);
      links.set(key, link);
    }
  }
  return [...links.values()];
}
