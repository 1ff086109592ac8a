import type { MachineFactory } from '../contract/host.js';
import type { Command, Effects, Machine, MachineSetup, Message } from '../contract/machine.js';
import { onDecisionWritten, onVote, tellDecision, watchVotes } from './coordinator.js';
import type { CommitMessage, Inquire } from './messages.js';
import { onAbort, onCommit, onEntryWritten, onPrepare, onPreparedWritten } from './participant.js';
import { onLifeWritten, recover } from './recovery.js';
import { onForward, onRequest, onResult } from './requests.js';
import { onSnapshotWritten } from './snapshots.js';
import {
  coordinatorOf,
  freshOffice,
  freshState,
  LIMITS,
  type Limits,
  type Replica,
  type State,
  tickSoon,
} from './state.js';
import { isOwedAcks, onAck, tellAgain } from './telling.js';
import { askAbout, onRefusalWritten, tellWhatIsKnown } from './termination.js';

/**
 * Two-phase commit over full copies (Gray, "Notes on Data Base Operating Systems", 1978; Lampson, Sturgis, "Crash
 * Recovery in a Distributed Data Storage System", 1979; Bernstein, Hadzilacos, Goodman, "Concurrency Control and Recovery
 * in Database Systems", 1987, ch. 7). Each write is a transaction and every replica a participant. One of them, for good,
 * is the coordinator: the leader of the deployment.
 *
 *   Phase 1  The coordinator asks all others to prepare. A participant locks the key, writes the transaction to its disk,
 *            and votes yes: `prepare`, `vote`. From here until it hears the decision it is in doubt: it may neither commit
 *            nor abort, and keeps the lock.
 *   Phase 2  When all have voted yes, the coordinator writes the decision to its disk. That moment commits. It executes
 *            the write, answers the client and tells the others, who give the lock back, write the decision down, execute
 *            and acknowledge: `commit`, `ack`.
 *
 * What is not on the coordinator's disk as committed is aborted; nobody writes aborts down or acknowledges them ("presumed
 * abort"; Mohan, Lindsay, Obermarck, "Transaction Management in the R* Distributed Database Management System", TODS
 * 1986). So the coordinator remembers a decision to commit until all have acknowledged it, and then forgets it.
 *
 * Everybody must vote. A participant that is silent makes the coordinator abort and try the client's write again as a
 * new transaction, until it is back; writes stop meanwhile. And nobody replaces the coordinator. When it crashes after the
 * votes, participants in doubt ask each other (termination.ts), but where all are in doubt they hold their locks until it
 * has restarted: two-phase commit is blocking (Skeen, "Nonblocking Commit Protocols", SIGMOD 1981). `inDoubt` (doubt.ts)
 * says who holds which locks, for how long. Consensus removes that (Gray, Lamport, "Consensus on Transaction Commit",
 * TODS 2006): two-phase commit is its case with one acceptor, the coordinator.
 *
 * The order of execution is that of the decisions, numbered by slots; all replicas execute in it. An aborted transaction
 * has no slot: none is given before the decision. The exception is a crash of the coordinator that keeps one decision off
 * its disk and not a later one: the former was told to nobody, is thereby aborted, and leaves a filler.
 *
 *   messages, state, log        what it is all made of
 *   coordinator, telling        the coordinator's two phases
 *   participant, termination    the participant's part, and what it does in doubt
 *   execution, requests, snapshots, recovery, doubt
 */
class TwoPhaseCommit implements Machine {
  private readonly replica: Replica;

  constructor(setup: MachineSetup, limits: Limits) {
    this.replica = { setup, limits, state: freshState() };
  }

  get state(): State {
    return this.replica.state;
  }

  set state(state: State) {
    this.replica.state = state;
  }

  /** Is it the coordinator? There is never another. */
  get leads(): boolean {
    return this.replica.state.office !== null;
  }

  /** The coordinator's first life needs no record: where there is none, that was it. */
  start(_effects: Effects): void {
    const { replica } = this;
    const { setup } = replica;
    replica.state = freshState();
    if (coordinatorOf(setup) === setup.self) replica.state.office = freshOffice(setup, 0, 0, true);
  }

  restart(durable: ReadonlyMap<number, unknown>, effects: Effects): void {
    recover(this.replica, durable, effects);
  }

  request(command: Command, effects: Effects): void {
    onRequest(this.replica, command, effects);
  }

  message(from: number, body: Message, effects: Effects): void {
    const { replica } = this;
    const message = body as CommitMessage;
    switch (message.type) {
      case 'prepare':
        onPrepare(replica, from, message, effects);
        break;
      case 'vote':
        onVote(replica, from, message, effects);
        break;
      case 'commit':
        onCommit(replica, message, effects);
        break;
      case 'abort':
        onAbort(replica, message, effects);
        break;
      case 'ack':
        onAck(replica, from, message, effects);
        break;
      case 'inquire':
        this.inquired(from, message, effects);
        break;
      case 'forward':
        onForward(replica, from, message, effects);
        break;
      case 'result':
        onResult(message, effects);
        break;
    }
  }

  private inquired(from: number, message: Inquire, effects: Effects): void {
    const { replica } = this;
    const { office } = replica.state;
    if (office !== null) tellDecision(replica, office, from, message, effects);
    else tellWhatIsKnown(replica, from, message, effects);
  }

  /** Only now does it count. */
  durable(token: number, effects: Effects): void {
    const { replica } = this;
    const { state } = replica;
    const written = state.writing.get(token);
    if (written === undefined) return;
    state.writing.delete(token);
    switch (written.what) {
      case 'entry':
        if (state.office !== null) onDecisionWritten(replica, state.office, written.slot, effects);
        else onEntryWritten(replica, written.slot, written.place, effects);
        break;
      case 'prepared':
        onPreparedWritten(replica, written.txn, written.number, effects);
        break;
      case 'refused':
        onRefusalWritten(replica, written.txn, effects);
        break;
      case 'snapshot':
        onSnapshotWritten(state, effects);
        break;
      case 'life':
        onLifeWritten(replica, effects);
        break;
    }
  }

  timer(_name: number, effects: Effects): void {
    const { replica } = this;
    const { state } = replica;
    const { office } = state;
    state.ticking = false;
    if (office !== null) {
      watchVotes(replica, office, effects);
      tellAgain(replica, office, effects);
      if (office.active.size > 0 || isOwedAcks(replica, office)) tickSoon(replica, effects);
    } else {
      askAbout(replica, effects);
      if (state.open.size > 0) tickSoon(replica, effects);
    }
  }
}

/** Machines that keep as much as `limits` says. */
export function twoPhaseCommitMachine(limits: Limits = LIMITS): MachineFactory {
  return { create: (setup) => new TwoPhaseCommit(setup, limits) };
}
