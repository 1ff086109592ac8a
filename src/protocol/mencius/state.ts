import type { Command, Effects, MachineSetup } from '../contract/machine.js';
import { type NumberedSnapshots, noSnapshots } from '../log/numbered-snapshots.js';
import { emptyMap, type ReplicatedMap } from '../replicated-map.js';
import { type Ahead, freshAhead } from './ahead.js';
import { emptyLog, type Log } from './log.js';
import type { MenciusMessage, Range, Skip, Snapshot, Value } from './messages.js';
import { nextOf, ownsSlots } from './slots.js';

/** Names of the two timers. */
export const BEAT = 1;
export const PATIENCE = 2;

/** One replica: who it is, and all it knows. Every handler works on one of these. */
export interface Replica {
  readonly setup: MachineSetup;
  readonly limits: Limits;
  state: State;
}

/** How far things may run. Tests make them small; a deployment has no say in them. */
export interface Limits {
  /** Slots that a replica may use ahead of its disk (see skipping.ts); at least n. */
  readonly window: number;
  /** Slots revoked ahead of those in use, so that a suspect holds nobody up for a while (the paper's 2β: optimisation 3). */
  readonly ahead: number;
  /** Slots between snapshots, at least. */
  readonly snapshotEvery: number;
  /** Slots that the log is kept for a replica that lags or is down. */
  readonly maxLag: number;
  /** Commands in one message to a replica that catches up. */
  readonly batch: number;
}

export const LIMITS: Limits = {
  window: 4096,
  ahead: 4096,
  snapshotEvery: 4096,
  maxLag: 40_000,
  batch: 1000,
};

/** Plain data throughout; what is on disk is marked so, all else is lost in a crash. */
export interface State extends ReplicatedMap, NumberedSnapshots<Snapshot> {
  /** Suggestions: on disk. */
  log: Log;
  /** Of each owner, the votes about revoking its slots: on disk. */
  votes: OwnerVotes[];

  // Own slots
  /** The next own slot to suggest in. */
  index: number;
  /** Own slots from this one up to `index` are skipped. */
  skippedFrom: number;
  /** A record on disk says that every slot below this may be known to someone: after a crash we begin a window above. */
  sure: number;
  /** The highest floor handed to the disk, and how many there were. */
  floor: number;
  floors: number;
  /** Commands waiting for an own slot. */
  waiting: Command[];
  /** Own suggestions whose commands are not executed yet, by slot. */
  mine: Map<number, Command>;
  /** Own suggestions not known to be chosen, by slot. */
  open: Map<number, Open>;
  /** A commit of ours told less than others need to execute it. */
  coverOwed: boolean;
  /** After a restart: own slots below this may have been used, nobody knows; they are to be revoked. 0: none. */
  unsettled: number;

  // Learner
  /** Slots below this are executed. */
  executed: number;
  /** What is executed out of order, where commands commute; null where they do not. */
  ahead: Ahead | null;
  /** Above every slot known to hold a command. */
  top: number;
  /** Of each replica, the last skip known. */
  skips: Skip[];
  /** Slots below this are in a snapshot on disk. */
  cut: number;

  // Others
  /** When each was last heard. */
  heard: number[];
  /** What each had executed then; `owed`: at the heartbeat before. */
  peers: number[];
  owed: number[];
  askedAt: number;

  // Revoking
  revocations: (Revocation | null)[];
  /** Since when `executed` has not moved although it should, and how long that is borne this time. */
  stuckSince: number;
  patience: number;
  retryAt: number;
}

/** What this replica has promised and accepted about one owner's slots, and how much of that is on disk. */
export interface OwnerVotes {
  promised: number;
  to: number;
  ranges: Range[];
  /** The first slot that the promise was asked for. */
  from: number;
  version: number;
  durable: number;
  /** Versions with which the promise, and the acceptance of the latest range, are on disk; 0: told already. */
  promiseIn: number;
  agreedIn: number;
  /** The highest ballot and range heard of. */
  seen: number;
  seenTo: number;
  /** Slots below this are known to be revoked or used. */
  settled: number;
}

/** An own suggestion under way. */
export interface Open {
  votes: number;
  sentAt: number;
  wait: number;
}

/** A revocation that this replica runs. */
export interface Revocation {
  readonly ballot: number;
  readonly from: number;
  readonly to: number;
  promises: number;
  suggested: Value[];
  ranges: Range[];
  /** Phase 2: what is proposed; null in phase 1. */
  range: Range | null;
  agreed: number;
}

export function freshState(setup: MachineSetup): State {
  const { n, self, election, commuting } = setup;
  const each = <T>(make: () => T): T[] => Array.from({ length: n }, make);
  return {
    log: emptyLog(0),
    votes: each(freshVotes),
    index: ownsSlots(setup, self) ? nextOf(self, 0, setup) : 0,
    skippedFrom: 0,
    sure: 0,
    floor: 0,
    floors: 0,
    waiting: [],
    mine: new Map(),
    open: new Map(),
    coverOwed: false,
    unsettled: 0,
    executed: 0,
    ahead: commuting ? freshAhead(0) : null,
    top: 0,
    skips: each(() => NO_SKIP),
    ...emptyMap(),
    ...noSnapshots(),
    cut: 0,
    heard: each(() => 0),
    peers: each(() => 0),
    owed: each(() => 0),
    askedAt: Number.NEGATIVE_INFINITY,
    revocations: each(() => null),
    stuckSince: 0,
    patience: election[1],
    retryAt: Number.NEGATIVE_INFINITY,
  };
}

export const NO_SKIP: Skip = { from: 0, to: 0 };

function freshVotes(): OwnerVotes {
  return {
    promised: 0,
    to: 0,
    ranges: [],
    from: 0,
    version: 0,
    durable: 0,
    promiseIn: 0,
    agreedIn: 0,
    seen: 0,
    seenTo: 0,
    settled: 0,
  };
}

export function send(effects: Effects, to: number, body: MenciusMessage): void {
  effects.send(to, body);
}

/** Sends one message to every other replica. */
export function toOthers({ setup }: Replica, body: MenciusMessage, effects: Effects): void {
  for (let to = 0; to < setup.n; to++) {
    if (to !== setup.self) effects.send(to, body);
  }
}
