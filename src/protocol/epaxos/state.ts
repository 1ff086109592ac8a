import type { QuorumSystem } from '../../quorum/system.js';
import type { Command, Effects, MachineSetup } from '../contract/machine.js';
import { isAmong, masksOf } from '../member-masks.js';
import { emptyMap, type ReplicatedMap } from '../replicated-map.js';
import type { Attributes, EpaxosMessage } from './messages.js';
import type { Marks, Snapshot } from './records.js';
import { everyone } from './slots.js';

/** Name of the one timer. */
export const BEAT = 1;

/** One replica: who it is, and all it knows. Every handler works on one of these. */
export interface Replica {
  readonly setup: MachineSetup;
  readonly limits: Limits;
  readonly fast: QuorumSystem;
  readonly all: number;
  /** Those that are asked: all but learners, which hear what is committed and own no instance. */
  readonly electors: number;
  state: State;
}

/** How far things may run. Tests make them small; a deployment has no say in them. */
export interface Limits {
  /** Own instances that may be in use above the highest on the own disk (see restarting.ts). */
  readonly window: number;
  /** Instances executed between snapshots, at least. */
  readonly snapshotEvery: number;
  /** Instances asked for in one message by a replica that catches up. */
  readonly batch: number;
}

export const LIMITS: Limits = { window: 32, snapshotEvery: 4096, batch: 500 };

/** What one replica knows of one instance. */
export interface Instance {
  /** No ballot below this is taken part in. */
  promised: number;
  /** The ballot in which `value` was pre-accepted (0) or accepted: not the same as `promised` (Sutra, IPL 2020). */
  votedIn: number;
  status: number;
  /** The client's command, once known: also where the instance is given up for nothing later. */
  command: Command | null;
  /** What its command leader proposed, where known. */
  initial: Attributes | null;
  /** What this replica voted for, or what is committed. */
  value: Attributes | null;
  /** Of a pre-acceptance: rows in which everything that it depends on was committed then. */
  covered: number;
  /** The latest record of it in the journal, −1: none; is that on disk? */
  record: number;
  onDisk: boolean;
  /** Whom to tell what, once it is. */
  duty: 'pre-accepted' | 'promise' | 'tried' | 'accepted' | '';
  to: number;
  /** Is it in the marks and among the pending? */
  noted: boolean;
  /** When this replica will look after it, if it is not committed by then. */
  due: number;
  /** The highest ballot heard of. */
  seen: number;
  /** What its execution was found to wait for last, by the name of the waiters; −1: nothing. */
  stuckOn: number;
}

/** One row of the instance space. */
export interface Row {
  /** Instances below this are dropped: executed by everybody, for good. */
  base: number;
  instances: (Instance | null)[];
  /** Of all instances below this the command is known. */
  known: number;
  /** All instances below this are executed. */
  executed: number;
}

/** An own command on its way to being committed. */
export interface Leading {
  readonly initial: Attributes;
  /** What is proposed on the slow path; null on the fast one. */
  value: Attributes | null;
  /** Who has pre-accepted; who of them with the initial attributes; rows that one of those knew to be committed. */
  answered: number;
  equal: number;
  covered: number;
  /** The latest place in the order that anybody asked for. */
  seq: number;
  deps: number[];
  accepted: number;
  readonly since: number;
  sentAt: number;
  wait: number;
}

/** A recovery that this replica runs. */
export interface Recovery {
  readonly ballot: number;
  phase: 'prepare' | 'try' | 'accept';
  promised: number;
  /** Who had pre-accepted it with its initial attributes. */
  votes: number;
  /** What was accepted in the highest ballot told, and that ballot; −1: none. */
  accepted: Attributes | null;
  acceptedIn: number;
  initial: Attributes | null;
  undecided: boolean;
  tried: number;
  against: boolean;
  /** Instances that must be decided first. */
  unordered: number[];
  notBelow: number[];
  value: Attributes | null;
  agreed: number;
  sentAt: number;
  wait: number;
}

/** Plain data throughout; what is on disk is marked so, all else is lost in a crash. */
export interface State extends ReplicatedMap {
  rows: Row[];
  /** Of each key, what interferes with commands on it. */
  marks: Map<number, Marks>;
  /** Of each key, the slots whose command is known and not executed. */
  pending: Map<number, number[]>;
  /** Of each row, the number up to which everything is depended on by everything (see restarting.ts); −1: none. */
  floors: number[];

  // Command leader
  /** Number of the next own instance, and of the first one of this life. */
  next: number;
  firstOfLife: number;
  /** The first own instance number that the disk does not vouch for. */
  sure: number;
  waiting: Command[];
  leading: Map<number, Leading>;
  /** Requests to be answered, by client and seq, and the own instance that holds each (−1: none yet). */
  asked: Map<number, { readonly command: Command; slot: number }>;
  fastPaths: number;
  slowPaths: number;

  // Recovery
  recoveries: Map<number, Recovery>;
  recovered: number;
  /** Something has changed that recoveries may be waiting for. */
  news: boolean;

  // Execution
  /** Committed instances to be tried, and those to be tried again once a slot's command or commit is known. */
  agenda: number[];
  waiters: Map<number, number[]>;
  executions: number;

  // Journal and snapshots
  /** Number of the next record, and the slots of those on their way to the disk. */
  journal: number;
  writing: Map<number, number>;
  /** Instances executed since the last snapshot. */
  unsaved: number[];
  /** A snapshot on its way to the disk; the record of the commits that goes before it (−1: on disk). */
  saving: Snapshot | null;
  savingAfter: number;
  /** Of each row, what the latest snapshot on disk holds. */
  safe: number[];

  // Others
  heard: number[];
  /** Of each replica, by its last heartbeat. */
  peersSafe: number[][];
  peersExecuted: number[][];
  askedAt: number;
}

export function freshState({ n, election }: MachineSetup): State {
  const each = <T>(make: () => T): T[] => Array.from({ length: n }, make);
  return {
    rows: each(() => ({ base: 0, instances: [], known: 0, executed: 0 })),
    marks: new Map(),
    pending: new Map(),
    floors: each(() => -1),
    next: 0,
    firstOfLife: 0,
    sure: 0,
    waiting: [],
    leading: new Map(),
    asked: new Map(),
    fastPaths: 0,
    slowPaths: 0,
    recoveries: new Map(),
    recovered: 0,
    news: false,
    ...emptyMap(),
    agenda: [],
    waiters: new Map(),
    executions: 0,
    journal: 0,
    writing: new Map(),
    unsaved: [],
    saving: null,
    savingAfter: -1,
    safe: each(() => 0),
    heard: each(() => 0),
    peersSafe: each(() => each(() => 0)),
    peersExecuted: each(() => each(() => 0)),
    askedAt: -election[1],
  };
}

export function replicaOf(setup: MachineSetup, limits: Limits, fast: QuorumSystem): Replica {
  const { electors } = masksOf(setup);
  return { setup, limits, fast, all: everyone(setup.n), electors, state: freshState(setup) };
}

export function send(effects: Effects, to: number, body: EpaxosMessage): void {
  effects.send(to, body);
}

/** Sends one message to every other replica in the set. */
export function toOthers({ setup, all }: Replica, body: EpaxosMessage, effects: Effects, set = all): void {
  for (let to = 0; to < setup.n; to++) if (to !== setup.self && (set >> to) & 1) effects.send(to, body);
}

/** Has it no vote? Then it proposes, accepts and recovers nothing. */
export function isLearner({ setup }: Pick<Replica, 'setup'>): boolean {
  return !isAmong(masksOf(setup).electors, setup);
}

/** Has nothing been heard of this replica for the longest election timeout? */
export function isSilent({ state, setup }: Replica, replica: number, now: number): boolean {
  return replica !== setup.self && now - state.heard[replica] > setup.election[1];
}

/** How long to wait before looking after an instance: random, so that two rarely do so at once. */
export function drawPatience({ setup }: Replica, effects: Effects): number {
  const [least, most] = setup.members[setup.self].election;
  return least + (most - least) * effects.random();
}
