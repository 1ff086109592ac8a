import { freshManager, type Manager, type ManagerState } from '../configuration-messages.js';
import type { Command, Effects, MachineSetup } from '../contract/machine.js';
import type { LengthLimits } from '../log/keeping.js';
import { freshLinkedState, type LinkedState } from '../log/linked-snapshots.js';
import { type Configuration, firstConfiguration, headOf, tailOf } from './configuration.js';
import type { ChainManagerMessage, ChainMessage, Update } from './messages.js';

/**
 * Names of the timers: the tail's beacons; its leases; the patience of the others with it; the word to a successor. The
 * manager's own is MANAGER.
 */
export const BEAT = 1;
export const LEASE = 2;
export const PATIENCE = 3;
export const LINK = 5;

/** Keys of durable records; a slot's number (0 and up) is the key of the entry there. */
export const RECORD = -1;

/** One replica: who it is, and all it knows. Every handler works on one of these. */
export interface Replica extends Manager<Configuration> {
  readonly setup: MachineSetup;
  readonly limits: LengthLimits;
  state: State;
}

/** The data are a linked log, the history; `matched` is how far ours is that of the chain. */
export interface State extends LinkedState<ChainManagerMessage>, ManagerState<Configuration> {
  /** The version that we knew when we last started: what we were and said in it we have forgotten. −1 at first. */
  bornWith: number;
  /** When we last granted a lease, or started, or learned of another tail: no tail is replaced within `grace` of it. */
  heardAt: number;

  // The history
  /** Slots below this were sent to the successor; by the tail, to candidates. */
  shipped: number;
  /**
   * A tail answers reads once it has executed all below this slot. Infinity: we have joined the chain, or joined it anew, and
   * the predecessor has not said yet how much there is.
   */
  due: number;
  /** Updates that came before what belongs in front of them, by their first slot. */
  early: Map<number, Update>;

  // The link to the successor
  /** Has it said in this configuration that it has all? Is the timer set? Since when has it owed an answer (Infinity: it does not)? */
  confirmed: boolean;
  linking: boolean;
  silentSince: number;

  // Clients
  /** Requests that wait until we may serve as head (writes) or tail (reads). */
  waiting: Command[];
  /** At the head: operations in the history, not executed yet → their slot. */
  underWay: Map<number, number>;

  /** What the tail keeps while it serves. */
  office: Office | null;
}

/** What a tail keeps. Arrays by replica; sets are masks. */
export interface Office {
  readonly tailSince: number;
  /** When the last beacon that each has granted was sent; and when we began, from which others count. */
  leaseFrom: number[];
  countedFrom: number;
  /** Slots below this are on each replica's disk; and executed there, as last heard. */
  acked: number[];
  executed: number[];
  /** Those whose successor does not answer them. */
  severed: number;
  /** Who is in a configuration that we have proposed and that may be decided. */
  proposed: number;
  /** The candidate that has caught up: commits wait for it, too, while it is being added. */
  joining: number;
  /** Beacons so far; when all leases were last held; and the round from which each may be sent again what it lacks. */
  round: number;
  heldAt: number;
  repairFrom: number[];
}

/** A replica that knows nothing but its deployment. */
export function freshState(setup: MachineSetup): State {
  return {
    bornWith: -1,
    heardAt: 0,
    shipped: 0,
    due: 0,
    early: new Map(),
    confirmed: true,
    linking: false,
    silentSince: Number.POSITIVE_INFINITY,
    waiting: [],
    underWay: new Map(),
    office: null,
    // At the end, as in `freshLinkedState`.
    ...freshLinkedState(),
    ...freshManager(firstConfiguration(setup)),
  };
}

/**
 * May this replica put updates into the history? It is the head, since a version that began in this life, so that it has
 * named no entry before, and that is on its disk, so that no later life does so again.
 */
export function isActingHead({ setup, state }: Replica): boolean {
  const { configuration, bornWith, onDisk } = state;
  const { headSince } = configuration;
  return headOf(configuration) === setup.self && headSince > bornWith && headSince <= onDisk;
}

/** Is it to serve as tail, by the latest configuration and in this life? */
export function isNamedTail({ setup, state }: Replica): boolean {
  const { configuration, bornWith, onDisk } = state;
  const { tailSince } = configuration;
  return tailOf(configuration) === setup.self && tailSince > bornWith && tailSince <= onDisk;
}

/** How much of the chain's history is on our disk. */
export function readyEnd({ log, matched }: Pick<State, 'log' | 'matched'>): number {
  return Math.min(log.flushed, matched);
}

/** Sends one message to another replica. */
export function send(effects: Effects, to: number, body: ChainMessage): void {
  effects.send(to, body);
}
