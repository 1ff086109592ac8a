import type { Effects, MachineSetup } from '../contract/machine.js';
import { ask, revoke } from './revoking.js';
import { ownerOf, ownsSlots } from './slots.js';
import { PATIENCE, type Replica } from './state.js';

/**
 * Who is suspected, and what must be revoked. Everybody executes in the order of the slots, so one silent replica
 * would stop all. One that has been silent for the longest election timeout is revoked by the next that is not, well
 * ahead of the slots in use, and again before those run out. Whoever still gets stuck on a slot, for a time drawn at
 * random, revokes it itself; and so does an owner with slots that it may have used before a crash.
 */

/** With every heartbeat. */
export function watchOthers(replica: Replica, effects: Effects): void {
  const { state, setup, limits } = replica;
  if (!ownsSlots(setup, setup.self)) return;
  for (let owner = 0; owner < setup.n; owner++) {
    if (!ownsSlots(setup, owner)) continue;
    const running = state.revocations[owner];
    if (running !== null) {
      ask(replica, owner, running, effects);
    } else if (
      isSuspected(replica, owner, effects.now) &&
      isNextAfter(replica, owner, effects.now) &&
      state.votes[owner].settled < state.top + limits.ahead / 2
    ) {
      revoke(replica, owner, state.top + limits.ahead, effects);
    }
  }
  const { self } = setup;
  const unsettled = Math.max(state.votes[self].settled, state.executed) < state.unsettled;
  if (unsettled && effects.now >= state.retryAt) {
    state.retryAt = effects.now + drawPatience(replica, effects);
    revoke(replica, self, state.unsettled, effects);
  }
}

function isSuspected({ state, setup }: Replica, other: number, now: number): boolean {
  return other !== setup.self && now - state.heard[other] > ownRange(setup)[1];
}

/** The range of this replica's own election timeouts (ms). */
function ownRange({ members, self }: MachineSetup): readonly [number, number] {
  return members[self].election;
}

/** Is this replica the first owner of slots after the suspect that is not suspected? */
function isNextAfter(replica: Replica, suspect: number, now: number): boolean {
  const { setup } = replica;
  const { n, self } = setup;
  let next = (suspect + 1) % n;
  while (next !== self && (!ownsSlots(setup, next) || isSuspected(replica, next, now))) next = (next + 1) % n;
  return next === self;
}

/** Patience has ended: have we been stuck on one slot all the time? */
export function onPatience(replica: Replica, effects: Effects): void {
  const { state, setup, limits } = replica;
  const stuck = effects.now - state.stuckSince;
  const rest = state.patience - stuck;
  if (state.executed >= state.top || rest > 1e-9 || !ownsSlots(setup, setup.self)) {
    effects.setTimer(PATIENCE, rest > 1e-9 ? rest : state.patience);
    return;
  }
  const owner = ownerOf(state.executed, setup);
  const [shortest, longest] = ownRange(setup);
  const silent = effects.now - state.heard[owner] >= shortest;
  // One that is heard may be slow only; but not for ever.
  if (owner === setup.self || silent || stuck > 3 * longest) {
    revoke(replica, owner, owner === setup.self ? state.top : state.top + limits.ahead, effects);
  }
  state.patience = drawPatience(replica, effects);
  effects.setTimer(PATIENCE, state.patience);
}

export function drawPatience({ setup }: Replica, effects: Effects): number {
  const [low, high] = ownRange(setup);
  return low + (high - low) * effects.random();
}
