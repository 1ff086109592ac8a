import type { Effects } from '../contract/machine.js';
import { isNoOp } from '../replicated-map.js';
import { onAccept, onPrepare, onTry } from './acceptor.js';
import { ballotAbove } from './ballot.js';
import { dependsOn } from './interference.js';
import { commit } from './learner.js';
import {
  ACCEPTED,
  type Accepted,
  type Attributes,
  COMMITTED,
  type Nack,
  NOTHING,
  PRE_ACCEPTED,
  type Promised,
  sameOrder,
  type Tried,
} from './messages.js';
import { instanceAt, instanceFor } from './rows.js';
import { numberOf, rowOf } from './slots.js';
import { drawPatience, isLearner, type Recovery, type Replica, type send, toOthers } from './state.js';

/**
 * Recovery: Explicit Prepare. Whoever misses an instance for long takes a higher ballot and asks a phase-1 quorum what
 * became of it. Committed or accepted is taken over, as in Paxos. The question is what to do with mere pre-acceptances:
 * the command leader may have committed on the fast path with its initial attributes, and nobody else know of it.
 *
 * A fast quorum is so small that counting votes does not settle that (it would with all 2f replicas): of a phase-1
 * quorum as few as ⌊(f+1)/2⌋ may have voted, and so they may for an interfering command, each of which is not in the
 * other's dependencies. So (CMU-PDL-13-111 §6.2; here by the rules of Ryabinin, Gotsman, Sutra, "Making democracy
 * work: fixing and simplifying Egalitarian Paxos", OPODIS 2025, which mend those):
 *
 *   1. If those who may have voted do not contain a fast quorum, it was not committed: nothing is put in its place,
 *      and the command takes another instance.
 *   2. Else all who promised are asked, by TryPreAccept, to take note of the initial attributes. If nobody objects they
 *      are proposed: from here on whatever interferes depends on this instance.
 *   3. An interfering command that is committed, outside the dependencies, without depending on this one, proves that
 *      this one was not committed. So does one inside them whose seq is not lower: the fast path demands that every
 *      dependency was committed before.
 *   4. One under way that is unordered with this one has to be decided first, and this replica recovers it as well. Its
 *      leader did not vote for this one, nor did anyone who voted for it; back to 1. Two such instances cannot both be
 *      found possible, unless replicas that are up no longer know what they did (a command leader after a crash):
 *      then both wait for another replica to be back.
 */

/** Asks nobody before its own promise is on disk: after a crash it must not use the ballot again. */
export function recover(replica: Replica, slot: number, effects: Effects): void {
  const { state, setup } = replica;
  const instance = instanceFor(state, slot, 0);
  const ballot = ballotAbove(Math.max(instance.promised, instance.seen), setup.self);
  state.recoveries.set(slot, {
    ballot,
    phase: 'prepare',
    promised: 0,
    votes: 0,
    accepted: null,
    acceptedIn: -1,
    initial: null,
    undecided: false,
    tried: 0,
    against: false,
    unordered: [],
    notBelow: [],
    value: null,
    agreed: 0,
    sentAt: effects.now,
    wait: setup.election[0],
  });
  onPrepare(replica, setup.self, { type: 'prepare', slot, ballot }, effects);
}

export function onPromised(replica: Replica, from: number, message: Promised, effects: Effects): void {
  const { state, setup } = replica;
  const { slot, ballot, status, votedIn, initial, value } = message;
  const recovery = state.recoveries.get(slot);
  const bit = 1 << from;
  if (recovery?.ballot !== ballot || recovery.phase === 'accept' || recovery.promised & bit) return;
  recovery.promised |= bit;
  if (from === setup.self) toOthers(replica, { type: 'prepare', slot, ballot }, effects, replica.electors);
  if (status === ACCEPTED && votedIn > recovery.acceptedIn) {
    recovery.acceptedIn = votedIn;
    recovery.accepted = value;
  }
  if (initial !== null) recovery.initial = initial;
  if (status === PRE_ACCEPTED && sameOrder(initial!, value!)) recovery.votes |= bit;
  if (message.undecided) recovery.undecided = true;
  if (recovery.phase === 'try') ask(replica, slot, recovery, bit, effects);
  state.news = true;
}

/** May it have been committed on the fast path, by all that is known here? */
function mayBeCommitted(replica: Replica, slot: number, recovery: Recovery): boolean {
  const { state, all, fast, setup } = replica;
  let against = recovery.promised & ~recovery.votes;
  for (const other of recovery.unordered) {
    against |= (1 << rowOf(other, setup.n)) | (state.recoveries.get(other)?.votes ?? 0);
  }
  for (const [other, { unordered, votes }] of state.recoveries) {
    if (unordered.includes(slot)) against |= (1 << rowOf(other, setup.n)) | votes;
  }
  return fast.contains(all & ~against);
}

/** Looks at every recovery again, for what one finds out may settle another. */
export function reconsider(replica: Replica, effects: Effects): void {
  const { state } = replica;
  while (state.news) {
    state.news = false;
    for (const [slot, recovery] of [...state.recoveries]) {
      if (state.recoveries.get(slot) === recovery) consider(replica, slot, recovery, effects);
    }
  }
}

function consider(replica: Replica, slot: number, recovery: Recovery, effects: Effects): void {
  const { phase1 } = replica.setup.quorum;
  if (recovery.phase === 'accept' || !phase1.contains(recovery.promised)) return;
  const { accepted, undecided, initial } = recovery;
  if (accepted !== null) {
    proposeAgain(replica, slot, recovery, accepted, effects);
  } else if (undecided || initial === null || isRefuted(replica, slot, recovery, initial)) {
    proposeAgain(replica, slot, recovery, NOTHING, effects);
  } else if (recovery.phase === 'prepare') {
    recovery.phase = 'try';
    recovery.sentAt = effects.now;
    ask(replica, slot, recovery, recovery.promised, effects);
  } else if (
    phase1.contains(recovery.tried) &&
    recovery.unordered.length === 0 &&
    recovery.notBelow.length === 0
  ) {
    proposeAgain(replica, slot, recovery, initial, effects);
  }
}

/** Is there proof that it was not committed? Those it waits for that are decided in its favour are waited for no more. */
function isRefuted(replica: Replica, slot: number, recovery: Recovery, initial: Attributes): boolean {
  const { state } = replica;
  const isOpen = (other: number, isFine: (value: Attributes) => boolean): boolean => {
    const instance = instanceAt(state, other);
    if (instance === null || instance.status < COMMITTED) return true;
    const { value } = instance;
    if (!isNoOp(value!.command) && !isFine(value!)) recovery.against = true;
    return false;
  };
  recovery.unordered = recovery.unordered.filter((other) => isOpen(other, (value) => dependsOn(value, slot)));
  recovery.notBelow = recovery.notBelow.filter((other) => isOpen(other, ({ seq }) => seq < initial.seq));
  return recovery.against || !mayBeCommitted(replica, slot, recovery);
}

function ask(replica: Replica, slot: number, recovery: Recovery, set: number, effects: Effects): void {
  const { ballot, initial } = recovery;
  const message = { type: 'try-pre-accept', slot, ballot, initial: initial! } as const;
  const { self } = replica.setup;
  if ((set >> self) & 1) onTry(replica, self, message, effects);
  toOthers(replica, message, effects, set);
}

export function onTried(replica: Replica, from: number, message: Tried, effects: Effects): void {
  const { state } = replica;
  const { slot, ballot, objections } = message;
  const recovery = state.recoveries.get(slot);
  const bit = 1 << from;
  if (recovery?.ballot !== ballot || recovery.phase !== 'try' || recovery.tried & bit) return;
  recovery.tried |= bit;
  if (objections.against) recovery.against = true;
  const { unordered, notBelow } = recovery;
  for (const [told, kept] of [
    [objections.unordered, unordered],
    [objections.notBelow, notBelow],
  ] as const) {
    for (const other of told) {
      if (kept.includes(other)) continue;
      kept.push(other);
      // Now it is known here that there is such an instance, it will be recovered if need be.
      instanceFor(state, other, effects.now + drawPatience(replica, effects));
    }
  }
  state.news = true;
}

function proposeAgain(
  replica: Replica,
  slot: number,
  recovery: Recovery,
  value: Attributes,
  effects: Effects,
): void {
  const { ballot } = recovery;
  recovery.phase = 'accept';
  recovery.value = value;
  recovery.sentAt = effects.now;
  const message = { type: 'accept', slot, ballot, value } as const;
  onAccept(replica, replica.setup.self, message, effects);
  toOthers(replica, message, effects, replica.electors);
}

export function onAcceptedAgain(replica: Replica, from: number, message: Accepted, effects: Effects): void {
  const { state, setup } = replica;
  const recovery = state.recoveries.get(message.slot);
  if (recovery?.ballot !== message.ballot || recovery.phase !== 'accept') return;
  recovery.agreed |= 1 << from;
  if (!setup.quorum.phase2.contains(recovery.agreed)) return;
  state.recovered++;
  commit(replica, message.slot, recovery.value!, effects);
}

/** Somebody has taken a higher ballot: it is his now. */
export function onNack(replica: Replica, { slot, promised }: Nack, effects: Effects): void {
  const { state } = replica;
  const instance = instanceAt(state, slot);
  if (instance === null) return;
  instance.seen = Math.max(instance.seen, promised);
  instance.due = effects.now + drawPatience(replica, effects);
  state.leading.delete(slot);
  if ((state.recoveries.get(slot)?.ballot ?? promised) < promised) state.recoveries.delete(slot);
}

/** With every heartbeat: what is unanswered for long is sent again. */
export function recoverAgain(replica: Replica, effects: Effects): void {
  const { state, setup, electors } = replica;
  for (const [slot, recovery] of state.recoveries) {
    const { ballot, phase, promised, tried, agreed, value, initial } = recovery;
    const instance = instanceAt(state, slot)!;
    if (instance.promised > ballot) state.recoveries.delete(slot);
    else if (effects.now >= recovery.sentAt + recovery.wait && (promised >> setup.self) & 1) {
      recovery.sentAt = effects.now;
      recovery.wait *= 2;
      const sendTo = (body: Parameters<typeof send>[2], set: number): void =>
        toOthers(replica, body, effects, set);
      if (phase !== 'accept') sendTo({ type: 'prepare', slot, ballot }, electors & ~promised);
      if (phase === 'try') {
        sendTo({ type: 'try-pre-accept', slot, ballot, initial: initial! }, promised & ~tried);
      }
      if (phase === 'accept') sendTo({ type: 'accept', slot, ballot, value: value! }, electors & ~agreed);
    }
  }
}

/** With every heartbeat: recovers what is overdue. An instance whose leader is heard of is left to that for longer. */
export function recoverOverdue(replica: Replica, silent: (row: number) => boolean, effects: Effects): void {
  const { state, setup } = replica;
  if (isLearner(replica)) return;
  for (let row = 0; row < setup.n; row++) {
    const { base, instances, executed } = state.rows[row];
    const grace = row === setup.self || silent(row) ? 0 : 2 * setup.election[1];
    for (let i = executed - base; i < instances.length; i++) {
      const slot = (base + i) * setup.n + row;
      const instance = instances[i] ?? instanceFor(state, slot, effects.now + drawPatience(replica, effects));
      if (instance.status >= COMMITTED || effects.now < instance.due + grace) continue;
      if (state.leading.has(slot) || state.recoveries.has(slot)) continue;
      if (numberOf(slot, setup.n) >= state.next && row === setup.self) continue;
      recover(replica, slot, effects);
    }
  }
}
