import type { Command, MachineSetup } from '../contract/machine.js';
import type { Limits } from '../log/keeping.js';
import { type NumberedSnapshots, noSnapshots } from '../log/numbered-snapshots.js';
import type { Steadiness } from '../precedence.js';
import { emptyMap, type ReplicatedMap } from '../replicated-map.js';
import { emptyLog, everyone, type Log } from './log.js';
import type { Snapshot } from './messages.js';

/** Nobody: no leader known, no vote given. */
export const NOBODY = -1;

/** One replica: who it is, and all it knows. Every handler works on one of these. */
export interface Replica {
  readonly setup: MachineSetup;
  readonly limits: Limits;
  state: State;
}

/** Plain data throughout; what is on disk is marked so, all else is lost in a crash. */
export interface State extends ReplicatedMap, NumberedSnapshots<Snapshot> {
  /** A pre-candidate asks who would vote for it; a candidate asks for votes. */
  role: 'follower' | 'pre-candidate' | 'candidate' | 'leader';

  /** The latest term heard of, and whom we voted for in it. On disk once `ballotOnDisk` says so. */
  term: number;
  vote: number;
  /** The version (see `numberOf` in records.ts) of the ballot on disk. */
  ballotOnDisk: number;
  /** Entries: on disk below `stable`. */
  log: Log;
  stable: number;

  /** Slots below this are as in the log of the leader of this term. */
  verified: number;
  /** Slots below this are committed, says the leader of this term; and those of which we know that ours are the same. */
  told: number;
  commit: number;
  /** Slots below this are executed. */
  executed: number;
  /** Slots below this need be kept for nobody. */
  cut: number;

  /** Who leads in this term, as far as we know, or NOBODY. */
  leader: number;
  /** When (by our clock) and from whom a leader was last heard, and when another than that one. */
  heardAt: number;
  heardFrom: number;
  otherHeardAt: number;
  /** Since when the election timeout counts, and how long it is this time. */
  quietSince: number;
  timeout: number;

  /** Our clients' requests that are not answered yet, by client and seq. */
  asked: Map<number, Asked>;
  /** Reads that we may answer once we have executed enough. */
  readable: { readonly client: number; readonly seq: number; readonly index: number }[];

  /** Candidate: who has voted for us, or would; and whether the leader before has told us to ask. */
  votes: number;
  summoned: boolean;
  /** Candidate: until when (by our clock) another leader may still have a lease, as far as votes have told. */
  leasesEnd: number;
  /** What operators have ordered since we started: replica → in the group or out of it. Whoever leads acts. */
  wanted: Map<number, boolean>;
  /** Until when we ask the leader to let us lead, an operator having ordered it. */
  seeksUntil: number;
  office: Office | null;
}

/** A request that waits for its slot to be executed here, or for a read to be allowed. */
export interface Asked {
  readonly command: Command;
  /** When to forward it again, and how long to wait then. */
  due: number;
  wait: number;
}

/** What a leader keeps while it leads. Arrays by replica have n places. */
export interface Office extends Steadiness {
  /** The next slot to send to each; and below which slot its log is known to be ours and on its disk. */
  next: number[];
  match: number[];
  /** Where logs do not meet yet we probe, one message at a time: the slot after the probe's last entry; NOBODY: no probe. */
  probe: number[];
  /** Reads without the log wait until everything below this is executed: our first entry (§6.4). */
  barrier: number;
  /** The highest seq proposed for each client: at or below it, look whether it is under way. */
  latest: Map<number, number>;
  /** Heartbeats: number of the last round, and of each replica the last round answered, when that was sent, and what it had executed. */
  round: number;
  answered: number[];
  answeredSentAt: number[];
  executed: number[];
  /** When we took office; and the latest sending time that a quorum has answered: the lease counts from it. */
  since: number;
  leaseFrom: number;
  /** Reads waiting for the lease or for a round of their own. */
  reads: WaitingRead[];
  /** Replicas that get the log without being in the group (bit i: replica i): those that catch up, and those on their way out. */
  guests: number;
  /** The round of catching up (dissertation §4.2.1) of the replica to be added: up to which slot, and since when. */
  catching: { readonly replica: number; readonly target: number; readonly since: number } | null;
  /** To whom we are about to hand over, and when we give that up. Meanwhile we take no commands. */
  heir: { readonly replica: number; readonly until: number } | null;
  /** Before this (by our clock) the leader before may still have a lease: nothing is committed until then. */
  servesFrom: number;
}

export interface WaitingRead {
  readonly command: Command;
  /** The replica that the client talks to. */
  readonly origin: number;
  /** The round of heartbeats that must be answered; 0 where the lease decides. */
  readonly round: number;
}

/** A replica that knows nothing. */
export function freshState(setup: MachineSetup): State {
  return {
    role: 'follower',
    term: 0,
    vote: NOBODY,
    ballotOnDisk: 0,
    log: emptyLog(0, 0, everyone(setup.n)),
    stable: 0,
    verified: 0,
    told: 0,
    commit: 0,
    executed: 0,
    ...emptyMap(),
    ...noSnapshots(),
    cut: 0,
    leader: NOBODY,
    heardAt: Number.NEGATIVE_INFINITY,
    heardFrom: NOBODY,
    otherHeardAt: Number.NEGATIVE_INFINITY,
    quietSince: 0,
    timeout: setup.election[1],
    asked: new Map(),
    readable: [],
    votes: 0,
    summoned: false,
    leasesEnd: Number.NEGATIVE_INFINITY,
    wanted: new Map(),
    seeksUntil: Number.NEGATIVE_INFINITY,
    office: null,
  };
}
