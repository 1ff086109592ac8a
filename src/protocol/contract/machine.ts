import type { QuorumScheme } from '../../quorum/system.js';
import type { ReadMode, Role } from '../../topology/deployment.js';

export interface MachineSetup {
  /** This replica, 0…n−1; replicas are numbered in file order and are the bits of quorum masks. */
  readonly self: number;
  readonly n: number;
  /** The replica that should lead at first; undefined for leaderless protocols. */
  readonly leader: number | undefined;
  readonly quorum: QuorumScheme;
  readonly disk: 'parallel' | 'serial';
  readonly reads: ReadMode;
  readonly heartbeat: number;
  readonly election: readonly [number, number];
  /** A lease holds this long after the sending of what renewed it, and is taken to be over after `grace` (ms). */
  readonly lease: number;
  readonly grace: number;
  /** What each replica is for, by number. */
  readonly members: readonly MemberSetup[];
  /**
   * A lease of the leader beside elections: nobody else leads before it has run out (ms, from the last heartbeat that
   * renewed it); undefined: leases go by the shortest election timeout.
   */
  readonly leaderLease: number | undefined;
  /** How long one that is preferred as leader has been back, and up to date, when it is handed leadership (ms); undefined: never. */
  readonly returnsAfter: number | undefined;
  /** Commands on different keys may be answered, and executed, in any order. */
  readonly commuting: boolean;
  /** Who finds out that a command is chosen, where the protocol leaves that open. */
  readonly learner: 'client' | 'coordinator';
}

/** What a machine knows of a member of its group. */
export interface MemberSetup {
  readonly role: Role;
  /** 0: never leads; higher is preferred. Above 0 for voters only. */
  readonly leads: number;
  /** Its election timeouts are drawn from this range (ms). Leases go by the group's own range (`MachineSetup.election`). */
  readonly election: readonly [number, number];
}

export interface Machine {
  /** First start, with nothing durable. */
  start(effects: Effects): void;
  /** Start again after a crash: `durable` holds what was persisted and became durable, by key. All else is forgotten. */
  restart(durable: ReadonlyMap<number, unknown>, effects: Effects): void;
  message(from: number, body: Message, effects: Effects): void;
  timer(name: number, effects: Effects): void;
  /** The record persisted with this token is on disk now. */
  durable(token: number, effects: Effects): void;
  /** A client's request, arriving at this replica. Retries carry the same client and seq. */
  request(command: Command, effects: Effects): void;
  /**
   * What an operator orders this replica to do. A machine that has nothing to do with operators has no such method; which
   * orders it obeys its traits say (`orders`).
   *
   * @returns false where it changes nothing: the replica leads already, is no member, is one already
   */
  order?(order: Order, effects: Effects): boolean;
  /** Everything it knows, as plain data: what exploration clones, hashes and compares. */
  state: unknown;
  /** How many commands this replica has got chosen by the fast and by the slow path, where there are two; since its start. */
  readonly paths?: { readonly fast: number; readonly slow: number } | undefined;
  /** For the simulator and for tests: does this replica believe that it leads? */
  readonly leads: boolean;
}

/**
 * An operator's order. 'promote': take over as leader or primary (given to that replica). 'remove', 'add': take the
 * replica out of the group, or in again (given to every replica that is up: who is responsible acts).
 */
export type Order =
  | { readonly type: 'promote' }
  | { readonly type: 'remove' | 'add'; readonly replica: number };

/** Messages are plain data with a `type` that a trace can print. */
export interface Message {
  readonly type: string;
}

/** An operation on the replicated key-value map. `value` is unique per write, so that histories can be judged. */
export interface Command {
  readonly client: number;
  /** 1, 2, 3, … per client: the pair (client, seq) names the operation in every retry. */
  readonly seq: number;
  /**
   * 1, 2, 3, … per client among those of its operations that go through the log: the number by which replicas remember what
   * they have executed. 0: a read that does not go through it, and so leaves no hole there. Absent: as `seq`.
   */
  readonly turn?: number;
  readonly kind: 'write' | 'read';
  readonly key: number;
  readonly value: number;
}

/**
 * The key under which every machine keeps its snapshot, that of all it has executed, and nothing else: by it a disk knows
 * a snapshot, which may take longer to write than a record of the log (`Disk.snapshot`).
 */
export const SNAPSHOT = -2;

/** The only way out of a machine. */
export interface Effects {
  /** This replica's clock (ms). Only differences mean anything; clocks of replicas are not compared. */
  readonly now: number;
  /** A uniform in [0, 1) from this replica's own stream. */
  random(): number;
  /** Send to another replica. Sending to oneself is an error: a machine handles its own part in place. */
  send(to: number, body: Message): void;
  /** Fire `timer(name)` after this many ms; a timer of that name that is already set is replaced. */
  setTimer(name: number, delay: number): void;
  cancelTimer(name: number): void;
  /**
   * Write a record under a key (a later one replaces it); `durable(token)` comes back once it is on disk. Under SNAPSHOT
   * that may take longer than elsewhere.
   */
  persist(key: number, record: unknown, token: number): void;
  /** Forget durable records with 0 ≤ key < below: the log's prefix, once a snapshot has made it unneeded. No cost. */
  forget(below: number): void;
  /** Answer a client: the outcome of (client, seq), sent from this replica. */
  reply(client: number, seq: number, result: number): void;
  /** Send to the machine of a client process (`createClient`). Absent where clients have none. */
  notify?(client: number, body: Message): void;
  /**
   * This replica executes `command` as the one of `slot`: the safety checks listen. Every slot is told, also those with
   * a filler of the machine's own (client −1) and those whose operation an earlier slot has executed.
   *
   * @param version how many writes have now taken effect on the command's key in this replica's state, where this one
   *   just has; 0 where nothing took effect: a read, a filler, a copy of what has been executed before. The check that
   *   a write takes effect at most once goes by it (see `apply` in replicated-map.ts)
   */
  commit(slot: number, command: Command, version: number): void;
  /** This replica took over another's snapshot of all slots below `slot`, and goes on executing there. For the order check. */
  restored?(slot: number): void;
}
