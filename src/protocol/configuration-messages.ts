import type { Effects, MachineSetup } from './contract/machine.js';

/**
 * The configuration manager of protocols whose members change: it decides one configuration after the other, numbered
 * from 0. It runs on the replicas themselves; each version is one instance of Paxos (Lamport, "Paxos Made Simple", 2001,
 * §2.2). What is decided is the protocol's: `C` names it and its number.
 */
export interface Numbered {
  readonly version: number;
}

// Each message of a round names the configuration after which the next is being decided.

/** "This is the configuration, or was when I last heard." */
export interface Current<C> {
  readonly type: 'current';
  readonly configuration: C;
}

export interface Ask<C> {
  readonly type: 'ask';
  readonly after: C;
  readonly ballot: number;
}

export interface Promised<C> {
  readonly type: 'promise';
  readonly after: number;
  readonly ballot: number;
  readonly acceptedIn: number;
  readonly accepted: C | null;
}

export interface Propose<C> {
  readonly type: 'propose';
  readonly after: C;
  readonly ballot: number;
  readonly next: C;
}

export interface Accepted {
  readonly type: 'accepted';
  readonly after: number;
  readonly ballot: number;
}

export interface Refused {
  readonly type: 'refused';
  readonly after: number;
  readonly ballot: number;
  readonly promised: number;
}

export type ManagerMessage<C> = Current<C> | Ask<C> | Promised<C> | Propose<C> | Accepted | Refused;

/** What an acceptor of the manager keeps on disk: the last configuration known, and its part in the choice of the next. */
export interface ManagerRecord<C> {
  readonly configuration: C;
  readonly promised: number;
  readonly acceptedIn: number;
  readonly accepted: C | null;
}

/** What a replica knows of the manager: plain data, part of its state. */
export interface ManagerState<C> {
  /** The latest that we know to be decided, and the version of the latest on our disk. */
  configuration: C;
  onDisk: number;
  /** Our acceptor for the version after `configuration` (on disk), and our own request there. */
  promised: number;
  acceptedIn: number;
  accepted: C | null;
  request: Request<C> | null;
}

/** A request at the manager: one round of Paxos, in which we are the proposer. */
export interface Request<C> {
  ballot: number;
  /** Who has promised; what of that was accepted in the highest ballot. */
  promises: number;
  adoptedIn: number;
  adopted: C | null;
  /** What we propose, once a majority has promised, and who has accepted it. */
  proposed: C | null;
  accepts: number;
  /** A higher ballot is about, this one: we are to begin again above it. 0: none. */
  outbid: number;
  /** Rounds so far. */
  attempts: number;
}

/** A replica as its part in the manager sees it: what it knows, and what its protocol does about it. */
export interface Manager<C extends Numbered> {
  readonly setup: Pick<MachineSetup, 'self' | 'n' | 'heartbeat' | 'members'>;
  readonly state: ManagerState<C>;
  /** What it would ask for at this time (ms), as the version after the one that it knows; null: nothing. */
  wish(now: number): C | null;
  /** It proposes this: from now on it may be decided without our knowing. */
  proposes(configuration: C): void;
  /** A configuration that is decided; it may be an old one. */
  learn(configuration: C, effects: Effects): void;
  /** Persists the record of our acceptor; once it is on disk the answer goes to `to`, which may be ourselves. */
  keep(record: ManagerRecord<C>, to: number, answer: ManagerMessage<C> | null, effects: Effects): void;
}

/** Of a replica that knows only this configuration. */
export function freshManager<C extends Numbered>(configuration: C): ManagerState<C> {
  return {
    configuration,
    onDisk: configuration.version,
    promised: 0,
    acceptedIn: 0,
    accepted: null,
    request: null,
  };
}

/** Its record, as it is now. */
export function recordOf<C>({
  configuration,
  promised,
  acceptedIn,
  accepted,
}: ManagerState<C>): ManagerRecord<C> {
  return { configuration, promised, acceptedIn, accepted };
}

/**
 * Another configuration is decided: whoever had a part in the choice of it begins anew with the one after. False where we
 * know as much already.
 */
export function adopt<C extends Numbered>(state: ManagerState<C>, configuration: C): boolean {
  if (configuration.version <= state.configuration.version) return false;
  Object.assign(state, freshManager(configuration), { onDisk: state.onDisk });
  return true;
}

/** After a restart, with what was on disk. */
export function recalled<C extends Numbered>(record: ManagerRecord<C>): ManagerState<C> {
  return { ...freshManager(record.configuration), ...record };
}
