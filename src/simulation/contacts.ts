import type { Deployment } from '../topology/deployment.js';

/** What a client knows of the group when it sends. */
export interface Sight {
  /** The replica that began to lead last; undefined: nobody leads. */
  readonly leader: string | undefined;
  /** Replicas that did not answer it in time, and have not been reached since. */
  readonly silent: ReadonlySet<string>;
}

/** The replica that a client (by position) asks, as it sees the group; undefined where none is left that serves it. */
export type ContactRule = (client: number, operation: 'write' | 'read', sight: Sight) => string | undefined;

const NOBODY: ReadonlySet<string> = new Set();

/** Position of a replica. @throws RangeError where the deployment has none of that id; `role` says what it is for. */
export function replicaIndex(deployment: Deployment, id: string, role: string): number {
  const replica = deployment.replicas.find((candidate) => candidate.id === id);
  if (replica === undefined) throw new RangeError(`the ${role} is to be '${id}', which is no replica`);
  return replica.index;
}

/**
 * Whom clients ask, by position: whom the rule names, and where that one is silent, the nearest that is not. Each question
 * is put to the rule once.
 */
export class Contacts {
  private readonly known = new Map<number, number>();
  private readonly sizes: { readonly clients: number; readonly leaders: number };

  /** @throws RangeError where the rule begins with an id that the deployment does not know. */
  constructor(
    private readonly deployment: Deployment,
    private readonly rule: ContactRule,
    leader: number,
  ) {
    const { clients, replicas } = deployment;
    this.sizes = { clients: clients.length, leaders: replicas.length + 1 };
    for (const { index } of clients) {
      this.of(index, false, leader, 0);
      this.of(index, true, leader, 0);
    }
  }

  /**
   * @param leader position of the replica that leads; −1: nobody
   * @param silent bit i for the i-th replica
   * @returns position of a replica that is not silent; −1 where none is left
   */
  of(client: number, read: boolean, leader: number, silent: number): number {
    const { clients, leaders } = this.sizes;
    const question = ((silent * leaders + leader + 1) * clients + client) * 2 + (read ? 1 : 0);
    let found = this.known.get(question);
    if (found === undefined) {
      found = this.find(client, read, leader, silent);
      this.known.set(question, found);
    }
    return found;
  }

  private find(client: number, read: boolean, leader: number, silent: number): number {
    const { deployment, rule } = this;
    const { replicas } = deployment;
    const isSilent = (index: number): boolean => ((silent >>> index) & 1) !== 0;
    const named = rule(client, read ? 'read' : 'write', {
      leader: leader < 0 ? undefined : replicas[leader].id,
      silent:
        silent === 0 ? NOBODY : new Set(replicas.filter(({ index }) => isSilent(index)).map(({ id }) => id)),
    });
    if (named === undefined) return -1;
    const index = replicaIndex(deployment, named, `entry of '${deployment.clients[client].id}'`);
    if (!isSilent(index)) return index;
    return byDistance(deployment, client).find((next) => !isSilent(next)) ?? -1;
  }
}

function byDistance({ replicas, network, clients }: Deployment, client: number): number[] {
  const distance = replicas.map(({ at }) => network.link(clients[client].at, at).rtt.mean);
  return replicas.map(({ index }) => index).sort((a, b) => distance[a] - distance[b] || a - b);
}
