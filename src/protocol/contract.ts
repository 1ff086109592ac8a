import type { Outcome } from '../outcome/outcome.js';
import type { QuorumScheme } from '../quorum/system.js';
import type { Deployment, ReadMode, Replica, Role } from '../topology/deployment.js';
import type { Diagnostic } from '../topology/diagnostic.js';
import type { Constitution, Needs } from './needs.js';

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
  /**
   * What of this deployment the protocol cannot do, beyond what its traits tell (see `fitOf`, which asks both): a quorum
   * that need not intersect, a lease that is too short.
   */
  check(deployment: Deployment): Diagnostic[];
  /**
   * The quorums that it really uses where the file asks for these, among the members that have a vote: a fast quorum where
   * none is given, all where the protocol knows nothing less. As asked where absent.
   */
  quorums?(asked: QuorumScheme, replicas: readonly Replica[]): QuorumScheme;
  /** What must be up for its reads and writes to go on, and for another to lead: the one place that says so. */
  needs(constitution: Constitution): Needs;
  readonly model: Model;
  readonly machine: MachineFactory;
  /** By which messages others see that replicas get over a loss; absent where nobody but an operator helps. */
  readonly takeover?: Takeover;
}

/** The types of the messages that tell how far replicas have got with a loss. */
export interface Takeover {
  /** With which one that has given the lost up first speaks. */
  readonly call: string;
  /** With which the one that goes on in place of the lost first speaks, where nobody leads. Absent: `Machine.leads` tells. */
  readonly elected?: string;
}

/** What others may ask about a protocol instead of its name. */
export interface Traits {
  /** 'stable': one replica leads until it fails; 'none': every replica proposes. */
  readonly leadership: 'stable' | 'none';
  /**
   * Who puts another in the place of a replica that others cannot do without. 'automatic': the replicas themselves, by
   * timeouts, which takes a phase-1 quorum; 'operator': somebody outside; 'none': it has to come back.
   */
  readonly failover: 'automatic' | 'operator' | 'none';
  /**
   * Whose loss stops writes until the others have got over it, quorums being left: the leader's; 'any' replica's, for each is
   * waited for; nobody's.
   */
  readonly interruptedBy: 'leader' | 'any' | 'nobody';
  /** It goes on with fewer copies where some are lost: a phase-1 quorum decides who is left, and only they are waited for. */
  readonly reconfigures?: boolean;
  /** Roles that its members may have. */
  readonly roles: readonly Role[];
  /** Who puts commands before the acceptors: a replica that the client talks to, or the clients themselves. */
  readonly proposers: 'replicas' | 'clients';
  /** Read modes it can serve, the default first. */
  readonly reads: readonly ReadMode[];
  /** Orders of the leader's own disk write that it knows, the default first. */
  readonly disk: readonly ('parallel' | 'serial')[];
  /**
   * Whether a durable write holds up all else that its replica does ('blocking': one loop writes, sends and takes in) or
   * not ('free'): what its model knows, the default first. The machine knows nothing of it, its host does.
   */
  readonly loop: readonly ('blocking' | 'free')[];
  /**
   * How followers that have heard no leader for an election timeout depose it; absent where nobody is deposed so. With a
   * pre-vote they first ask who would vote for them, and those who hear the leader would not.
   */
  readonly elections?: { readonly preVote: boolean };
  /** Read modes under which the history of all clients is linearizable, whatever crashes and partitions do. */
  readonly linearizable: readonly ReadMode[];
  /** Timeouts about leases that it goes by, by their keys in the file; absent: none. */
  readonly leases?: readonly ('lease' | 'grace' | 'leader-lease')[];
  /** Has a fast quorum beside the classic one. */
  readonly fastQuorum: boolean;
  /** All replicas execute all commands in one order; else commands on one key are (interfering ones). */
  readonly ordered: boolean;
  /** Does it know that commands on different keys commute? 'optional': where the deployment asks for it. */
  readonly commuting: 'never' | 'optional' | 'always';
  /** It may answer a write before the answering replica has executed it: execution latency is another figure then. */
  readonly answersEarly: boolean;
  /** Sizes of its quorums among n where the file asks for a majority. */
  quorumSizes(n: number): { readonly classic: number; readonly fast?: number };
  /** Of n replicas, how many may crash, any of them, so that writes go on without anybody's help, with those quorums. */
  survives(n: number): number;
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
  /** Where the protocol answers early: until the answer would have come, had it waited for the execution of the write. */
  execution?(view: View): Outcome;
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
  /**
   * The part that runs at every client process, where clients take part in the protocol (they propose to several
   * replicas, or learn from several). Where absent, a client sends its command to its entry and takes the first answer.
   */
  createClient?(setup: ClientSetup): ClientMachine;
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
  /** What an operator orders this replica to do. A machine that has nothing to do with operators has no such method. */
  order?(order: Order, effects: Effects): void;
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

// ── The client's part, where it has one ──────────────────────────────────────────────────────────────────

export interface ClientSetup {
  /** Number of the client process: `Command.client` of its commands. */
  readonly client: number;
  readonly n: number;
  readonly leader: number | undefined;
  readonly quorum: QuorumScheme;
  readonly learner: 'client' | 'coordinator';
}

/** What one client process does, message by message; under the same law as `Machine`. It has one operation outstanding. */
export interface ClientMachine {
  /**
   * The next operation (attempt 1), or once more the one that is outstanding, its client's patience being over (2, 3, …).
   *
   * @param entry the replica that the client would talk to; another one at each attempt
   */
  request(command: Command, entry: number, attempt: number, effects: ClientEffects): void;
  /** A replica's `reply` to an operation, which may be an earlier one. */
  reply(from: number, seq: number, result: number, effects: ClientEffects): void;
  /** A replica's `notify`. */
  message(from: number, body: Message, effects: ClientEffects): void;
  state: unknown;
}

export interface ClientEffects {
  /** This client's clock (ms). */
  readonly now: number;
  /** Send the command to a replica, where it arrives as a `request`. */
  request(to: number, command: Command): void;
  /** The outstanding operation is done, with this result. */
  finish(seq: number, result: number): void;
}
