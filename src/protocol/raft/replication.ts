import type { Command, Effects } from '../contract/machine.js';
import { tokenOf } from '../log/token.js';
import { snapshotFor } from '../log/witness.js';
import { has } from '../member-masks.js';
import { isNoOp } from '../replicated-map.js';
import { SERVE } from '../timers.js';
import { executeCommitted } from './executing.js';
import { append as addToLog, endOf, lastTerm, termBefore } from './log.js';
import { isQuorum, keepersOf } from './members.js';
import type { Append, Entry, Missing } from './messages.js';
import { answerReads } from './reads.js';
import { send, toAll } from './sending.js';
import { NOBODY, type Office, type Replica } from './state.js';

/** Log replication, the leader's part: §5.3 and §5.4.2. */

/** Takes a command into the log; or, where `members` are given, a change of the group. */
export function propose(
  replica: Replica,
  office: Office,
  command: Command,
  effects: Effects,
  members?: number,
): void {
  const { state, setup } = replica;
  const { log, term } = state;
  const slot = endOf(log);
  const previous = lastTerm(log);
  const entry: Entry =
    members === undefined ? { term, previous, command } : { term, previous, command, members };
  addToLog(log, entry, -term);
  if (!isNoOp(command) && command.seq > (office.latest.get(command.client) ?? 0)) {
    office.latest.set(command.client, command.seq);
  }
  effects.persist(slot, entry, tokenOf(slot, term));
  if (setup.disk === 'parallel') sendNew(replica, office, effects);
}

/** Our own log is on disk as far as `stable`: only now does it count, and only now, if serial, do the others get it. */
export function onOwnEntriesWritten(replica: Replica, office: Office, effects: Effects): void {
  const { state, setup } = replica;
  if (setup.disk === 'serial') sendNew(replica, office, effects);
  office.match[setup.self] = state.stable;
  commitWhatCounts(replica, office, effects);
}

/** Sends everyone what is new, without waiting for answers to what was sent before (dissertation §10.2.2). */
function sendNew(replica: Replica, office: Office, effects: Effects): void {
  const { setup } = replica;
  const audience = keepersOf(replica, office);
  let last: Append | undefined;
  for (let to = 0; to < setup.n; to++) {
    if (to === setup.self || !has(audience, to)) continue;
    if (office.probe[to] === NOBODY) last = sendFrom(replica, office, to, last, effects);
  }
}

/** A replica that got nothing so far is sent what it lacks. */
export function sendRest(replica: Replica, office: Office, to: number, effects: Effects): void {
  if (office.probe[to] === NOBODY) sendFrom(replica, office, to, undefined, effects);
}

/** Sends the entries from `next` on, in batches. Where `ready` is just that message it is the one that is sent. */
function sendFrom(
  replica: Replica,
  office: Office,
  to: number,
  ready: Append | undefined,
  effects: Effects,
): Append | undefined {
  const { log, term, snapshot } = replica.state;
  if (office.next[to] < log.base) {
    office.probe[to] = log.base;
    send(effects, to, { type: 'snapshot', term, snapshot: snapshotFor(replica.setup, snapshot!, to) });
    return ready;
  }
  const end = sendableEnd(replica);
  let message = ready;
  while (office.next[to] < end) {
    const from = office.next[to];
    if (message?.from !== from) message = appendOf(replica, from);
    send(effects, to, message);
    office.next[to] = from + message.entries.length;
  }
  return message;
}

/** Serial: nothing leaves that is not on our own disk. */
function sendableEnd({ state, setup }: Replica): number {
  return setup.disk === 'parallel' ? endOf(state.log) : state.stable;
}

function appendOf(replica: Replica, from: number): Append {
  const { log, term, commit } = replica.state;
  const end = Math.min(sendableEnd(replica), from + replica.limits.batch);
  const entries = log.entries.slice(from - log.base, Math.max(from, end) - log.base);
  return { type: 'append', term, from, previous: termBefore(log, from), entries, commit };
}

/** A follower's log is ours below `match`, and on its disk. */
export function advance(
  replica: Replica,
  office: Office,
  from: number,
  match: number,
  effects: Effects,
): void {
  const { next, probe } = office;
  if (match > next[from]) next[from] = match;
  if (probe[from] !== NOBODY && match >= Math.max(next[from], replica.state.log.base)) {
    // They meet. What the probe carried is on its way; if it was lost, the next heartbeat finds out.
    next[from] = Math.max(match, probe[from]);
    probe[from] = NOBODY;
    sendFrom(replica, office, from, undefined, effects);
  }
  if (match <= office.match[from]) return;
  office.match[from] = match;
  commitWhatCounts(replica, office, effects);
}

/**
 * A follower lacks what comes before what we sent, or has something else there. We go back, at most a term at a time
 * (§5.3), and probe: one message, until one fits. Answers to other messages than the probe come late and say nothing.
 */
export function onMissing(
  replica: Replica,
  office: Office,
  from: number,
  message: Missing,
  effects: Effects,
): void {
  const { next, match, probe } = office;
  const { log, term, snapshot } = replica.state;
  // Where a snapshot is due, which may have been lost, heartbeats ask about the first slot that we have.
  const asked = Math.max(next[from], log.base);
  if (message.from <= match[from] || (probe[from] !== NOBODY && message.from !== asked)) return;
  next[from] = Math.max(match[from], Math.min(message.hint, message.from - 1));
  if (next[from] < log.base) {
    probe[from] = log.base;
    send(effects, from, { type: 'snapshot', term, snapshot: snapshotFor(replica.setup, snapshot!, from) });
  } else {
    const append = appendOf(replica, next[from]);
    probe[from] = next[from] + append.entries.length;
    send(effects, from, append);
  }
}

/**
 * Commits what a phase-2 quorum has on disk, up to an entry of this term: an older one that is on as many disks may
 * still be replaced (§5.4.2, Figure 8), unless a younger one above it may not. Executes it and tells the others at once.
 * Nothing while the leader before may still have a lease: it would go on answering reads from before.
 */
function commitWhatCounts(replica: Replica, office: Office, effects: Effects): void {
  const { state, setup } = replica;
  if (effects.now < office.servesFrom) return;
  let commit = state.commit;
  for (const end of office.match) {
    if (end <= commit || termBefore(state.log, end) !== state.term) continue;
    let set = 0;
    for (let i = 0; i < setup.n; i++) if (office.match[i] >= end) set |= 1 << i;
    if (isQuorum(replica, 'phase2', set)) commit = end;
  }
  if (commit === state.commit) return;
  state.commit = commit;
  executeCommitted(replica, effects);
  toAll(replica, keepersOf(replica, office), { type: 'commit', term: state.term, commit }, effects);
  answerReads(replica, effects);
}

/** The leases of those before us are over: what is on enough disks counts now. */
export function onLeasesOver(replica: Replica, office: Office, effects: Effects): void {
  const rest = office.servesFrom - effects.now;
  if (rest > 1e-9) {
    effects.setTimer(SERVE, rest);
    return;
  }
  office.servesFrom = Number.NEGATIVE_INFINITY;
  commitWhatCounts(replica, office, effects);
}
