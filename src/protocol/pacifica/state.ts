import { freshManager, type Manager, type ManagerState } from '../configuration-messages.js';
import type { Command, Effects, MachineSetup } from '../contract/machine.js';
import type { LengthLimits } from '../log/keeping.js';
import { freshLinkedState, type LinkedState } from '../log/linked-snapshots.js';
import { masksOf } from '../member-masks.js';
import { type Configuration, firstConfiguration } from './configuration.js';
import type { PacificaManagerMessage, PacificaMessage, Prepare } from './messages.js';

/** Names of the timers: the primary's beacons; its leases; a secondary's patience. The manager's own is MANAGER. */
export const BEAT = 1;
export const LEASE = 2;
export const PATIENCE = 3;

/** Keys of durable records; a slot's number (0 and up) is the key of the entry there. */
export const RECORD = -1;

/** One replica: who it is, and all it knows. Every handler works on one of these. */
export interface Replica extends Manager<Configuration> {
  readonly setup: MachineSetup;
  readonly limits: LengthLimits;
  state: State;
}

/** The data are a linked log, the prepared list; `matched` is how far ours is the primary's. */
export interface State extends LinkedState<PacificaManagerMessage>, ManagerState<Configuration> {
  /** The version that we knew when we last started: reigns up to it were not of this life. −1 at first. */
  bornWith: number;
  /** When we last granted a lease, or started, or learned of another's reign: nobody takes over within `grace` of it. */
  heardAt: number;

  /** The reign whose primary's list ours was cut to fit, −1: none. */
  fitted: number;
  /** Prepares that came before what belongs in front of them, by their first slot. */
  early: Map<number, Prepare>;
  /** Requests that wait for a primary that may serve: this one, once it has its leases. */
  waiting: Waiting[];
  office: Office | null;
}

export interface Waiting {
  readonly command: Command;
  /** The replica to answer through. */
  readonly origin: number;
}

/** What a primary keeps in its reign. Arrays by replica; sets are masks. */
export interface Office {
  readonly since: number;
  /** The length of the list that it began with: all below is reconciled once it is executed. */
  readonly start: number;
  /** Slots below this were sent. */
  shipped: number;
  /** Slots below this are on each replica's disk; and executed there, as last heard. */
  acked: number[];
  executed: number[];
  /** When the last beacon that each has granted was sent; and when the reign began, from which others count. */
  leaseFrom: number[];
  countedFrom: number;
  /** Who is in a configuration that we have proposed and that may be decided. */
  proposed: number;
  /** Candidates that have caught up: commits wait for them, too, while they are being added. */
  joining: number;
  /** Beacons so far; when all leases were last held; and the round from which each may be sent again what it lacks. */
  round: number;
  heldAt: number;
  repairFrom: number[];
  /** Slot → the replica through which its client is answered. */
  origins: Map<number, number>;
  /** Operations in the list, not executed yet → their slot. */
  underWay: Map<number, number>;
}

/** A replica that knows nothing but its deployment. */
export function freshState(setup: MachineSetup): State {
  return {
    bornWith: -1,
    heardAt: 0,
    fitted: -1,
    early: new Map(),
    waiting: [],
    office: null,
    // At the end, as in `freshLinkedState`.
    ...freshLinkedState(),
    ...freshManager(firstConfiguration(votersOf(setup), setup.leader ?? 0)),
  };
}

/** Those that may be in the configuration. Learners are fed beside it, arbiters are acceptors of the manager alone. */
export function votersOf(setup: MachineSetup): number {
  const { holders, electors } = masksOf(setup);
  return holders & electors;
}

/** Sends one message to another replica. */
export function send(effects: Effects, to: number, body: PacificaMessage): void {
  effects.send(to, body);
}
