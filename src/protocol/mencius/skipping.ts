import type { Effects } from '../contract/machine.js';
import { tokenOf } from '../log/token.js';
import { NO_OP } from '../replicated-map.js';
import { decide } from './learner.js';
import type { Skip } from './messages.js';
import { FLOOR } from './records.js';
import { nextOf, ownsSlots, strideOf } from './slots.js';
import { NO_SKIP, type Replica, type State } from './state.js';

/**
 * Skipping. A replica that hears of a suggestion in slot s skips its own unused slots below s. Only
 * the owner may suggest anything but a no-op in a slot, so that one word from it settles the slot: nobody votes.
 *
 * "I suggest nothing there, ever" must survive a crash. It costs no durable write of its own: a replica tells skips,
 * and suggests, in slots less than a window above the highest slot that is in any record on its disk (`sure`); after a
 * crash it begins a window above what it finds there. What it had used or skipped before is then all below, known to
 * it or not, and it uses none of that again. Only a jump of more than a window needs a record first, the floor.
 *
 * Skips are told as ranges: from after the last slot that the owner suggested in, to its index. Each suggestion tells
 * the range before it (`after`). So what is told holds for good, and it does not matter what gets lost or overtaken.
 */

/** The first slot that may not be told or used yet. */
export function horizon({ state, limits }: Replica): number {
  return state.sure + limits.window;
}

/** What this replica may tell of its own skips now. */
export function ownSkip(replica: Replica): Skip {
  if (!ownsSlots(replica.setup, replica.setup.self)) return NO_SKIP;
  const { skippedFrom, index } = replica.state;
  return { from: skippedFrom, to: Math.max(skippedFrom, Math.min(index, horizon(replica))) };
}

/** What is known of everybody's skips, to be passed on. */
export function knownSkips(replica: Replica): Skip[] {
  const skips = replica.state.skips.slice();
  skips[replica.setup.self] = ownSkip(replica);
  return skips;
}

/** Skips own slots below `to`. */
export function skipBelow(replica: Replica, to: number, effects: Effects): void {
  const { state, setup } = replica;
  if (!ownsSlots(setup, setup.self)) return;
  const index = nextOf(setup.self, to, setup);
  if (index > state.index) state.index = index;
  applyOwnSkips(replica, effects);
}

/** Own skips count once they may be told: `index` or `sure` has moved. */
export function applyOwnSkips(replica: Replica, effects: Effects): void {
  const { state, setup } = replica;
  if (!ownsSlots(setup, setup.self)) return;
  noteSkip(replica, setup.self, ownSkip(replica));
  if (state.index > horizon(replica)) raiseFloor(state, state.index, effects);
}

/** Has it on disk that slots below may be in use. */
export function raiseFloor(state: State, floor: number, effects: Effects): void {
  if (floor <= state.floor) return;
  state.floor = floor;
  state.floors++;
  effects.persist(FLOOR, floor, tokenOf(FLOOR, state.floors));
}

/** `owner` says so, or someone whom it told. */
export function noteSkip(replica: Replica, owner: number, skip: Skip): void {
  const { state } = replica;
  const known = state.skips[owner];
  if (skip.to <= known.to) return;
  state.skips[owner] = skip;
  skipRange(replica, owner, skip.from === known.from ? known.to : skip.from, skip.to);
}

/** The owner's slots from `from` up to `to` are decided: nothing happens there. */
export function skipRange(replica: Replica, owner: number, from: number, to: number): void {
  const { state, setup } = replica;
  const first = nextOf(owner, Math.max(from, state.executed), setup);
  for (let slot = first; slot < to; slot += strideOf(setup)) decide(state, slot, NO_OP);
}

export function noteSkips(replica: Replica, skips: readonly Skip[]): void {
  for (let owner = 0; owner < skips.length; owner++) {
    if (owner !== replica.setup.self) noteSkip(replica, owner, skips[owner]);
  }
}
