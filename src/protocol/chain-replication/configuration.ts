import type { Numbered } from '../configuration-messages.js';
import type { MachineSetup } from '../contract/machine.js';
import { chainOf } from './order.js';

/**
 * Configurations: who is in the chain, and in which order. The manager has one sequence of them, numbered 0, 1, 2, …; the
 * first is the deployment's own.
 */
export interface Configuration extends Numbered {
  /** Replicas by number, the head first, the tail last; never empty. */
  readonly chain: readonly number[];
  /** For each of them, the version with which it joined, or joined anew after a restart: one life, in the chain all the while. */
  readonly joined: readonly number[];
  /** The versions in which this head, and this tail, began. */
  readonly headSince: number;
  readonly tailSince: number;
  /** The tail before has given its place up itself, and serves no reads any more; else it may still hold leases. */
  readonly handed: boolean;
}

/** What everybody starts with: the head that the deployment names, then the other voters in file order. */
export function firstConfiguration({ members, leader }: MachineSetup): Configuration {
  const voters = members.flatMap(({ role }, i) => (role === 'voter' ? [i] : []));
  const head = leader ?? voters[0] ?? 0;
  const chain = chainOf(head, voters);
  return { version: 0, chain, joined: chain.map(() => 0), headSince: 0, tailSince: 0, handed: false };
}

export function headOf({ chain }: Configuration): number {
  return chain[0];
}

export function tailOf({ chain }: Configuration): number {
  return chain[chain.length - 1];
}

export function isIn({ chain }: Configuration, replica: number): boolean {
  return chain.includes(replica);
}

/** Who comes after this replica in the chain; undefined: nobody, or it is not in it. */
export function successorOf({ chain }: Configuration, replica: number): number | undefined {
  const at = chain.indexOf(replica);
  return at < 0 ? undefined : chain[at + 1];
}

/** Who comes before this replica in the chain; undefined: nobody, or it is not in it. */
export function predecessorOf({ chain }: Configuration, replica: number): number | undefined {
  return chain[chain.indexOf(replica) - 1];
}

/** The version with which this replica joined the chain; undefined: it is not in it. */
export function joinedWith({ chain, joined }: Configuration, replica: number): number | undefined {
  return joined[chain.indexOf(replica)];
}

/** Those in the chain as a set: bit i is replica i. */
export function maskOf({ chain }: Configuration): number {
  return chain.reduce((mask, replica) => mask | (1 << replica), 0);
}

/** What a new version changes beside the chain. */
interface Changes {
  /** Where the tail is another: has the one before given its place up itself? */
  readonly handed?: boolean;
  /** Joins anew, wherever it stands, having forgotten what it did before. */
  readonly reborn?: number;
  /** It is the tail since then, and goes on. */
  readonly serving?: boolean;
}

/** The next version, with this chain. Whoever is now the first or the last, and was not, begins there. */
export function nextOf(
  before: Configuration,
  chain: readonly number[],
  { handed = false, reborn, serving = false }: Changes = {},
): Configuration {
  const version = before.version + 1;
  const next = { ...before, version, chain };
  const head = headOf(next);
  const tail = tailOf(next);
  const sameTail = tail === tailOf(before) && (serving || tail !== reborn);
  return {
    version,
    chain,
    joined: chain.map((i) => (i === reborn ? version : (joinedWith(before, i) ?? version))),
    headSince: head === headOf(before) && head !== reborn ? before.headSince : version,
    tailSince: sameTail ? before.tailSince : version,
    handed: sameTail ? before.handed : handed,
  };
}
