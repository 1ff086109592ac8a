import type { Uniform } from '../../distribution/random.js';
import { contactOf } from '../../group/contact.js';
import type { Protocol } from '../../protocol/contract/protocol.js';
import type { Deployment } from '../../topology/deployment.js';

/** Operations that reach one replica: so many per ms, as a Poisson stream. */
export interface Source {
  readonly replica: number;
  readonly rate: number;
  /** Share of reads among them, 0…1. */
  readonly reads: number;
}

/**
 * Writes per second of all clients together that a loss meets where the file gives no rate and it matters what was under way:
 * after a cut, and where what a lost replica left unfinished is waited for.
 */
export const ASSUMED_WRITES = 100;

/**
 * Where the clients' writes arrive: at the leader, or, where none leads or clients propose themselves, at their own contacts.
 * Reads that commands wait for as they do for writes are among them.
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
  const led = leader !== undefined && protocol.traits.proposers === 'replicas';
  const situation = {
    deployment,
    protocol,
    leader: leader === undefined ? undefined : replicas[leader].id,
    down: new Set([...down].map((i) => replicas[i].id)),
  };
  const assumed = flowing && !isRated(deployment);
  const waitedFor = protocol.traits.interruptedBy === 'unfinished' && readsAgree(deployment, protocol);
  const found = new Map<number, { writes: number; reads: number }>();
  for (const client of clients) {
    const { rate = 0, reads } = client;
    for (const kind of waitedFor ? (['write', 'read'] as const) : (['write'] as const)) {
      const given = (rate * (kind === 'write' ? 1 - reads : reads)) / 1000;
      const perMs = assumed ? (kind === 'write' ? ASSUMED_WRITES / 1000 / clients.length : 0) : given;
      const contact = contactOf(situation, client, kind);
      const replica = led ? leader : replicas.findIndex(({ id }) => id === contact);
      if (perMs === 0 || replica < 0) continue;
      const rates = found.get(replica) ?? { writes: 0, reads: 0 };
      rates[kind === 'write' ? 'writes' : 'reads'] += perMs;
      found.set(replica, rates);
    }
  }
  return [...found]
    .map(([replica, { writes, reads }]) => ({
      replica,
      rate: writes + reads,
      reads: reads / (writes + reads),
    }))
    .sort((a, b) => a.replica - b.replica);
}

/** Does any client say how much it asks? */
export function isRated({ clients }: Deployment): boolean {
  return clients.some(({ rate }) => rate !== undefined);
}

/** Do reads take their place among the commands? */
export function readsAgree({ protocol: { reads } }: Deployment, { traits }: Protocol): boolean {
  return (reads ?? traits.reads[0]) === 'consensus';
}

/** One that arrived `age` ms before the loss. */
export interface Arrival {
  readonly age: number;
  readonly replica: number;
  readonly isRead: boolean;
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
): Arrival[] {
  const arrivals: Arrival[] = [];
  for (const { replica, rate, reads } of sources) {
    let age = 0;
    for (;;) {
      // Without memory: from anywhere on, the next one is an exponential away.
      age -= Math.log1p(-uniform()) / rate;
      if (age > span) break;
      arrivals.push({ age, replica, isRead: reads > 0 && uniform() < reads });
      age *= 1 + grain;
    }
  }
  return arrivals.sort((a, b) => b.age - a.age);
}
