import type { MachineFactory } from '../contract/host.js';
import type { Command, Effects, Machine, MachineSetup, Message } from '../contract/machine.js';
import { LIMITS, type Limits } from '../log/keeping.js';
import { awaitLeader, BEAT, ELECTION, hasLostPatience } from '../timers.js';
import { noteVoteWritten, onAccept, onPrepare, sendPromise } from './acceptor.js';
import { ballotOfRound, isFast, keyOf, ownerOf, PROMISE, roundIn, SNAPSHOT } from './ballot.js';
import { onChosen, onInstall, onLearn } from './catch-up.js';
import { FastPaxosClient } from './client.js';
import { campaign, onOwnPromiseWritten, onPromise, onSilence, sendPrepare } from './election.js';
import { consider, onAny, tellVote } from './fast-round.js';
import { onNack } from './following.js';
import { beat, onCommit, onFollowing, onHeartbeat } from './heartbeats.js';
import { putVote, voteAt } from './log.js';
import type { Entry, FastMessage, Snapshot } from './messages.js';
import { quorumsInUse } from './quorums.js';
import { onRequest } from './requests.js';
import { send } from './sending.js';
import { onSnapshotWritten, restoreFrom } from './snapshots.js';
import { lookAfter } from './stalling.js';
import { freshState, NOBODY, type Replica, type State } from './state.js';
import { countVote, onAccepted } from './tallying.js';
import { handBack, onTakeOver } from './transfer.js';

/**
 * Fast Paxos: n replicas agree on one sequence of commands, and clients put theirs before the acceptors themselves.
 * Where a leader would first have to be asked, a message delay is saved: client, acceptors, client (Lamport, "Fast
 * Paxos", Distributed Computing 19(2), 2006).
 *
 * The log has slots 0, 1, 2, … with one instance of the algorithm each. An instance has numbered rounds, classic and
 * fast ones. A ballot of a coordinator is a fast round and the classic one after it (ballot.ts).
 *
 *   Phase 1, once for all slots, as in Paxos: `prepare`, `promise`. What may have been chosen before, the coordinator
 *   proposes again in its classic round.
 *
 *   Phase 2, fast: behind those slots the coordinator says `any`: vote for whatever clients send. A client sends its
 *   command to all acceptors. Each votes for it in its own next free slot, has that on disk, and tells the coordinator,
 *   `voted`, and the client, `vote`, where clients learn for themselves. Votes of a fast quorum for one command in one
 *   slot choose it. The coordinator executes, and tells the others: `commit`.
 *
 *   Collision: acceptors that heard two clients in different order vote differently, and no command gets a fast quorum.
 *   The coordinator sees it from the votes, which serve as promises for its classic round (§3.2): by the value-picking
 *   rule it chooses from a classic quorum's votes (picking.ts) and sends `accept`. A classic quorum of `accepted`
 *   chooses. Commands that lost are proposed again, in fast rounds of later slots. All other slots stay fast.
 *
 * Why it is safe: any two fast quorums and any classic one have an acceptor in common, and any two classic ones do. If a
 * fast quorum R may have chosen v, then in every classic quorum Q all of R ∩ Q has voted for v, and no other command can
 * say so of its own fast quorum. So whoever picks from Q picks v. The rest is Paxos.
 *
 * A slot is chosen, and a client content, before the slots in front of it are. What may get in front is picking.ts'
 * concern. Acceptors vote in ascending order of slots.
 *
 * What a crash must not undo is on disk before it is told: the promise before `promise`, the vote before `voted`. A
 * replica that restarts votes only behind its votes on disk.
 *
 * Why it lives: slots that take too long are recovered from the votes that are there, and an acceptor that is slots
 * ahead of the others, which would collide for ever, makes the coordinator begin a new ballot (stalling.ts). With too few
 * acceptors up for a fast quorum the coordinator begins a ballot without a fast round and proposes what clients send,
 * with enough it begins one with a fast round (modes.ts). A silent coordinator is replaced by election.
 *
 *   ballot, messages, state, log      what it is all made of
 *   quorums, picking                  fast quorums, and the value-picking rule
 *   acceptor, fast-round              votes, in classic and in fast rounds
 *   tallying, recovery                counting them, and collisions
 *   election, transfer                phase 1; who is preferred as coordinator
 *   modes, stalling                   fast or classic, what takes too long
 *   client, requests, learner         clients, and executing each operation once
 *   following, heartbeats, catch-up, snapshots, round-trip   as in Multi-Paxos
 */
class FastPaxos implements Machine {
  private readonly replica: Replica;

  constructor(setup: MachineSetup, limits: Limits) {
    const quorum = quorumsInUse(setup.quorum);
    this.replica = { setup: { ...setup, quorum }, limits, state: freshState(setup) };
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

  /** The configured coordinator starts at once; it has no one to wait for. */
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

  /** Everything follows from the records. */
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
      putVote(state.log, slot, entry, entry.round);
      state.placed.set(entry.command.client, slot);
      promised = Math.max(promised, ballotOfRound(entry.round));
    }
    state.promised = promised;
    state.promiseOnDisk = promised;
    state.seen = promised;
    awaitLeader(replica, effects);
  }

  request(command: Command, effects: Effects): void {
    onRequest(this.replica, command, effects);
  }

  message(from: number, body: Message, effects: Effects): void {
    const { replica } = this;
    const message = body as FastMessage;
    replica.state.heardAt[from] = effects.now;
    switch (message.type) {
      case 'voted':
        countVote(replica, from, message, effects);
        break;
      case 'commit':
        onCommit(replica, message, effects);
        break;
      case 'any':
        onAny(replica, from, message, effects);
        break;
      case 'propose':
        consider(replica, message.command, effects);
        break;
      case 'accept':
        onAccept(replica, from, message, effects);
        break;
      case 'accepted':
        onAccepted(replica, from, message, effects);
        break;
      case 'heartbeat':
        onHeartbeat(replica, from, message, effects);
        break;
      case 'following':
        onFollowing(replica, from, message, effects);
        handBack(replica, effects);
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
      case 'take-over':
        onTakeOver(replica, from, message, effects);
        break;
    }
  }

  /** Only now may be told what the record says. */
  durable(token: number, effects: Effects): void {
    const { replica } = this;
    const { state, setup } = replica;
    const key = keyOf(token);
    const value = roundIn(token);
    if (key === SNAPSHOT) {
      onSnapshotWritten(replica, value, effects);
    } else if (key === PROMISE) {
      if (value > state.promiseOnDisk) state.promiseOnDisk = value;
      if (value !== state.promised) return; // Outbid meanwhile.
      if (ownerOf(value) === setup.self) onOwnPromiseWritten(replica, effects);
      else sendPromise(replica, ownerOf(value), effects);
    } else if (noteVoteWritten(replica, key, value)) {
      onOwnVoteWritten(replica, key, voteAt(state.log, key)!, effects);
    }
  }

  timer(name: number, effects: Effects): void {
    const { replica } = this;
    const { role, office } = replica.state;
    if (name === ELECTION && role !== 'leader') {
      if (hasLostPatience(replica, effects, replica.state.leader)) onSilence(replica, effects);
    } else if (name === BEAT && role !== 'follower') {
      effects.setTimer(BEAT, replica.setup.heartbeat);
      if (office === null) {
        sendPrepare(replica, effects);
      } else {
        beat(replica, office, effects);
        lookAfter(replica, office, effects);
      }
    }
  }
}

/** A vote of ours may be told; where we coordinate, it counts as the others' do. */
function onOwnVoteWritten(replica: Replica, slot: number, vote: Entry, effects: Effects): void {
  const { self } = replica.setup;
  const { round, command } = vote;
  const ballot = ballotOfRound(round);
  const coordinator = ownerOf(ballot);
  if (isFast(round)) tellVote(replica, slot, vote, effects);
  if (coordinator !== self) {
    if (!isFast(round)) send(effects, coordinator, { type: 'accepted', ballot, slot });
  } else if (isFast(round)) {
    countVote(replica, self, { ballot, slot, command }, effects);
  } else {
    onAccepted(replica, self, { type: 'accepted', ballot, slot }, effects);
  }
}

/** Machines that keep as much as `limits` says. */
export function fastPaxosMachine(limits: Limits = LIMITS): MachineFactory {
  return {
    create: (setup) => new FastPaxos(setup, limits),
    createClient: (setup) => new FastPaxosClient(setup),
  };
}
