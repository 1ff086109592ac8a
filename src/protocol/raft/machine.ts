import type { MachineFactory } from '../contract/host.js';
import type { Command, Effects, Machine, MachineSetup, Message, Order } from '../contract/machine.js';
import { LIMITS, type Limits } from '../log/keeping.js';
import { keyOf, versionIn } from '../log/token.js';
import { awaitLeader, BEAT, ELECTION, hasLostPatience, SERVE } from '../timers.js';
import { takeWhatLacks } from './ahead.js';
import { acknowledge, onAppend, onEntryWritten } from './appending.js';
import { onReadable } from './asked.js';
import {
  campaign,
  onPreVote,
  onRequestVote,
  onSilence,
  onVote,
  onVoteWritten,
  onWouldVote,
  preCampaign,
} from './election.js';
import { onCommit, onFollowing, onHeartbeat } from './heartbeats.js';
import { beat, hasLostQuorum } from './lease.js';
import { endOf, everyone, lastTerm } from './log.js';
import { attend, onOrder } from './membership.js';
import type { RaftMessage } from './messages.js';
import { BALLOT, numberOf, recover, SNAPSHOT } from './records.js';
import { advance, onLeasesOver, onMissing } from './replication.js';
import { onForward, onRequest, serveAsked } from './requests.js';
import { send } from './sending.js';
import { onInstall, onSnapshotWritten, restoreFrom } from './snapshots.js';
import { freshState, NOBODY, type Replica, type State } from './state.js';
import { becomeFollower, enterTerm, voteFor } from './terms.js';
import { hasGivenUpHeir, onHandOver, onTimeoutNow, seekToLead } from './transfer.js';

/**
 * Raft: n replicas keep one log of commands, and go on doing so while messages are lost and replicas crash and come back,
 * as long as a quorum of them can talk to each other. Ongaro, Ousterhout, "In Search of an Understandable Consensus
 * Algorithm", USENIX ATC 2014 (sections as in its extended version); Ongaro, "Consensus: Bridging Theory and Practice",
 * Stanford 2014 ("dissertation").
 *
 * Time is divided into terms, numbered, each with at most one leader. A replica that has not heard one for its election
 * timeout, drawn at random, asks who would vote for it (pre-vote), and if a phase-1 quorum would, enters the next term and
 * asks for votes. Each replica has one vote in a term, and gives it to none whose log is behind its own.
 *
 * The leader takes commands into its log and sends them to all: `append`, with the term of the entry before them. A
 * follower that has another entry there, or none, says so: `missing`; the leader goes back until the logs meet, and what
 * then contradicts it at the follower is replaced. So two logs that have an entry of the same slot and term are the same
 * up to there (Log Matching). The follower answers `appended` once it has all on disk. An entry of the leader's own term
 * that a phase-2 quorum has on disk is committed, and all before it with it: the leader executes them and tells the others
 * at once: `commit`.
 *
 * Why it is safe: every phase-1 quorum meets every phase-2 quorum. The member common to both has a committed entry and
 * votes for none that lacks it, so each later leader has it (Leader Completeness, §5.4.3). And phase-1 quorums meet each
 * other: otherwise a term might have two leaders, for unlike Paxos' ballots terms belong to nobody. Phase-2 quorums need
 * not meet.
 *
 * Why entries of earlier terms are not counted (§5.4.2, Figure 8): one may be on many disks and still be behind another
 * replica's last entry, whose vote then goes elsewhere. So a leader begins with an entry of its own that does nothing.
 *
 * What a crash must not undo is on disk before it is told: the term and the vote before the vote is asked for or given,
 * the entry before `appended`. The leader's own entry counts when its own disk has it. It may write while it sends (disk:
 * parallel; dissertation §10.2.1) or before (serial).
 *
 * A client may talk to any replica, and that replica answers: one that does not lead forwards the request, and answers
 * when it has executed it itself, which is when it knows that the entry is committed and has it on its own disk.
 *
 *   messages, state, log, records     what it is all made of, and what is found after a crash
 *   terms, election, ahead            who leads
 *   replication, appending            the log, at the leader and at a follower
 *   executing                         executing in order, each operation once
 *   requests, asked                   clients, at the leader or elsewhere
 *   lease, reads                      reads without the log
 *   members, membership, transfer     who is in the group, and what operators order
 *   heartbeats, snapshots, cutting    what was lost, what is no longer needed
 */
class Raft implements Machine {
  private readonly replica: Replica;

  constructor(setup: MachineSetup, limits: Limits) {
    this.replica = { setup, limits, state: freshState(setup) };
  }

  get state(): State {
    return this.replica.state;
  }

  set state(state: State) {
    this.replica.state = state;
  }

  get leads(): boolean {
    return this.replica.state.role === 'leader';
  }

  /** The configured leader asks for votes at once; it has no one to wait for. */
  start(effects: Effects): void {
    const { replica } = this;
    const { setup } = replica;
    replica.state = freshState(setup);
    if (setup.leader === setup.self) campaign(replica, effects);
    else awaitLeader(replica, effects);
  }

  /** Everything follows from the records; and with leases silence is owed to whom we may have followed (see election.ts). */
  restart(durable: ReadonlyMap<number, unknown>, effects: Effects): void {
    const { replica } = this;
    const state = freshState(replica.setup);
    replica.state = state;
    const { ballot, snapshot, log } = recover(durable, everyone(replica.setup.n));
    if (snapshot !== null) {
      restoreFrom(state, snapshot);
      state.cut = snapshot.executed;
    }
    state.log = log;
    state.stable = endOf(log);
    state.verified = state.executed;
    state.term = ballot.term;
    state.vote = ballot.vote;
    state.ballotOnDisk = numberOf(ballot);
    if (lastTerm(log) > ballot.term) {
      // The entry got to the disk, the term not yet.
      state.term = lastTerm(log);
      voteFor(replica, NOBODY, effects);
    }
    if (replica.setup.reads === 'leader-lease') state.heardAt = effects.now;
    awaitLeader(replica, effects);
  }

  request(command: Command, effects: Effects): void {
    onRequest(this.replica, command, effects);
  }

  message(from: number, body: Message, effects: Effects): void {
    const { replica } = this;
    const { state } = replica;
    const message = body as RaftMessage;
    if (message.type === 'forward') {
      onForward(replica, from, message, effects);
    } else if (message.type === 'readable') {
      onReadable(replica, message, effects);
    } else if (message.type === 'pre-vote') {
      if (message.term < state.term) send(effects, from, { type: 'newer', term: state.term });
      else onPreVote(replica, from, message, effects);
    } else if (message.term < state.term) {
      // Whoever thinks that it leads, or might, learns that its term is over (§5.1).
      if (ASKS.has(message.type)) send(effects, from, { type: 'newer', term: state.term });
    } else if (message.type === 'request-vote') {
      onRequestVote(replica, from, message, effects);
    } else {
      if (message.term > state.term) enterTerm(replica, message.term, NOBODY, effects);
      this.ofThisTerm(from, message, effects);
    }
    this.afterwards(effects);
  }

  order(order: Order, effects: Effects): boolean {
    const changes =
      order.type === 'promote'
        ? seekToLead(this.replica, effects)
        : onOrder(this.replica, order.replica, order.type === 'add');
    this.afterwards(effects);
    return changes;
  }

  private afterwards(effects: Effects): void {
    const { office } = this.replica.state;
    if (office !== null) attend(this.replica, office, effects);
  }

  private ofThisTerm(from: number, message: RaftMessage, effects: Effects): void {
    const { replica } = this;
    const { office } = replica.state;
    switch (message.type) {
      case 'append':
        onAppend(replica, from, message, effects);
        break;
      case 'commit':
        onCommit(replica, from, message.commit, effects);
        break;
      case 'heartbeat':
        onHeartbeat(replica, from, message, effects);
        break;
      case 'snapshot':
        onInstall(replica, from, message.snapshot, effects);
        break;
      case 'would-vote':
        onWouldVote(replica, from, effects);
        break;
      case 'vote':
        onVote(replica, from, message.left ?? 0, effects);
        break;
      case 'ahead':
        if (takeWhatLacks(replica, message, effects)) preCampaign(replica, effects);
        break;
      case 'appended':
        if (office !== null) advance(replica, office, from, message.match, effects);
        break;
      case 'missing':
        if (office !== null) onMissing(replica, office, from, message, effects);
        break;
      case 'following':
        if (office !== null) onFollowing(replica, office, from, message, effects);
        break;
      case 'hand-over':
        if (office !== null) onHandOver(replica, office, from, effects);
        break;
      case 'timeout-now':
        onTimeoutNow(replica, effects);
        break;
    }
  }

  /** Only now may be told what the record says. */
  durable(token: number, effects: Effects): void {
    const { replica } = this;
    const { state } = replica;
    const key = keyOf(token);
    const number = versionIn(token);
    if (key === SNAPSHOT) {
      onSnapshotWritten(replica, number, effects);
    } else if (key === BALLOT) {
      if (number > state.ballotOnDisk) state.ballotOnDisk = number;
      if (number !== numberOf(state)) return; // A later term, or a vote, has come meanwhile.
      if (state.vote !== NOBODY) onVoteWritten(replica, effects);
      acknowledge(replica, effects);
    } else {
      onEntryWritten(replica, key, number, effects);
    }
    this.afterwards(effects);
  }

  timer(name: number, effects: Effects): void {
    const { replica } = this;
    const { role, office } = replica.state;
    if (name === ELECTION && role !== 'leader') {
      if (hasLostPatience(replica, effects)) onSilence(replica, effects);
    } else if (name === BEAT && office !== null) {
      if (hasLostQuorum(replica, office, effects.now)) {
        becomeFollower(replica, effects);
      } else {
        effects.setTimer(BEAT, replica.setup.heartbeat);
        if (hasGivenUpHeir(office, effects.now)) serveAsked(replica, office, effects);
        beat(replica, office, effects);
        this.afterwards(effects);
      }
    } else if (name === SERVE && office !== null) {
      onLeasesOver(replica, office, effects);
      this.afterwards(effects);
    }
  }
}

/** Messages to which the answer to a sender of an earlier term is that there is a later one. */
const ASKS: ReadonlySet<string> = new Set(['append', 'heartbeat', 'snapshot', 'request-vote']);

/** Machines that keep as much as `limits` says. */
export function raftMachine(limits: Limits = LIMITS): MachineFactory {
  return { create: (setup) => new Raft(setup, limits) };
}
