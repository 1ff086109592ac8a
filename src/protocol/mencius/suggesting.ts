import type { Command, Effects } from '../contract/machine.js';
import { tokenOf } from '../log/token.js';
import { masksOf } from '../member-masks.js';
import { currentValue, isExecuted, resultAgain } from '../replicated-map.js';
import { executeReady } from './executing.js';
import { decide } from './learner.js';
import { entryAt, NOWHERE, putEntry, WRITING, WRITTEN, writtenAt } from './log.js';
import type { Accepted, Commit, Cover, Entry, Refused, Suggest } from './messages.js';
import {
  applyOwnSkips,
  horizon,
  knownSkips,
  noteSkip,
  noteSkips,
  ownSkip,
  raiseFloor,
  skipBelow,
  skipRange,
} from './skipping.js';
import { ownerOf, ownsSlots, strideOf } from './slots.js';
import { type Open, type Replica, send, toOthers } from './state.js';

/**
 * The fault-free path: suggest, accepted with the skips, commit. A suggestion is ballot 0 of its slot, in which
 * the owner needs no phase 1, since no other may propose in it.
 */

/** How many times its first patience a suggestion waits at most before it is sent again. */
const MOST_PATIENT = 8;

/** From a client. A learner has no slots to put commands in: the client will find another. */
export function onRequest({ state, setup }: Replica, command: Command, effects: Effects): void {
  if (command.kind === 'read' && setup.reads === 'local') {
    effects.reply(command.client, command.seq, currentValue(state, command.key));
  } else if (isExecuted(state, command)) {
    effects.reply(command.client, command.seq, resultAgain(state, command));
  } else if (ownsSlots(setup, setup.self)) {
    const same = ({ client, seq }: Command): boolean => client === command.client && seq === command.seq;
    for (const other of state.mine.values()) if (same(other)) return;
    if (!state.waiting.some(same)) state.waiting.push(command);
  }
}

/** Suggests what waits, as far ahead as the disk allows. */
export function suggestWaiting(replica: Replica, effects: Effects): void {
  const { state } = replica;
  while (state.waiting.length > 0) {
    if (state.index >= horizon(replica)) {
      raiseFloor(state, state.index, effects);
      return;
    }
    suggest(replica, state.waiting.shift()!, effects);
  }
}

function suggest(replica: Replica, command: Command, effects: Effects): void {
  const { state, setup } = replica;
  const slot = state.index;
  const entry: Entry = { command, after: state.skippedFrom };
  state.skippedFrom = slot + 1;
  state.index = slot + strideOf(setup);
  applyOwnSkips(replica, effects);
  if (slot >= state.top) state.top = slot + 1;
  putEntry(state.log, slot, entry, WRITING);
  state.mine.set(slot, command);
  const open: Open = { votes: 0, sentAt: effects.now, wait: firstWait(replica) };
  state.open.set(slot, open);
  effects.persist(slot, entry, tokenOf(slot, 0));
  if (setup.disk === 'parallel') sendOut(replica, slot, entry, effects);
}

function sendOut(replica: Replica, slot: number, entry: Entry, effects: Effects): void {
  toOthers(replica, { type: 'suggest', slot, entry, skips: knownSkips(replica) }, effects);
}

/** At another replica. */
export function onSuggest(replica: Replica, from: number, message: Suggest, effects: Effects): void {
  const { state, setup } = replica;
  const { slot, entry } = message;
  skipRange(replica, from, entry.after, slot);
  noteSkips(replica, message.skips);
  if (slot >= state.top) state.top = slot + 1;
  if (!ownsSlots(setup, setup.self)) {
    // A learner accepts nothing: it has the command at hand for when it is chosen.
    if (slot >= state.executed) putEntry(state.log, slot, entry, NOWHERE);
    return;
  }
  skipBelow(replica, slot, effects);
  const written = writtenAt(state.log, slot);
  if (written === WRITTEN) {
    accepted(replica, from, slot, effects); // Sent again.
  } else if (written === NOWHERE && slot >= state.executed) {
    const { to } = state.votes[from];
    if (slot < to) {
      send(effects, from, { type: 'refused', to });
      return;
    }
    putEntry(state.log, slot, entry, WRITING);
    effects.persist(slot, entry, tokenOf(slot, 0));
  }
}

function accepted(replica: Replica, owner: number, slot: number, effects: Effects): void {
  send(effects, owner, { type: 'accepted', slot, skip: ownSkip(replica) });
}

/** A suggestion is on disk, an own one or another's. */
export function onEntryWritten(replica: Replica, slot: number, effects: Effects): void {
  const { state, setup } = replica;
  const { log } = state;
  if (slot >= log.base) log.written[slot - log.base] = WRITTEN;
  noteSure(replica, slot + 1, effects);
  const owner = ownerOf(slot, setup);
  if (owner !== setup.self) {
    accepted(replica, owner, slot, effects);
    return;
  }
  const open = state.open.get(slot);
  if (open === undefined) return;
  if (setup.disk === 'serial') {
    open.sentAt = effects.now;
    sendOut(replica, slot, entryAt(log, slot)!, effects);
  }
  vote(replica, open, setup.self, slot, effects);
}

/** A record on disk covers all slots below. */
export function noteSure(replica: Replica, sure: number, effects: Effects): void {
  if (sure <= replica.state.sure) return;
  replica.state.sure = sure;
  applyOwnSkips(replica, effects);
}

export function onAccepted(replica: Replica, from: number, message: Accepted, effects: Effects): void {
  noteSkip(replica, from, message.skip);
  const open = replica.state.open.get(message.slot);
  if (open !== undefined) vote(replica, open, from, message.slot, effects);
}

/** Counts one acceptance; with a phase-2 quorum of them the suggestion is chosen, and all are told. */
function vote(replica: Replica, open: Open, from: number, slot: number, effects: Effects): void {
  const { state, setup } = replica;
  open.votes |= 1 << from;
  if (!setup.quorum.phase2.contains(open.votes)) return;
  state.open.delete(slot);
  decide(state, slot, entryAt(state.log, slot)!.command);
  executeReady(replica, effects);
  toOthers(replica, { type: 'commit', slot, skips: knownSkips(replica) }, effects);
  if (state.mine.has(slot)) state.coverOwed = true;
}

export function onCommit(replica: Replica, { slot, skips }: Commit): void {
  noteSkips(replica, skips);
  const entry = entryAt(replica.state.log, slot);
  if (entry !== null) decide(replica.state, slot, entry.command);
}

export function onCover(replica: Replica, { skips }: Cover): void {
  noteSkips(replica, skips);
}

/**
 * Once nothing of ours is under way, passes on the skips that our last commit came too early for; before, the next
 * suggestion does. So the others need not wait for the heartbeats of those who skipped.
 */
export function passOnSkips(replica: Replica, effects: Effects): void {
  const { state } = replica;
  if (!state.coverOwed || state.mine.size > 0) return;
  state.coverOwed = false;
  toOthers(replica, { type: 'cover', skips: knownSkips(replica) }, effects);
}

/** Our slots below `to` are being revoked. What we suggested there is decided by that; we go on above. */
export function onRefused(replica: Replica, { to }: Refused, effects: Effects): void {
  skipBelow(replica, to, effects);
}

/** With every heartbeat: sends again what is overdue, to those who have not accepted it. */
export function sendAgain(replica: Replica, effects: Effects): void {
  const { state, setup } = replica;
  for (const [slot, open] of state.open) {
    if (effects.now - open.sentAt < open.wait) continue;
    if (setup.disk === 'serial' && writtenAt(state.log, slot) !== WRITTEN) continue;
    open.sentAt = effects.now;
    open.wait = Math.min(2 * open.wait, MOST_PATIENT * firstWait(replica));
    const entry = entryAt(state.log, slot)!;
    const message: Suggest = { type: 'suggest', slot, entry, skips: knownSkips(replica) };
    const asked = masksOf(setup).electors & ~open.votes;
    for (let to = 0; to < setup.n; to++) {
      if (to !== setup.self && (asked >>> to) & 1) send(effects, to, message);
    }
  }
}

/** How long an acceptance may take before the suggestion is sent again (ms). */
function firstWait({ setup }: Replica): number {
  return setup.heartbeat + setup.election[0];
}
