import type { MachineFactory } from '../contract/host.js';
import type { Command, Effects, Machine, MachineSetup, Message } from '../contract/machine.js';
import { keyOf, versionIn } from '../log/token.js';
import { beat, onChosen, onHeartbeat, onInstall, onLearn } from './catch-up.js';
import { executeReady } from './executing.js';
import { chosenAt, putEntry, WRITTEN } from './log.js';
import type { Agreed, Entry, MenciusMessage, Promised, Snapshot, Votes } from './messages.js';
import { FLOOR, ownerOfVotes, SNAPSHOT } from './records.js';
import { onAgreed, onPromised, onRevoked, revoke } from './revoking.js';
import { raiseFloor, skipBelow } from './skipping.js';
import { nextOf, ownsSlots, strideOf } from './slots.js';
import { onSnapshotWritten, restoreFrom } from './snapshots.js';
import { BEAT, freshState, LIMITS, type Limits, PATIENCE, type Replica, type State } from './state.js';
import {
  noteSure,
  onAccepted,
  onCommit,
  onCover,
  onEntryWritten,
  onRefused,
  onRequest,
  onSuggest,
  passOnSkips,
  sendAgain,
  suggestWaiting,
} from './suggesting.js';
import { drawPatience, onPatience, watchOthers } from './suspecting.js';
import { onNack, onPrepare, onRevoke, onVotesWritten } from './votes.js';

/**
 * Mencius: every replica leads, in turn (Mao, Junqueira, Marzullo, "Mencius: building efficient replicated state
 * machines for WANs", OSDI 2008). Clients talk to the nearest replica, and no request is forwarded.
 *
 * There is one log, as in Multi-Paxos, but its slots (the paper's instances) go round: slot s belongs to replica s mod n of
 * those that have a vote, its coordinator. A learner owns none, and hears what the others suggest and commit. In each slot runs a restricted consensus (simple consensus; §4.2, Coordinated Paxos): the owner alone
 * may suggest a command; all others may propose nothing but a no-op, and only by revoking the slot, in a higher ballot.
 * So the owner needs no phase 1 (rule 1):
 *
 *   `suggest` (slot, command) goes to all; each answers `accepted` when it has it on disk. Accepted by a phase-2
 *   quorum, it is chosen: `commit` to all. That is one round trip from wherever the client is.
 *
 * Everybody executes in the order of the slots, so a command also waits until every slot before its own is decided. A
 * replica with nothing to say must not hold the others up: who hears of a suggestion skips its own unused slots before
 * it (rule 2), and says so on its `accepted` (optimisation 1). A skip needs no votes: what but a no-op could be chosen
 * where the owner never suggests anything? So an operation waits for a quorum *and* for those replicas that own a slot
 * between the last command and its own: all the others if the last command came from here, too; nobody, if it came
 * from the replica just before. The others learn of these skips from the suggester, with its next suggestion, or, if
 * nothing else of it is under way, by `cover` (in the paper by the skipper's own next suggestions, optimisation 2, or
 * after α messages or τ ms; here the heartbeats do that where messages are lost).
 *
 * Commands that commute may be executed before those in front of them are decided, once it is known what these may be
 * (out-of-order commit, out-of-order.ts). Idle replicas are waited for all the same.
 *
 * Why it is safe: a slot's owner suggests at most one command there, ballot 0, or none. If it is chosen, a quorum has
 * it on disk; every phase-1 quorum of a revocation meets that one, and the revoker must propose what it hears of. What
 * the owner skipped nobody can hear of. After a crash the owner no longer knows what it had suggested or skipped just
 * before; it begins a window above everything on its disk, within which it had kept before (see skipping.ts), and
 * revokes its own slots below.
 *
 * Why it lives: a silent replica's slots are revoked (rule 3), a range at a time (optimisation 3, suspecting.ts); an
 * owner that was suspected wrongly learns that its command was replaced by a no-op, and suggests it again in a later
 * slot (rule 4). Revokers outbid each other with different patience only (FLP: no protocol is sure to end this).
 *
 *   slots, ballot, records, messages, state, log   what it is all made of
 *   suggesting, skipping                           the fault-free path
 *   votes, revoking, suspecting                    revocation
 *   learner, executing                             executing in order, each operation once
 *   out-of-order, ahead                            executing what commutes before its turn
 *   catch-up, snapshots                            what was lost, what is no longer needed
 */
class Mencius implements Machine {
  private readonly replica: Replica;
  readonly leads = false;

  constructor(setup: MachineSetup, limits: Limits) {
    this.replica = { setup, limits, state: freshState(setup) };
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
    const { replica } = this;
    const { setup, limits } = replica;
    const state = freshState(setup);
    replica.state = state;
    const snapshot = durable.get(SNAPSHOT) as Snapshot | undefined;
    if (snapshot !== undefined) {
      restoreFrom(state, snapshot);
      state.cut = snapshot.executed;
    }
    const floor = (durable.get(FLOOR) as number | undefined) ?? 0;
    state.sure = Math.max(state.executed, floor);
    for (const [key, record] of durable) {
      const owner = ownerOfVotes(key);
      if (owner >= 0 && key < SNAPSHOT) restoreVotes(state, owner, record as Votes);
      if (key >= state.sure) state.sure = key + 1;
      if (key < state.log.base) continue;
      putEntry(state.log, key, record as Entry, WRITTEN);
      if (key >= state.top) state.top = key + 1;
    }
    state.floor = floor;
    if (!ownsSlots(setup, setup.self)) {
      this.begin(effects);
      return;
    }
    state.index = nextOf(setup.self, state.sure + limits.window, setup);
    state.skippedFrom = state.index;
    state.unsettled = state.index;
    raiseFloor(state, state.index, effects);
    this.begin(effects);
    revoke(replica, setup.self, state.unsettled, effects);
  }

  private begin(effects: Effects): void {
    const { replica } = this;
    const { state, setup } = replica;
    state.heard.fill(effects.now);
    state.stuckSince = effects.now;
    state.patience = drawPatience(replica, effects);
    effects.setTimer(PATIENCE, state.patience);
    effects.setTimer(BEAT, setup.heartbeat);
  }

  request(command: Command, effects: Effects): void {
    onRequest(this.replica, command, effects);
    this.goOn(effects);
  }

  message(from: number, body: Message, effects: Effects): void {
    this.replica.state.heard[from] = effects.now;
    this.handle(from, body as MenciusMessage, effects);
    this.goOn(effects);
  }

  private handle(from: number, message: MenciusMessage, effects: Effects): void {
    const { replica } = this;
    switch (message.type) {
      case 'suggest':
        onSuggest(replica, from, message, effects);
        break;
      case 'accepted':
        onAccepted(replica, from, message, effects);
        break;
      case 'refused':
        onRefused(replica, message, effects);
        break;
      case 'commit':
        onCommit(replica, message);
        break;
      case 'cover':
        onCover(replica, message);
        break;
      case 'heartbeat':
        onHeartbeat(replica, from, message, effects);
        break;
      case 'prepare':
        onPrepare(replica, from, message, effects);
        break;
      case 'promise':
        onPromised(replica, from, message, effects);
        break;
      case 'revoke':
        onRevoke(replica, from, message, effects);
        break;
      case 'agreed':
        onAgreed(replica, from, message, effects);
        break;
      case 'nack':
        onNack(replica, message);
        break;
      case 'revoked':
        onRevoked(replica, message);
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
    const key = keyOf(token);
    if (key >= 0) {
      onEntryWritten(replica, key, effects);
    } else if (key === FLOOR) {
      if (versionIn(token) === replica.state.floors) noteSure(replica, replica.state.floor, effects);
    } else if (key === SNAPSHOT) {
      onSnapshotWritten(replica, versionIn(token), effects);
    } else {
      const own = onVotesWritten(replica, ownerOfVotes(key), versionIn(token), effects);
      if (own !== undefined) this.tellSelf(own, effects);
    }
    this.goOn(effects);
  }

  private tellSelf(message: Promised | Agreed, effects: Effects): void {
    this.handle(this.replica.setup.self, message, effects);
  }

  timer(name: number, effects: Effects): void {
    const { replica } = this;
    if (name === BEAT) {
      effects.setTimer(BEAT, replica.setup.heartbeat);
      beat(replica, effects);
      sendAgain(replica, effects);
      watchOthers(replica, effects);
    } else if (name === PATIENCE) {
      onPatience(replica, effects);
    }
    this.goOn(effects);
  }

  /** What any input may have made possible. */
  private goOn(effects: Effects): void {
    const { replica } = this;
    executeReady(replica, effects);
    const { state, setup } = replica;
    if (state.executed >= state.top) state.stuckSince = effects.now;
    // Own slots that were decided over our head, by a revocation, are of no use.
    if (!ownsSlots(setup, setup.self)) return;
    let index = nextOf(setup.self, Math.max(state.index, state.executed), setup);
    while (chosenAt(state.log, index) !== null) index += strideOf(setup);
    if (index > state.index) skipBelow(replica, index, effects);
    suggestWaiting(replica, effects);
    passOnSkips(replica, effects);
  }
}

function restoreVotes(state: State, owner: number, { promised, to, ranges }: Votes): void {
  const votes = state.votes[owner];
  votes.promised = promised;
  votes.to = to;
  votes.ranges = ranges.slice();
  votes.seen = promised;
  votes.seenTo = to;
}

/** Machines with these limits. */
export function menciusMachine(limits: Limits = LIMITS): MachineFactory {
  return { create: (setup) => new Mencius(setup, limits) };
}
