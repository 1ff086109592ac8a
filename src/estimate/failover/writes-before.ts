import type { Uniform } from '../../distribution/random.js';
import { contactOf } from '../../group/contact.js';
import type { Protocol } from '../../protocol/contract/protocol.js';
import type { Deployment } from '../../topology/deployment.js';

/** Writes that reach one replica: so many per ms, as a Poisson stream. */
export interface Source {
  readonly replica: number;
  readonly rate: number;
}

/** Writes per second of all clients together that a cut meets where the file gives no rate: it is while writes flow that one matters. */
export const ASSUMED_WRITES = 100;

/**
 * Where the clients' writes arrive: at the leader, or, where none leads or clients propose themselves, at their own entries.
 *
 * @param flowing whether to suppose writes where the file has no rates
 */
export function sourcesOf(
  deployment: Deployment,
  protocol: Protocol,
  leader: number | undefined,
  down: ReadonlySet<number>,
  flowing: boolean,
): Source[] {
  const { clients, replicas } = deployment;
  const given = clients.map(({ rate = 0, reads }) => (rate * (1 - reads)) / 1000);
  const none = clients.every(({ rate }) => rate === undefined);
  const rates = none && flowing ? clients.map(() => ASSUMED_WRITES / 1000 / clients.length) : given;
  const led = leader !== undefined && protocol.traits.proposers === 'replicas';
  const situation = {
    deployment,
    protocol,
    leader: leader === undefined ? undefined : replicas[leader].id,
    down: new Set([...down].map((i) => replicas[i].id)),
  };
  const byReplica = new Map<number, number>();
  for (const client of clients) {
    const entry = contactOf(situation, client);
    const replica = led ? leader : replicas.findIndex(({ id }) => id === entry);
    const rate = rates[client.index];
    if (rate > 0 && replica >= 0) byReplica.set(replica, (byReplica.get(replica) ?? 0) + rate);
  }
  return [...byReplica].map(([replica, rate]) => ({ replica, rate })).sort((a, b) => a.replica - b.replica);
}

/**
 * How long before the loss writes arrived, and where, the oldest first: a Poisson stream's arrivals of the last `span` ms.
 * The newest is always there, for it tells when followers last received something. What was the newest at each replica
 * depends on arrivals about as old as the way there, so that older ones need not lie as close as they came: `grain` times
 * their age is left out between two.
 */
export function writesBefore(
  sources: readonly Source[],
  span: number,
  grain: number,
  uniform: Uniform,
): { readonly age: number; readonly replica: number }[] {
  const writes: { age: number; replica: number }[] = [];
  for (const { replica, rate } of sources) {
    let age = 0;
    for (;;) {
      // Without memory: from anywhere on, the next one is an exponential away.
      age -= Math.log1p(-uniform()) / rate;
      if (age > span) break;
      writes.push({ age, replica });
      age *= 1 + grain;
    }
  }
  return writes.sort((a, b) => b.age - a.age);
}
