import type { MachineFactory } from '../contract/host.js';
import type { Command, Effects, Machine, MachineSetup, Message } from '../contract/machine.js';
import { onAccept, onPreAccept, onPrepare, onTry } from './acceptor.js';
import { beat, onCommits, onHeartbeat, onLearn } from './catch-up.js';
import { executeReady } from './execution.js';
import { owed } from './journal.js';
import { onAcceptedByLeader, onPreAccepted, onRequest, proposeWaiting, sendAgain } from './leading.js';
import { learn } from './learner.js';
import { COMMITTED, type EpaxosMessage } from './messages.js';
import { fastQuorumOf } from './quorums.js';
import { FLOOR, SNAPSHOT } from './records.js';
import {
  onAcceptedAgain,
  onNack,
  onPromised,
  onTried,
  reconsider,
  recoverAgain,
  recoverOverdue,
} from './recovery.js';
import { restart } from './restarting.js';
import { instanceAt } from './rows.js';
import { numberOf, rowOf } from './slots.js';
import { drop, onFinishedWritten, onSnapshotWritten, save } from './snapshots.js';
import {
  BEAT,
  freshState,
  isSilent,
  LIMITS,
  type Limits,
  type Replica,
  replicaOf,
  type State,
  send,
} from './state.js';

/**
 * Egalitarian Paxos: no leader and no log (Moraru, Andersen, Kaminsky, "There is more consensus in egalitarian
 * parliaments", SOSP 2013; technical report CMU-PDL-13-111). Every replica commits the commands of its own clients, in
 * one round trip to its nearest peers, and what is agreed on with each is where it stands in the order.
 *
 * Commands interfere if they are about one key and not both reads. Replica r puts its commands into its own row of
 * instances (r, 0), (r, 1), …, each with `deps`, for every row the last interfering instance known, and `seq`, one more
 * than that of any of these. As command leader it sends
 *
 *   `pre-accept` to all. Each answers, once it has that on disk, with the deps and seq that it would give the command,
 *   no less than the leader did. If a fast quorum gives exactly what the leader did, that is committed: `commit`.
 *   Otherwise an interfering command is under way: all that anybody named goes through Paxos, `accept` to all, and is
 *   committed when a phase-2 quorum has it on disk.
 *
 * Any two quorums meet, so of two commands that interfere at least one depends on the other. Replicas execute what they
 * know to be committed along those dependencies; where they form a cycle seq decides, the same everywhere. A write is
 * answered when it is committed, for its place in the order is settled; a read when it is executed here.
 *
 * Answering early is what seq is for: a write that begins after another was answered meets it in every quorum, and gets
 * the higher seq. That must also hold of one committed on the fast path by attributes that a recovery guesses. So the
 * fast path demands that each dependency was known to be committed to someone in the quorum (CMU-PDL-13-111).
 *
 * When a replica is silent the others recover its instances, each in a ballot of its own. A fast quorum of
 * f + ⌊(f+1)/2⌋ is smaller than Fast Paxos needs, and counting votes is not enough: recovery.ts tells the rules. What
 * cannot have been committed is given up for a no-op, and its command takes another instance.
 *
 *   slots, ballot, records, messages, state, rows   what it is all made of
 *   interference, noting                            keys, dependencies, what is known
 *   leading, acceptor, journal                      the fault-free path
 *   learner, execution, executed                    committed, executed, answered
 *   recovery, restarting                            lost leaders, lost memories
 *   catch-up, snapshots                             what was lost, what is no longer needed
 *
 * From the paper it differs in this: pre-accepts go to everybody, not to a chosen fast quorum ("thrifty"), so answers
 * must equal what the leader proposed, with three replicas too; a command that cannot be told to have been committed is
 * replaced by a no-op and begins anew, where the paper starts its phase 1 again in place; and a dependency on (r, i)
 * stands for all interfering instances of the row up to i, so that a no-op does not break the chain.
 */
class Epaxos implements Machine {
  private readonly replica: Replica;
  readonly leads = false;

  constructor(setup: MachineSetup, limits: Limits) {
    this.replica = replicaOf(setup, limits, fastQuorumOf(setup.quorum));
  }

  get paths(): { fast: number; slow: number } {
    const { fastPaths, slowPaths } = this.replica.state;
    return { fast: fastPaths, slow: slowPaths };
  }

  get state(): State {
    return this.replica.state;
  }

  set state(state: State) {
    this.replica.state = state;
  }

  start(effects: Effects): void {
    this.replica.state = freshState(this.replica.setup);
    this.begin(effects);
  }

  restart(durable: ReadonlyMap<number, unknown>, effects: Effects): void {
    this.replica.state = freshState(this.replica.setup);
    restart(this.replica, durable, effects);
    this.begin(effects);
    this.goOn(effects);
  }

  private begin(effects: Effects): void {
    const { state, setup } = this.replica;
    state.heard.fill(effects.now);
    effects.setTimer(BEAT, setup.heartbeat);
  }

  request(command: Command, effects: Effects): void {
    onRequest(this.replica, command, effects);
    this.goOn(effects);
  }

  message(from: number, body: Message, effects: Effects): void {
    this.replica.state.heard[from] = effects.now;
    this.handle(from, body as EpaxosMessage, effects);
    this.goOn(effects);
  }

  private handle(from: number, message: EpaxosMessage, effects: Effects): void {
    const { replica } = this;
    switch (message.type) {
      case 'pre-accept':
        onPreAccept(replica, from, message, effects);
        break;
      case 'pre-accepted':
        onPreAccepted(replica, from, message, effects);
        break;
      case 'accept':
        onAccept(replica, from, message, effects);
        break;
      case 'accepted':
        onAcceptedByLeader(replica, from, message, effects);
        onAcceptedAgain(replica, from, message, effects);
        break;
      case 'commit':
        learn(replica, message.slot, message.value, effects);
        break;
      case 'prepare':
        onPrepare(replica, from, message, effects);
        break;
      case 'promise':
        onPromised(replica, from, message, effects);
        break;
      case 'try-pre-accept':
        onTry(replica, from, message, effects);
        break;
      case 'tried':
        onTried(replica, from, message, effects);
        break;
      case 'nack':
        onNack(replica, message, effects);
        break;
      case 'heartbeat':
        onHeartbeat(replica, from, message, effects);
        drop(replica, effects);
        break;
      case 'learn':
        onLearn(replica, from, message, effects);
        break;
      case 'commits':
        onCommits(replica, message, effects);
        break;
    }
  }

  /** Only now may be told what the record says. */
  durable(token: number, effects: Effects): void {
    const { state } = this.replica;
    if (token === FLOOR) state.sure = Math.max(state.sure, state.firstOfLife);
    else if (token === SNAPSHOT) onSnapshotWritten(this.replica);
    else if (token === state.savingAfter) onFinishedWritten(this.replica, effects);
    else this.written(token, effects);
    this.goOn(effects);
  }

  private written(token: number, effects: Effects): void {
    const { replica } = this;
    const { state, setup } = replica;
    const slot = state.writing.get(token)!;
    state.writing.delete(token);
    if (rowOf(slot, setup.n) === setup.self) state.sure = Math.max(state.sure, numberOf(slot, setup.n) + 1);
    const instance = instanceAt(state, slot);
    if (instance === null || instance.record !== token) return;
    instance.onDisk = true;
    const { to, status, value, promised } = instance;
    const message = owed(replica, slot, instance);
    if (message !== null && to === setup.self) this.handle(to, message, effects);
    else if (message !== null) send(effects, to, message);
    else if (status >= COMMITTED && promised > 0 && to !== setup.self) {
      send(effects, to, { type: 'commit', slot, value: value! }); // Who recovers it may not have heard.
    }
  }

  timer(_name: number, effects: Effects): void {
    const { replica } = this;
    effects.setTimer(BEAT, replica.setup.heartbeat);
    beat(replica, effects);
    sendAgain(replica, effects);
    recoverAgain(replica, effects);
    recoverOverdue(replica, (row) => isSilent(replica, row, effects.now), effects);
    save(replica, effects);
    this.goOn(effects);
  }

  /** What any input may have made possible. */
  private goOn(effects: Effects): void {
    const { replica } = this;
    reconsider(replica, effects);
    executeReady(replica, effects);
    proposeWaiting(replica, effects);
  }
}

/** Machines with these limits. */
export function epaxosMachine(limits: Limits = LIMITS): MachineFactory {
  return { create: (setup) => new Epaxos(setup, limits) };
}
