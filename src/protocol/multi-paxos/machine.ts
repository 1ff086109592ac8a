import type { MachineFactory } from '../contract/host.js';
import type { Command, Effects, Machine, MachineSetup, Message } from '../contract/machine.js';
import { LIMITS, type Limits } from '../log/keeping.js';
import { keyOf, versionIn } from '../log/token.js';
import { awaitLeader, BEAT, ELECTION, hasLostPatience, SERVE } from '../timers.js';
import { onAccept, onPrepare, sendPromise } from './acceptor.js';
import { onResult } from './asked.js';
import { ownerOf, PROMISE, SNAPSHOT } from './ballot.js';
import { onChosen, onInstall, onLearn } from './catch-up.js';
import { campaign, onOwnPromiseWritten, onPromise, onSilence, sendPrepare } from './election.js';
import { onNack } from './following.js';
import { onCommit, onFollowing, onHeartbeat } from './heartbeats.js';
import { beat } from './lease.js';
import { putEntry } from './log.js';
import type { Entry, PaxosMessage, Snapshot } from './messages.js';
import { onAccepted, onLeasesOver, onOwnEntryWritten, sendAgain } from './replication.js';
import { onForward, onRequest } from './requests.js';
import { send } from './sending.js';
import { onSnapshotWritten, restoreFrom } from './snapshots.js';
import { freshState, NOBODY, type Replica, type State } from './state.js';
import { handBack, onTakeOver } from './transfer.js';

/**
 * Multi-Paxos: n replicas agree on one sequence of commands, and go on doing so while messages are lost and replicas
 * crash and come back, as long as a quorum of them can talk to each other.
 *
 * The log has slots 0, 1, 2, … For each slot the replicas run one instance of Paxos ("the synod", Lamport, "The
 * Part-Time Parliament", TOCS 16(2), 1998; "Paxos Made Simple", SIGACT News 32(4), 2001), in which ballots, numbered
 * attempts, each owned by one replica, try to get a value chosen:
 *
 *   Phase 1, once for all slots when a replica wants to lead. It takes a ballot higher than any it has heard of and
 *   asks: `prepare`. Each acceptor that has not promised a higher one answers, from then on ignores all lower ballots,
 *   and tells what it has accepted: `promise`. With promises from a phase-1 quorum the candidate is leader, and knows
 *   of every value that may have been chosen: it must propose again, in its own ballot, the value accepted in the
 *   highest ballot of each slot. Slots of which nobody told anything, before others of which someone did, it fills
 *   with commands that do nothing.
 *
 *   Phase 2, for every command, as long as the leader stands. `accept` (ballot, slot, command) goes to all; each
 *   answers `accepted` when it has it on disk, unless it has promised a higher ballot by then: `nack`. Accepted by a
 *   phase-2 quorum, the command is chosen: the leader executes it, answers the client and tells the others: `commit`.
 *
 * Why it is safe: every phase-1 quorum meets every phase-2 quorum. If a value was chosen in ballot b, every later
 * leader hears of it from the member common to both, or of a value proposed in a ballot in between, which by induction
 * is the same. Phase-1 quorums need not meet each other, nor phase-2 quorums (Howard, Malkhi, Spiegelman, "Flexible
 * Paxos", OPODIS 2016). So any quorum scheme that checks this plugs in.
 *
 * What a crash must not undo is on disk before it is told: the promise before `promise`, the entry before `accepted`.
 * The leader's own vote counts when its own disk has it, too. It may write while it sends (disk: parallel) or before
 * (serial). Promises and entries are all there is to keep: everything else is found out again.
 *
 * Why it lives: a replica that has not heard a leader for its election timeout, drawn at random, becomes a candidate.
 * Two at a time may outbid each other (FLP: no protocol is sure to end this); different patience makes it unlikely to
 * go on. Heartbeats keep followers quiet.
 *
 * Around this core, one file each (Chandra, Griesemer, Redstone, "Paxos Made Live", PODC 2007; van Renesse, Altinbuken,
 * "Paxos Made Moderately Complex", ACM Computing Surveys 47(3), 2015):
 *
 *   ballot, messages, state, log      what it is all made of
 *   acceptor, election, replication   the two phases
 *   learner                           executing in order, each operation once
 *   requests, asked                   clients, at the leader or elsewhere
 *   lease, reads                      reads without the log
 *   following, heartbeats             who leads, and what is chosen
 *   catch-up, snapshots, cutting      what was lost, what is no longer needed
 *   round-trip, transfer              when to send again, and to whom to hand over
 */
class MultiPaxos implements Machine {
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

  /** The configured leader starts at once; it has no one to wait for. */
  start(effects: Effects): void {
    const { replica } = this;
    const { setup } = replica;
    replica.state = freshState(setup);
    if (setup.leader === setup.self) {
      campaign(replica, effects);
    } else {
      replica.state.leader = setup.leader ?? NOBODY;
      awaitLeader(replica, effects);
    }
  }

  /** Everything follows from the records; and silence is owed to whom we may have followed (see acceptor.ts). */
  restart(durable: ReadonlyMap<number, unknown>, effects: Effects): void {
    const { replica } = this;
    const state = freshState(replica.setup);
    replica.state = state;
    const snapshot = durable.get(SNAPSHOT) as Snapshot | undefined;
    if (snapshot !== undefined) {
      restoreFrom(state, snapshot);
      state.cut = snapshot.executed;
    }
    let promised = Math.max((durable.get(PROMISE) as number | undefined) ?? 0, snapshot?.ballot ?? 0);
    const slots = [...durable.keys()].filter((slot) => slot >= state.log.base).sort((a, b) => a - b);
    for (const slot of slots) {
      const entry = durable.get(slot) as Entry;
      putEntry(state.log, slot, entry);
      state.log.written[slot - state.log.base] = entry.ballot;
      promised = Math.max(promised, entry.ballot);
    }
    state.promised = promised;
    state.promiseOnDisk = promised;
    state.seen = promised;
    state.heardAt = effects.now;
    awaitLeader(replica, effects);
  }

  request(command: Command, effects: Effects): void {
    onRequest(this.replica, command, effects);
  }

  message(from: number, body: Message, effects: Effects): void {
    const { replica } = this;
    const message = body as PaxosMessage;
    switch (message.type) {
      case 'accept':
        onAccept(replica, from, message, effects);
        break;
      case 'accepted':
        onAccepted(replica, from, message, effects);
        break;
      case 'commit':
        onCommit(replica, message, effects);
        break;
      case 'forward':
        onForward(replica, from, message, effects);
        break;
      case 'result':
        onResult(replica, message, effects);
        break;
      case 'heartbeat':
        onHeartbeat(replica, from, message, effects);
        break;
      case 'following':
        onFollowing(replica, from, message, effects);
        break;
      case 'take-over':
        onTakeOver(replica, from, message, effects);
        break;
      case 'prepare':
        onPrepare(replica, from, message, effects);
        break;
      case 'promise':
        onPromise(replica, from, message, effects);
        break;
      case 'nack':
        onNack(replica, message, effects);
        break;
      case 'learn':
        onLearn(replica, from, message, effects);
        break;
      case 'chosen':
        onChosen(replica, from, message, effects);
        break;
      case 'snapshot':
        onInstall(replica, from, message, effects);
        break;
    }
  }

  /** Only now may be told what the record says. */
  durable(token: number, effects: Effects): void {
    const { replica } = this;
    const { state, setup } = replica;
    const key = keyOf(token);
    const ballot = versionIn(token);
    if (key === SNAPSHOT) {
      onSnapshotWritten(replica, ballot, effects);
    } else if (key === PROMISE) {
      if (ballot > state.promiseOnDisk) state.promiseOnDisk = ballot;
      if (ballot !== state.promised) return; // Outbid meanwhile.
      if (ownerOf(ballot) === setup.self) onOwnPromiseWritten(replica, effects);
      else sendPromise(replica, ownerOf(ballot), effects);
    } else {
      const i = key - state.log.base;
      if (i >= 0 && state.log.written[i] === -ballot) state.log.written[i] = ballot;
      if (ownerOf(ballot) === setup.self) onOwnEntryWritten(replica, key, ballot, effects);
      else send(effects, ownerOf(ballot), { type: 'accepted', ballot, slot: key });
    }
  }

  timer(name: number, effects: Effects): void {
    const { replica } = this;
    const { role, office } = replica.state;
    if (name === ELECTION && role !== 'leader') {
      if (hasLostPatience(replica, effects)) onSilence(replica, effects);
    } else if (name === BEAT && role !== 'follower') {
      effects.setTimer(BEAT, replica.setup.heartbeat);
      if (office === null) {
        sendPrepare(replica, effects);
      } else {
        beat(replica, office, effects);
        sendAgain(replica, office, effects);
        handBack(replica, office, effects);
      }
    } else if (name === SERVE && office !== null) {
      onLeasesOver(replica, office, effects);
    }
  }
}

/** Machines that keep as much as `limits` says. */
export function multiPaxosMachine(limits: Limits = LIMITS): MachineFactory {
  return { create: (setup) => new MultiPaxos(setup, limits) };
}
