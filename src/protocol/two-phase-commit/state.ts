import type { Command, Effects, MachineSetup } from '../contract/machine.js';
import { emptyMap, type ReplicatedMap } from '../replicated-map.js';
import { emptyLog, type Log } from './log.js';
import { type CommitMessage, firstOf } from './messages.js';

/** Name of the one timer. It runs while something is outstanding here, and not otherwise. */
export const TICK = 1;

/** One replica: who it is, and all it knows. Every handler works on one of these. */
export interface Replica {
  readonly setup: MachineSetup;
  readonly limits: Limits;
  state: State;
}

/** How much is kept. Tests make them small; a deployment has no say in them. */
export interface Limits {
  /** Slots between snapshots, at least; more where more keys and sessions than that are to be copied, so that a slot costs O(1). */
  readonly snapshotEvery: number;
  /** Writes that the coordinator holds; it takes no notice of more, and clients send those again. */
  readonly requests: number;
  /** Decisions told to a participant beyond what it has acknowledged; and how many at once where it has been silent. */
  readonly window: number;
  readonly again: number;
}

export const LIMITS: Limits = { snapshotEvery: 1000, requests: 10_000, window: 1000, again: 32 };

/** Plain data throughout. */
export interface State extends ReplicatedMap {
  log: Log;
  /** Slots below this are executed. */
  executed: number;
  /** Slots below this are on every replica's disk. */
  settled: number;
  /** What the disk is writing, by token. */
  writing: Map<number, Writing>;
  tokens: number;
  /** Where the log is cut once the snapshot under way is on disk; −1: none is. */
  cutting: number;
  ticking: boolean;

  // Participant
  /** Transactions prepared here and not decided, as far as we know. */
  open: Map<number, Prepared>;
  /** Key → the open transaction that holds its lock. */
  locks: Map<number, number>;
  /** Key → the transaction that gets the lock next. */
  waiting: Map<number, Waiting>;
  /** Prepared records so far. */
  prepared: number;
  /** Places on disk that a prepared record may be written to, and the first that was never used. */
  freePlaces: number[];
  nextPlace: number;
  /** No transaction up to this will be voted for unless it is open; on disk so far; and who is to be told once it is. */
  refused: number;
  refusedOnDisk: number;
  refusals: { readonly txn: number; readonly to: number }[];

  office: Office | null;
}

/** A transaction as its participant knows it: in doubt, once the record is on disk and the vote is given. */
export interface Prepared {
  readonly command: Command;
  readonly number: number;
  readonly place: number;
  /** Since when (ms, by our clock; through restarts, too). */
  readonly since: number;
  /** The coordinator may still be waiting for votes this long (ms). */
  readonly patience: number;
  voted: boolean;
  /** When to ask the coordinator, and from when on everybody. */
  askAt: number;
  askAllAt: number;
}

export interface Waiting {
  readonly txn: number;
  readonly command: Command;
  readonly patience: number;
}

export type Writing =
  | { readonly what: 'entry'; readonly slot: number; readonly place: number }
  | { readonly what: 'prepared'; readonly txn: number; readonly number: number }
  | { readonly what: 'refused'; readonly txn: number }
  | { readonly what: 'snapshot' }
  | { readonly what: 'life' };

/** What the coordinator keeps. Arrays by replica. */
export interface Office {
  readonly life: number;
  /** The life is on disk, so that transactions may be numbered by it. */
  begun: boolean;
  /** The next transaction. */
  next: number;
  /** Transactions whose votes are being collected. */
  active: Map<number, Transaction>;
  /** Writes by key, in the order in which they came; the first is under way. */
  queues: Map<number, Request[]>;
  /** The same by client and seq. */
  requests: Map<number, Request>;
  /** Of each participant: decisions below this slot are on its disk; were told; and since when nothing has come of that. */
  acked: number[];
  told: number[];
  waitsSince: number[];
}

export interface Request {
  readonly command: Command;
  /** The replica to answer through. */
  origin: number;
  /** Transactions that were aborted for it. */
  attempts: number;
}

export interface Transaction {
  readonly request: Request;
  /** Who has voted yes, as a mask. */
  votes: number;
  askAt: number;
  readonly abortAt: number;
}

export function coordinatorOf({ leader }: MachineSetup): number {
  return leader ?? 0;
}

/** A replica that knows nothing but its configuration. */
export function freshState(): State {
  return {
    log: emptyLog(0),
    executed: 0,
    settled: 0,
    ...emptyMap(),
    writing: new Map(),
    tokens: 0,
    cutting: -1,
    ticking: false,
    open: new Map(),
    locks: new Map(),
    waiting: new Map(),
    prepared: 0,
    freePlaces: [],
    nextPlace: 0,
    refused: 0,
    refusedOnDisk: 0,
    refusals: [],
    office: null,
  };
}

/** `acked`: what every participant is known to have on disk. */
export function freshOffice({ n }: MachineSetup, life: number, acked: number, begun: boolean): Office {
  return {
    life,
    begun,
    next: firstOf(life),
    active: new Map(),
    queues: new Map(),
    requests: new Map(),
    acked: new Array(n).fill(acked),
    told: new Array(n).fill(acked),
    waitsSince: new Array(n).fill(Number.NEGATIVE_INFINITY),
  };
}

/** Sends one message to another replica. */
export function send(effects: Effects, to: number, body: CommitMessage): void {
  effects.send(to, body);
}

/** Sends one message to every other replica. */
export function toOthers({ setup }: Replica, body: CommitMessage, effects: Effects): void {
  for (let to = 0; to < setup.n; to++) if (to !== setup.self) effects.send(to, body);
}

/** Hands a record to the disk. */
export function write(state: State, key: number, record: unknown, what: Writing, effects: Effects): void {
  const token = ++state.tokens;
  state.writing.set(token, what);
  effects.persist(key, record, token);
}

/** Sees to it that the timer goes off a heartbeat from now at the latest. */
export function tickSoon({ state, setup }: Replica, effects: Effects): void {
  if (state.ticking) return;
  state.ticking = true;
  effects.setTimer(TICK, setup.heartbeat);
}
