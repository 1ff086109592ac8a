import type { Effects } from '../contract/machine.js';
import { masksOf } from '../member-masks.js';
import { NO_OP } from '../replicated-map.js';
import { classicRound } from './ballot.js';
import { campaign } from './election.js';
import { canGoFast, upSet } from './modes.js';
import { proposeAgain, recover } from './recovery.js';
import { slowest } from './round-trip.js';
import { send } from './sending.js';
import { endOf, isChosen, slotAt } from './slots.js';
import type { Office, Replica } from './state.js';

/**
 * So many votes in a row for other commands than their slots are decided for: not a collision but an acceptor that is
 * slots ahead of the others (one that is behind catches up by what it hears to be chosen). Since votes are cast in
 * ascending order it cannot go back; in a new ballot all begin at one slot.
 */
const ASTRAY = 8;

/**
 * With every beat the coordinator looks after slots that take too long: something was lost, or somebody is down. And it
 * looks whether fast rounds are still, or again, possible.
 */
export function lookAfter(replica: Replica, office: Office, effects: Effects): void {
  const { state } = replica;
  const { now } = effects;
  if (canGoFast(replica, now) !== office.fast) {
    campaign(replica, effects);
    return;
  }
  const patience = patienceOf(replica, office, now);
  let stalled = false;
  for (let slot = state.executed; slot < endOf(office); slot++) {
    if (isChosen(replica, slot)) continue;
    const { proposed, sentAt, since } = slotAt(office, slot, now);
    if (proposed !== null) {
      if (now - sentAt >= patience) acceptAgain(replica, office, slot, effects);
    } else if (now - since >= patience) {
      stalled = !helped(replica, office, slot, patience, effects) || stalled;
    }
  }
  const outOfStep = office.astray.some((votes) => votes >= ASTRAY);
  if ((stalled || outOfStep) && now - office.since >= 2 * patience) campaign(replica, effects);
}

/** How long (ms) a slot may take: a heartbeat longer than those who are up usually need. */
function patienceOf(replica: Replica, office: Office, now: number): number {
  const { setup } = replica;
  const acceptors = upSet(replica, now) & masksOf(setup).electors & ~(1 << setup.self);
  return setup.heartbeat + slowest(office, acceptors, setup.election[0]);
}

/** Gets a slot without a fast quorum on; false where only a new ballot will. */
function helped(replica: Replica, office: Office, slot: number, patience: number, effects: Effects): boolean {
  const tally = slotAt(office, slot, effects.now);
  const { heard, values } = tally.votes;
  if (replica.setup.quorum.phase1.contains(heard)) {
    // Votes of a classic quorum are enough to go on with ("Fast Paxos" §3.2); whoever has not voted is not waited for.
    recover(replica, office, slot, effects);
    return true;
  }
  if (!tally.nudged) {
    tally.nudged = true;
    for (const { command } of values) proposeAgain(replica, command, ~heard, effects);
    return true;
  }
  return effects.now - tally.since < 2 * patience;
}

/** Sends phase 2 (a) again to those who have not answered. */
function acceptAgain({ setup, state }: Replica, office: Office, slot: number, effects: Effects): void {
  const tally = slotAt(office, slot, effects.now);
  const entry = { round: classicRound(state.promised), command: tally.proposed ?? NO_OP };
  tally.sentAt = effects.now;
  const asked = masksOf(setup).electors & ~tally.accepted;
  for (let to = 0; to < setup.n; to++) {
    if (to !== setup.self && (asked >>> to) & 1) send(effects, to, { type: 'accept', slot, entry });
  }
}
