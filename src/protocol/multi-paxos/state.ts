import type { Command, MachineSetup } from '../contract/machine.js';
import type { Limits } from '../log/keeping.js';
import { type NumberedSnapshots, noSnapshots } from '../log/numbered-snapshots.js';
import type { Steadiness } from '../precedence.js';
import { emptyMap, type ReplicatedMap } from '../replicated-map.js';
import { NO_BALLOT } from './ballot.js';
import type { Log } from './log.js';
import type { Entry, Snapshot } from './messages.js';

/** Nobody: no leader known, no one to answer. */
export const NOBODY = -1;

/** One replica: who it is, and all it knows. Every handler works on one of these. */
export interface Replica {
  readonly setup: MachineSetup;
  readonly limits: Limits;
  state: State;
}

/** Plain data throughout; what is on disk is marked so, all else is lost in a crash. */
export interface State extends ReplicatedMap, NumberedSnapshots<Snapshot> {
  role: 'follower' | 'candidate' | 'leader';

  // Acceptor
  /** No ballot below this is taken part in. On disk (with the exceptions that `promiseOnDisk` tells). */
  promised: number;
  /** The highest ballot promised on disk. `promised` runs ahead while it is written, and when a leader elected without us is heard. */
  promiseOnDisk: number;
  /** The first slot that the candidate of `promised` asked about. */
  promiseFrom: number;
  /** Its leader before had given up its lease for it, and all leases before that one's are over. */
  promiseSummoned: boolean;
  /** Entries: on disk. */
  log: Log;

  // Learner
  /** Slots below this are executed. */
  executed: number;
  /** Slots below this are chosen, says the leader of ballot `knownIn`. */
  known: number;
  knownIn: number;
  /** What was chosen already at the heartbeat that came at `owedAt`: by the next one it should be here. */
  owed: number;
  owedAt: number;
  /** Slots below this need be kept for nobody. */
  cut: number;

  // Follower
  /** Who leads, as far as we know, or NOBODY. */
  leader: number;
  /** When (by our clock) and from whom a leader was last heard, and when another than that one. */
  heardAt: number;
  heardFrom: number;
  otherHeardAt: number;
  /** Since when the election timeout counts, and how long it is this time. */
  quietSince: number;
  timeout: number;
  /** The highest ballot heard of. */
  seen: number;

  // Entry: the replica that clients talk to
  /** Requests to be answered by way of the leader, by client and seq. */
  asked: Map<number, Asked>;

  // Candidate
  /** Who has promised. */
  promises: number;
  /** Of each slot from `adoptedFrom` on: the accepted entry of the highest ballot that a promise told. */
  adopted: (Entry | null)[];
  adoptedFrom: number;
  /** Somebody who promised knows slots below this to be chosen, and no longer has them: we must have them from another. */
  missingBelow: number;
  /** Until when (by our clock) another leader may still have a lease, as far as promises have told. */
  leasesEnd: number;
  /** The ballot of the leader that has told us to take its place; NO_BALLOT: nobody has. */
  summonedBy: number;

  // Leader
  office: Office | null;
}

/** A request waiting for a leader to take it, or for the leader's answer. */
export interface Asked {
  readonly command: Command;
  /** The replica to answer through: this one, or one that forwarded it here. */
  readonly origin: number;
  /** When to send it again, and how long to wait then. */
  due: number;
  wait: number;
}

/** What a leader keeps while it leads. Arrays by slot start at slot `first`; arrays by replica have n places. */
export interface Office extends Steadiness {
  readonly ballot: number;
  /** The next slot to propose in. */
  next: number;
  first: number;
  /** Who has accepted, as a mask; CHOSEN once that is a quorum. */
  votes: number[];
  /** When the accept was first sent; Infinity while it waits for our own disk. */
  sentAt: number[];
  /** The replica through which the client is answered, or NOBODY. */
  origin: number[];
  /** Reads without the log wait until everything below this is executed: the slots adopted and the first of our own. */
  barrier: number;
  /** The highest seq proposed for each client: at or below it, look whether it is under way. */
  latest: Map<number, number>;
  /** Heartbeats: number of the last round, and of each replica the last round answered, when that was sent, and what it had executed. */
  round: number;
  answered: number[];
  answeredSentAt: number[];
  executed: number[];
  /** The last round whose senders' time a quorum has answered: the lease counts from it. */
  leaseFrom: number;
  /** Reads waiting for the lease or for a round of their own. */
  reads: WaitingRead[];
  /** Smoothed time from accept to accepted of each replica and its deviation (RFC 6298); −1: none seen. */
  rtt: number[];
  deviation: number[];
  /** When accepts were last sent again to each replica, and how many times more patient that made us. */
  resentAt: number[];
  backoff: number[];
  /** Before this (by our clock) the leader before may still have a lease: nothing is executed or answered until then. */
  servesFrom: number;
  /** To whom we are about to hand over, and when we give that up. Meanwhile we propose nothing. */
  heir: { readonly replica: number; readonly until: number } | null;
}

export interface WaitingRead {
  readonly command: Command;
  readonly origin: number;
  /** The round of heartbeats that must be answered; 0 where the lease decides. */
  readonly round: number;
}

/** A slot's votes, once they are a quorum. */
export const CHOSEN = -1;

/** A replica that knows nothing. */
export function freshState(setup: MachineSetup): State {
  return {
    role: 'follower',
    promised: NO_BALLOT,
    promiseOnDisk: NO_BALLOT,
    promiseFrom: 0,
    promiseSummoned: false,
    log: { base: 0, entries: [], written: [] },
    executed: 0,
    known: 0,
    knownIn: NO_BALLOT,
    owed: 0,
    owedAt: Number.NEGATIVE_INFINITY,
    ...emptyMap(),
    ...noSnapshots(),
    cut: 0,
    leader: NOBODY,
    heardAt: Number.NEGATIVE_INFINITY,
    heardFrom: NOBODY,
    otherHeardAt: Number.NEGATIVE_INFINITY,
    quietSince: 0,
    timeout: setup.election[1],
    seen: NO_BALLOT,
    asked: new Map(),
    promises: 0,
    adopted: [],
    adoptedFrom: 0,
    missingBelow: 0,
    leasesEnd: Number.NEGATIVE_INFINITY,
    summonedBy: NO_BALLOT,
    office: null,
  };
}
