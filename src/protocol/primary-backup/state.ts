import type { Command, Effects, MachineSetup } from '../contract/machine.js';
import { type LengthLimits, LIMITS } from '../log/keeping.js';
import { emptyMap, type ReplicatedMap } from '../replicated-map.js';
import { epochOf } from './epoch.js';
import { emptyLog, type Log } from './log.js';
import type { Append, Holding, PrimaryBackupMessage, Snapshot, Survey } from './messages.js';

/** Names of the timers. */
export const BEAT = 1;
export const SILENCE = 2;
export const SURVEY = 3;

/** About to lead, but not all of the log is on disk yet. */
export const LOG_FIRST = 1;

/** One replica: who it is, and all it knows. Every handler works on one of these. */
export interface Replica {
  readonly setup: MachineSetup;
  readonly options: Options;
  state: State;
}

export interface Options {
  /**
   * Who replaces a silent primary: the operator alone, or any backup that has heard nothing for the election timeout.
   * The latter cannot tell a dead primary from an unreachable one, and is here to show what comes of it.
   */
  readonly takeover: 'operator' | 'timeout';
  readonly limits: LengthLimits;
}

export const OPTIONS: Options = {
  takeover: 'operator',
  limits: LIMITS,
};

export interface State extends ReplicatedMap {
  /** The latest epoch known: its primary is ours. */
  epoch: number;
  /** On the way to leading: LOG_FIRST, then the token of our own epoch's record while it is being written. Else 0. */
  rising: number;
  /** The token of the latest record of another's epoch, while it is being written; else 0. */
  epochToken: number;
  /** Who is to be told what we have, once that epoch is on disk. */
  surveyor: { readonly replica: number; readonly survey: Survey } | null;
  /** Before we rise by an operator's order: what we know of the others. */
  takeover: Takeover | null;
  log: Log;
  /** Our log is that of the epoch's primary below this slot. */
  matched: number;
  /** Slots below this are committed, as far as we were told. */
  committed: number;
  executed: number;
  /** The latest snapshot made or received; the token of its record while it is being written, else 0; and where the log is cut then. */
  snapshot: Snapshot | null;
  snapshotToken: number;
  cutting: number;
  /** Slots below this need be kept for nobody. */
  cut: number;
  /** Appends that came before what belongs in front of them, by their first slot. */
  early: Map<number, Append>;
  /** When the primary was last heard, by our clock. */
  heardAt: number;
  office: Office | null;
}

/** A takeover under way (see takeover.ts). */
export interface Takeover {
  /** The primary that is to be replaced; ourselves where we do not know. */
  readonly old: number;
  /** When we go on without those who have not answered, by our clock. */
  readonly until: number;
  /** Who has answered (bit i: replica i), and of those more recent than us the most recent. */
  answered: number;
  best: Holding | null;
}

/** What a primary keeps while it leads. Arrays by replica. */
export interface Office {
  readonly epoch: number;
  /** The first slot of this epoch: committing one of its own commits all before it (see replication.ts). */
  readonly start: number;
  /** Slots below this were sent to the backups. */
  shipped: number;
  /** Of each backup: slots below this are on its disk. */
  flushed: number[];
  /** Heartbeats so far, and the round from which a status may ask each backup's repair again. */
  round: number;
  repairFrom: number[];
  /** Slot → the replica through which its client is answered. */
  origins: Map<number, number>;
  /** Reads that wait until all of earlier epochs is committed. */
  reads: { readonly command: Command; readonly origin: number }[];
}

/** A replica that knows nothing but its configuration. */
export function freshState(setup: MachineSetup): State {
  return {
    epoch: epochOf(1, setup.leader ?? 0),
    rising: 0,
    epochToken: 0,
    surveyor: null,
    takeover: null,
    log: emptyLog(),
    matched: 0,
    committed: 0,
    executed: 0,
    ...emptyMap(),
    snapshot: null,
    snapshotToken: 0,
    cutting: 0,
    cut: 0,
    early: new Map(),
    heardAt: 0,
    office: null,
  };
}

/** Sends one message to another replica. */
export function send(effects: Effects, to: number, body: PrimaryBackupMessage): void {
  effects.send(to, body);
}

/** Sends one message to every other replica. */
export function toOthers({ setup }: Replica, body: PrimaryBackupMessage, effects: Effects): void {
  for (let to = 0; to < setup.n; to++) if (to !== setup.self) effects.send(to, body);
}
