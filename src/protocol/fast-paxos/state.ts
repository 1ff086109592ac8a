import type { Command, MachineSetup } from '../contract/machine.js';
import { emptyLog } from '../log/chosen.js';
import type { Limits } from '../log/keeping.js';
import { type NumberedSnapshots, noSnapshots } from '../log/numbered-snapshots.js';
import type { Steadiness } from '../precedence.js';
import { emptyMap, type ReplicatedMap } from '../replicated-map.js';
import { NO_BALLOT } from './ballot.js';
import type { Log } from './log.js';
import type { Snapshot } from './messages.js';
import type { Ballotings } from './picking.js';
import type { FastScheme } from './quorums.js';

/** Nobody: no coordinator known. */
export const NOBODY = -1;

/** A machine's setup, with fast quorums. */
export interface Setup extends MachineSetup {
  readonly quorum: FastScheme;
}

/** One replica: who it is, and all it knows. Every handler works on one of these. */
export interface Replica {
  readonly setup: Setup;
  readonly limits: Limits;
  state: State;
}

/** Plain data throughout; what is on disk is marked so, all else is lost in a crash. */
export interface State extends ReplicatedMap, NumberedSnapshots<Snapshot> {
  role: 'follower' | 'candidate' | 'leader';

  // Acceptor
  /** No ballot below this is taken part in. On disk (with the exceptions that `promiseOnDisk` tells). */
  promised: number;
  /** The highest ballot promised on disk. `promised` runs ahead while it is written, and when a coordinator elected without us is heard. */
  promiseOnDisk: number;
  /** The first slot that the candidate of `promised` asked about. */
  promiseFrom: number;
  /** Votes: on disk. */
  log: Log;
  /** The ballot in whose fast round we may vote, whether we have seen its `any`, and the slot of the next vote. */
  open: number;
  anyOf: number;
  next: number;
  /** Of each client: the slot of our last vote for a command of its. */
  placed: Map<number, number>;
  /** Of each client: the last command it has sent us, until it is executed; and the seq of the last, for ever. */
  pending: Map<number, Command>;
  asked: Map<number, number>;

  // Learner
  /** Slots below this are executed. */
  executed: number;
  /** What was chosen already at the heartbeat that came at `owedAt`: by the next one it should be here. */
  owed: number;
  owedAt: number;
  /** Slots below this need be kept for nobody. */
  cut: number;

  // Follower
  /** Who coordinates, as far as we know, or NOBODY. */
  leader: number;
  /** Since when the election timeout counts, and how long it is this time. */
  quietSince: number;
  timeout: number;
  /** The highest ballot heard of. */
  seen: number;

  // Candidate
  /** Who has promised, and what they told of each slot from `adoptedFrom` on. */
  promises: number;
  adopted: Ballotings[];
  adoptedFrom: number;
  /** When each replica was last heard, since we became a candidate. Kept while we coordinate. */
  heardAt: number[];

  // Coordinator
  office: Office | null;
}

/** What a coordinator keeps during one ballot. Arrays by replica have n places. */
export interface Office extends Steadiness {
  readonly ballot: number;
  /** Does this ballot have a fast round? Else the coordinator proposes what clients send. */
  readonly fast: boolean;
  readonly since: number;
  /** Slots first … first + slots.length − 1; the slots after are free. */
  first: number;
  slots: Slot[];
  /** Of each client: the last of its commands that is proposed in a classic round or chosen, by seq. */
  spent: Map<number, number>;
  /** How many fast votes of each replica have been for other commands than their slots were decided for, in a row. */
  astray: number[];
  /** What each replica had executed when last heard. */
  executed: number[];
  /** Smoothed round trip of heartbeats with each replica and its deviation (RFC 6298); −1: none seen. */
  rtt: number[];
  deviation: number[];
}

/** A slot as its coordinator sees it. */
export interface Slot {
  /** Votes in the fast round. */
  readonly votes: Ballotings;
  /** What is proposed in the classic round, if anything, when that was last sent, and who has voted for it. */
  proposed: Command | null;
  sentAt: number;
  accepted: number;
  /** When it was first known to be in use, and whether those that had not voted were asked to. */
  readonly since: number;
  nudged: boolean;
  /** Chosen in the fast round: a client that learns for itself has heard so. */
  fast: boolean;
}

/** A replica that knows nothing. */
export function freshState(setup: MachineSetup): State {
  return {
    role: 'follower',
    promised: NO_BALLOT,
    promiseOnDisk: NO_BALLOT,
    promiseFrom: 0,
    log: emptyLog(0),
    open: NO_BALLOT,
    anyOf: NO_BALLOT,
    next: 0,
    placed: new Map(),
    pending: new Map(),
    asked: new Map(),
    executed: 0,
    owed: 0,
    owedAt: Number.NEGATIVE_INFINITY,
    ...emptyMap(),
    ...noSnapshots(),
    cut: 0,
    leader: NOBODY,
    quietSince: 0,
    timeout: setup.election[1],
    seen: NO_BALLOT,
    promises: 0,
    adopted: [],
    adoptedFrom: 0,
    heardAt: new Array<number>(setup.n).fill(0),
    office: null,
  };
}
