import type { DomainPath, Link } from '../topology/deployment.js';
import type { ReviewContext } from './context.js';

/** A link that some operation may go over. */
export interface UsedLink {
  readonly a: { readonly id: string; readonly at: DomainPath };
  readonly b: { readonly id: string; readonly at: DomainPath };
  readonly link: Link;
}

/** The links between replicas, and from each client to each replica, in file order; each pair once. */
export function linksOf({ deployment }: ReviewContext): UsedLink[] {
  const { replicas, clients, network } = deployment;
  const links: UsedLink[] = [];
  for (const a of [...replicas, ...clients]) {
    for (const b of replicas) {
      const twice = replicas.includes(a as (typeof replicas)[number]) && a.index >= b.index;
      if (!twice) links.push({ a, b, link: network.link(a.at, b.at) });
    }
  }
  return links;
}
