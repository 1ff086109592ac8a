import type { Command, Effects } from '../contract/machine.js';
import { nameOf } from '../operation.js';
import { currentValue, isExecuted } from '../replicated-map.js';
import { coveredRows, placeOf } from './interference.js';
import { writeDown } from './journal.js';
import { commit } from './learner.js';
import { ACCEPTED, type Accepted, PRE_ACCEPTED, type PreAccepted, sameOrder } from './messages.js';
import { note } from './noting.js';
import { instanceAt, instanceFor } from './rows.js';
import { slotOf } from './slots.js';
import { isLearner, isSilent, type Leading, type Replica, toOthers } from './state.js';

/** The command leader: its clients' commands, each in the next instance of its own row. */

/** How many times longer than at first it waits at most before it sends again. */
const MOST_PATIENT = 8;

export function onRequest(replica: Replica, command: Command, effects: Effects): void {
  const { state, setup } = replica;
  const { client, seq, kind, key, value } = command;
  if (kind === 'read' && setup.reads === 'local') {
    effects.reply(client, seq, currentValue(state, key));
    return;
  }
  if (kind === 'write' && isExecuted(state, command)) {
    effects.reply(client, seq, value);
    return;
  }
  if (isLearner(replica)) return; // It has no instances; the client will find another.
  const name = nameOf(command);
  if (state.asked.has(name)) return; // Under way; it will be answered.
  state.asked.set(name, { command, slot: -1 });
  propose(replica, command, effects);
}

/** Phase 1 of the next own instance, if the disk vouches for its number; else the command waits for the disk. */
export function propose(replica: Replica, command: Command, effects: Effects): void {
  const { state, setup, limits } = replica;
  if (state.next >= state.sure + limits.window) {
    state.waiting.push(command);
    return;
  }
  const { now } = effects;
  const slot = slotOf(setup.self, state.next++, setup.n);
  const initial = placeOf(state, command);
  const instance = instanceFor(state, slot, now);
  instance.initial = initial;
  instance.value = initial;
  instance.status = PRE_ACCEPTED;
  note(replica, slot, instance);
  instance.covered = coveredRows(state, slot, initial);
  const asked = state.asked.get(nameOf(command));
  if (asked !== undefined) asked.slot = slot;
  state.leading.set(slot, {
    initial,
    value: null,
    answered: 0,
    equal: 0,
    covered: 0,
    seq: initial.seq,
    deps: initial.deps.slice(),
    accepted: 0,
    since: now,
    sentAt: now,
    wait: setup.election[0],
  });
  writeDown(replica, slot, instance, 'pre-accepted', setup.self, effects);
  toOthers(replica, { type: 'pre-accept', slot, initial }, effects, replica.electors);
}

/** Commands that had to wait for the disk. */
export function proposeWaiting(replica: Replica, effects: Effects): void {
  const { state, limits } = replica;
  let i = 0;
  for (; i < state.waiting.length && state.next < state.sure + limits.window; i++) {
    const command = state.waiting[i];
    // It may have been answered meanwhile, through another replica's instance.
    if (state.asked.has(nameOf(command))) propose(replica, command, effects);
  }
  if (i > 0) state.waiting.splice(0, i);
}

export function onPreAccepted(replica: Replica, from: number, message: PreAccepted, effects: Effects): void {
  const leading = replica.state.leading.get(message.slot);
  const bit = 1 << from;
  if (leading === undefined || leading.value !== null || leading.answered & bit) return;
  leading.answered |= bit;
  if (sameOrder(message, leading.initial)) {
    leading.equal |= bit;
    leading.covered |= message.covered;
  }
  merge(leading, message);
  decide(replica, message.slot, leading, effects);
}

function merge(leading: Leading, { seq, deps }: PreAccepted): void {
  leading.seq = Math.max(leading.seq, seq);
  for (let row = 0; row < deps.length; row++) leading.deps[row] = Math.max(leading.deps[row], deps[row]);
}

/**
 * Fast, if a fast quorum has answered, all of it with the initial attributes, and someone of it knew each dependency to
 * be committed. Slow, if a fast quorum has answered otherwise; or if there is nothing to wait for (see `hopeless`).
 */
function decide(replica: Replica, slot: number, leading: Leading, effects: Effects): void {
  const { state, fast, all, setup } = replica;
  const { equal, covered, answered, initial } = leading;
  if (covered === all && fast.contains(equal)) {
    state.fastPaths++;
    commit(replica, slot, initial, effects);
    return;
  }
  if (!setup.quorum.phase2.contains(answered)) return;
  if (fast.contains(answered) || isHopeless(replica, leading, effects.now))
    takeSlowPath(replica, slot, leading, effects);
}

/** No fast quorum is left of those who answered and those who are heard of, or it has been waited for long enough. */
function isHopeless(replica: Replica, { answered, since }: Leading, now: number): boolean {
  const { setup, fast } = replica;
  if (now - since >= setup.election[0]) return true;
  let left = answered;
  for (let i = 0; i < setup.n; i++) if (!isSilent(replica, i, now)) left |= 1 << i;
  return !fast.contains(left);
}

/** Paxos-Accept with all that anybody asked for (lines 14–16). */
function takeSlowPath(replica: Replica, slot: number, leading: Leading, effects: Effects): void {
  const { state, setup } = replica;
  state.slowPaths++;
  const { initial, seq, deps } = leading;
  const value = { command: initial.command, seq, deps: deps.slice() };
  leading.value = value;
  leading.sentAt = effects.now;
  leading.wait = setup.election[0];
  const instance = instanceAt(state, slot)!;
  instance.status = ACCEPTED;
  instance.value = value;
  note(replica, slot, instance);
  writeDown(replica, slot, instance, 'accepted', setup.self, effects);
  toOthers(replica, { type: 'accept', slot, ballot: 0, value }, effects, replica.electors);
}

export function onAcceptedByLeader(
  replica: Replica,
  from: number,
  message: Accepted,
  effects: Effects,
): void {
  const { state, setup } = replica;
  const leading = state.leading.get(message.slot);
  if (leading === undefined || leading.value === null || message.ballot > 0) return;
  leading.accepted |= 1 << from;
  if (setup.quorum.phase2.contains(leading.accepted)) commit(replica, message.slot, leading.value, effects);
}

/** With every heartbeat: what is unanswered for long is sent again, or gives up the fast path. */
export function sendAgain(replica: Replica, effects: Effects): void {
  const { state, setup, electors } = replica;
  for (const [slot, leading] of [...state.leading]) {
    if (leading.value === null) decide(replica, slot, leading, effects);
    if (!state.leading.has(slot) || effects.now < leading.sentAt + leading.wait) continue;
    leading.sentAt = effects.now;
    leading.wait = Math.min(2 * leading.wait, MOST_PATIENT * setup.election[0]);
    const { initial, value, answered, accepted } = leading;
    if (value === null)
      toOthers(replica, { type: 'pre-accept', slot, initial }, effects, electors & ~answered);
    else toOthers(replica, { type: 'accept', slot, ballot: 0, value }, effects, electors & ~accepted);
  }
}
