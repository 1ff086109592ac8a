import type { Outcome } from '../outcome/outcome.js';
import type { QuorumScheme } from '../quorum/system.js';
import type { Deployment, ReadMode } from '../topology/deployment.js';
import type { Diagnostic } from '../topology/diagnostic.js';

/**
 * A replication protocol, written down once per reading: traits (what it is), model (what an operation waits
 * for), machine (what one replica does). Tests hold the readings equal.
 */
export interface Protocol {
  readonly name: string;
  /** "Multi-Paxos" */
  readonly title: string;
  /** One sentence. */
  readonly summary: string;
  /** The paper and section it follows. */
  readonly source: string;
  readonly traits: Traits;
  /** What of this deployment the protocol cannot do (a quorum that need not intersect, a read mode it lacks). */
  check(deployment: Deployment): Diagnostic[];
  readonly model: Model;
  readonly machine: MachineFactory;
}

/** What others may ask about a protocol instead of its name. */
export interface Traits {
  /** 'stable': one replica leads until it fails; 'none': every replica proposes. */
  readonly leadership: 'stable' | 'none';
  /** Read modes it can serve, the default first. */
  readonly reads: readonly ReadMode[];
  /** Orders of the leader's own disk write that it knows, the default first. */
  readonly disk: readonly ('parallel' | 'serial')[];
  /** Has a fast quorum beside the classic one. */
  readonly fastQuorum: boolean;
  /** All replicas execute all commands in one order. */
  readonly ordered: boolean;
  /** Messages between replicas for one write entered at the leader of n, in the steady state. */
  messagesPerWrite(n: number): number;
  /** What it promises and what kind of fault it bears, for `quorate protocols`. */
  readonly tolerates: string;
}

// ── Model ────────────────────────────────────────────────────────────────────────────────────────────────

/** What each operation waits for, as an outcome expression over the delays of `view`. */
export interface Model {
  write(view: View): Outcome;
  read(view: View): Outcome;
}

/** The deployment as one client's operation sees it. Endpoints are replica ids, or CLIENT. */
export interface View {
  readonly deployment: Deployment;
  /** The replica the client talks to. */
  readonly entry: string;
  /** The leader now; undefined for leaderless protocols. */
  readonly leader: string | undefined;
  readonly quorum: QuorumScheme;
  /** Replica ids in file order, failed ones included. */
  readonly replicas: readonly string[];
  /** One message from → to and its receiver's processing; instant from a replica to itself; never where an end is down. */
  hop(from: string, to: string, what: string): Outcome;
  /** One durable write at a replica. */
  fsync(replica: string, what: string): Outcome;
}

/** The endpoint that stands for the client in `View.hop`. */
export const CLIENT = '<client>';

// ── Machine ──────────────────────────────────────────────────────────────────────────────────────────────

/**
 * What one replica does, message by message. A machine touches the outside only through `Effects`, its state is
 * plain data (structuredClone must copy it), and the same inputs give the same effects: that is what lets one
 * machine run in the simulator, in exhaustive exploration, and in the transcript recorder.
 */
export interface MachineFactory {
  create(setup: MachineSetup): Machine;
}

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
  /** Everything it knows, as plain data: what exploration clones, hashes and compares. */
  state: unknown;
  /** For the simulator and for tests: does this replica believe that it leads? */
  readonly leads: boolean;
}

/** Messages are plain data with a `type` that a trace can print. */
export interface Message {
  readonly type: string;
}

/** An operation on the replicated key-value map. `value` is unique per write, so that histories can be judged. */
export interface Command {
  readonly client: number;
  /** 1, 2, 3, … per client: the pair (client, seq) names the operation in every retry. */
  readonly seq: number;
  readonly kind: 'write' | 'read';
  readonly key: number;
  readonly value: number;
}

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
  /** Write a record under a key (a later one replaces it); `durable(token)` comes back once it is on disk. */
  persist(key: number, record: unknown, token: number): void;
  /** Forget durable records with 0 ≤ key < below: the log's prefix, once a snapshot has made it unneeded. No cost. */
  forget(below: number): void;
  /** Answer a client: the outcome of (client, seq), sent from this replica. */
  reply(client: number, seq: number, result: number): void;
  /**
   * This replica executes `command` as the one of `slot`: the agreement and order checks listen. Every slot is told,
   * also those with a filler of the machine's own (client −1) and those whose operation an earlier slot has executed.
   */
  commit(slot: number, command: Command): void;
  /** This replica took over another's snapshot of all slots below `slot`, and goes on executing there. For the order check. */
  restored?(slot: number): void;
}
