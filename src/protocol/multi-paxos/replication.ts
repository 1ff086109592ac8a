import { answer } from '../answering.js';
import type { Command, Effects } from '../contract/machine.js';
import { tokenOf } from '../log/token.js';
import { masksOf } from '../member-masks.js';
import { isNoOp } from '../replicated-map.js';
import { SERVE } from '../timers.js';
import { execute } from './learner.js';
import { entryAt, putEntry } from './log.js';
import type { Accepted, Commit, Entry } from './messages.js';
import { answerReads } from './reads.js';
import { measure, noteSentAgain, patience } from './round-trip.js';
import { send, toKeepers } from './sending.js';
import { CHOSEN, NOBODY, type Office, type Replica } from './state.js';

/**
 * Phase 2, as the leader runs it for one slot after another, as many at a time as come in: accept, accepted, commit.
 */

/** Executed slots whose votes are kept before they are dropped together. */
const VOTES_KEPT = 1024;

/** Phase 2 (a): proposes a command in the next slot. */
export function propose(
  replica: Replica,
  office: Office,
  command: Command,
  origin: number,
  effects: Effects,
): void {
  const { state, setup } = replica;
  const { ballot } = office;
  const slot = office.next++;
  const entry: Entry = { ballot, command };
  putEntry(state.log, slot, entry);
  state.log.written[slot - state.log.base] = -ballot;
  office.votes.push(0);
  office.origin.push(origin);
  if (!isNoOp(command) && command.seq > (office.latest.get(command.client) ?? 0)) {
    office.latest.set(command.client, command.seq);
  }
  effects.persist(slot, entry, tokenOf(slot, ballot));
  if (setup.disk === 'parallel') {
    office.sentAt.push(effects.now);
    toKeepers(replica, { type: 'accept', slot, entry }, effects);
  } else {
    office.sentAt.push(Number.POSITIVE_INFINITY);
  }
}

/** Our own entry is on disk: only now does it count as accepted, and only now, if serial, do the others get it. */
export function onOwnEntryWritten(replica: Replica, slot: number, ballot: number, effects: Effects): void {
  const { office, log } = replica.state;
  if (office === null || office.ballot !== ballot) return;
  if (replica.setup.disk === 'serial' && slot >= office.first) {
    office.sentAt[slot - office.first] = effects.now;
    toKeepers(replica, { type: 'accept', slot, entry: entryAt(log, slot)! }, effects);
  }
  vote(replica, office, replica.setup.self, slot, effects);
}

export function onAccepted(
  replica: Replica,
  from: number,
  { ballot, slot }: Accepted,
  effects: Effects,
): void {
  const { office } = replica.state;
  if (office === null || office.ballot !== ballot || slot < office.first) return;
  measure(office, from, office.sentAt[slot - office.first], effects.now);
  vote(replica, office, from, slot, effects);
}

/** Counts one acceptance; with a phase-2 quorum of them the entry is chosen. */
function vote(replica: Replica, office: Office, from: number, slot: number, effects: Effects): void {
  const i = slot - office.first;
  if (i < 0 || office.votes[i] === CHOSEN) return;
  const votes = office.votes[i] | (1 << from);
  if (!replica.setup.quorum.phase2.contains(votes)) {
    office.votes[i] = votes;
    return;
  }
  office.votes[i] = CHOSEN;
  if (slot === replica.state.executed) executeChosen(replica, office, effects);
}

/**
 * Executes the chosen prefix, answers its clients and tells the others at once. Nothing while the leader before may still
 * have a lease: it would go on answering reads from before.
 */
function executeChosen(replica: Replica, office: Office, effects: Effects): void {
  const { state } = replica;
  if (effects.now < office.servesFrom) return;
  while (state.executed < office.next && office.votes[state.executed - office.first] === CHOSEN) {
    const origin = office.origin[state.executed - office.first];
    const { command } = entryAt(state.log, state.executed)!;
    const result = execute(replica, command, effects);
    if (origin !== NOBODY) answer(replica, origin, command.client, command.seq, result, effects);
  }
  const message: Commit = { type: 'commit', ballot: office.ballot, chosen: state.executed };
  toKeepers(replica, message, effects);
  if (office.reads.length > 0) answerReads(replica, effects);
  const done = state.executed - office.first;
  if (done >= VOTES_KEPT) {
    office.first = state.executed;
    office.votes.splice(0, done);
    office.sentAt.splice(0, done);
    office.origin.splice(0, done);
  }
}

/**
 * Sends accepts again that may have been lost: those not answered for a heartbeat longer than that replica usually
 * takes. Only slots not chosen yet: of the others a replica that missed them learns by catching up.
 */
export function sendAgain(replica: Replica, office: Office, effects: Effects): void {
  const { state, setup } = replica;
  const { keepers } = masksOf(setup);
  for (let to = 0; to < setup.n; to++) {
    if (to === setup.self || ((keepers >>> to) & 1) === 0) continue;
    const wait = patience(office, to, setup.heartbeat, setup.election[0]);
    if (effects.now - office.resentAt[to] < wait) continue;
    let sentAny = false;
    for (let slot = state.executed; slot < office.next; slot++) {
      const i = slot - office.first;
      if (effects.now - office.sentAt[i] < wait) break; // The slots after it are younger still.
      const votes = office.votes[i];
      if (votes === CHOSEN || (votes >>> to) & 1) continue;
      send(effects, to, { type: 'accept', slot, entry: entryAt(state.log, slot)! });
      sentAny = true;
    }
    if (sentAny) noteSentAgain(office, to, effects.now);
  }
}

/** The leases of those before us are over: what is chosen counts now. */
export function onLeasesOver(replica: Replica, office: Office, effects: Effects): void {
  const { state } = replica;
  const rest = office.servesFrom - effects.now;
  if (rest > 1e-9) {
    effects.setTimer(SERVE, rest);
    return;
  }
  office.servesFrom = Number.NEGATIVE_INFINITY;
  if (office.votes[state.executed - office.first] === CHOSEN) executeChosen(replica, office, effects);
}
