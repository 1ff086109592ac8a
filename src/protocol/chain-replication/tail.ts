import { isHeard } from '../configuration-leases.js';
import type { Effects } from '../contract/machine.js';
import { has } from '../member-masks.js';
import { isIn, maskOf } from './configuration.js';
import { executeCommitted } from './execution.js';
import { beat, watchLeases } from './leases.js';
import type { Granted, Held } from './messages.js';
import { acknowledge, historyFrom, sendRest } from './propagation.js';
import { serveWaiting } from './serving.js';
import { isNamedTail, type Office, PATIENCE, type Replica, readyEnd, send } from './state.js';

/** The tail: it commits, answers, and adds whoever is to come after it (§3.4, "Extending a chain"). */

/** Commits, executes and answers what is on our disk; while another is being added, what is on that one's, too. */
export function commit(replica: Replica, office: Office, effects: Effects): void {
  const { state, setup } = replica;
  const others = (office.joining | office.proposed) & ~maskOf(state.configuration);
  const ready = readyEnd(state);
  shipToCandidates(replica, office, ready, effects);
  let end = ready;
  for (let i = 0; i < setup.n; i++) if (has(others, i)) end = Math.min(end, office.acked[i]);
  if (end <= state.committed && state.executed >= Math.min(state.committed, state.matched)) return;
  state.committed = Math.max(state.committed, end);
  executeCommitted(replica, effects);
  acknowledge(replica, effects);
  serveWaiting(replica, effects);
}

/** Candidates that we hear from get what a successor would. */
function shipToCandidates(replica: Replica, office: Office, end: number, effects: Effects): void {
  const { state, setup } = replica;
  if (state.shipped >= end) return;
  const first = Math.max(state.shipped, state.log.base);
  state.shipped = end;
  const message = historyFrom(state, first);
  for (let to = 0; to < setup.n; to++) {
    if (isIn(state.configuration, to)) continue;
    if (isHeard(setup, office, to, effects.now)) send(effects, to, message);
  }
}

/**
 * Begins to serve as tail: in a reign that began in this life and is on our disk, and, unless the tail before has given its
 * place up, not before the leases that we have granted are over.
 */
export function tryOffice(replica: Replica, effects: Effects): void {
  const { state, setup } = replica;
  if (state.office !== null || !isNamedTail(replica)) return;
  const { tailSince, handed } = state.configuration;
  if (tailSince > 0 && !handed && effects.now < state.heardAt + setup.grace - 1e-9) return;
  const office = freshOffice(replica, effects.now);
  state.office = office;
  state.shipped = readyEnd(state);
  effects.cancelTimer(PATIENCE);
  beat(replica, office, effects);
  watchLeases(replica, office, effects);
  commit(replica, office, effects);
}

function freshOffice({ state, setup }: Replica, now: number): Office {
  const each = (value: number): number[] => new Array<number>(setup.n).fill(value);
  return {
    tailSince: state.configuration.tailSince,
    leaseFrom: each(Number.NEGATIVE_INFINITY),
    countedFrom: now,
    acked: each(0),
    executed: each(0),
    severed: 0,
    proposed: 0,
    joining: 0,
    round: 0,
    heldAt: now,
    repairFrom: each(0),
  };
}

/**
 * A beacon was answered: a lease, and word of what the other has. A candidate that has all that was committed when the
 * beacon was sent has caught up: from here on commits wait for it, too, so that it can be added without missing any. One
 * at a time: who is added is the next tail. A tail that is back from a restart, and does not know yet how much was committed,
 * adds nobody.
 */
export function onGranted(replica: Replica, from: number, message: Granted, effects: Effects): void {
  const { state } = replica;
  const { office, configuration } = state;
  if (office === null || message.tailSince !== office.tailSince) return;
  office.leaseFrom[from] = Math.max(office.leaseFrom[from], message.sentAt);
  office.executed[from] = Math.max(office.executed[from], message.executed);
  // What was said in an earlier configuration may be of a history that the chain did not follow.
  const isCurrent = message.version === configuration.version;
  const severed = message.severed && isCurrent;
  office.severed = severed ? office.severed | (1 << from) : office.severed & ~(1 << from);
  if (isIn(configuration, from) || !isCurrent) return;
  office.acked[from] = Math.max(office.acked[from], message.upTo);
  const others = (office.joining | office.proposed) & ~maskOf(configuration);
  const isCaughtUp = state.executed >= state.due && message.upTo >= message.committed;
  if (isCaughtUp && others === 0 && isHeard(replica.setup, office, from, effects.now))
    office.joining |= 1 << from;
  commit(replica, office, effects);
  // What was sent before that beacon and is not there is lost. Answers to beacons from before we sent it again do not tell.
  if (message.matched >= message.end || message.round < office.repairFrom[from]) return;
  office.repairFrom[from] = office.round + 1;
  sendRest(state, from, message.matched, effects);
}

export function onHeld(replica: Replica, from: number, { version, upTo }: Held, effects: Effects): void {
  const { office, configuration } = replica.state;
  if (office === null || version !== configuration.version || upTo <= office.acked[from]) return;
  office.acked[from] = upTo;
  commit(replica, office, effects);
}
