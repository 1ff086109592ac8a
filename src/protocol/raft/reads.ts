import type { Command, Effects } from '../contract/machine.js';
import { currentValue } from '../replicated-map.js';
import { answerAsked } from './asked.js';
import { beat, isConfirmed, leaseHolds } from './lease.js';
import { send } from './sending.js';
import type { Office, Replica, WaitingRead } from './state.js';

/**
 * Reads without the log: dissertation §6.4.
 *
 * The leader finds a slot such that whoever has executed all below it has executed every write that anyone was told is
 * done: those of earlier terms, because it waits until the first entry of its own is committed; those of its own, because
 * it executes before anyone answers; those of later terms, because there are none: the lease says so (leader-lease), or a
 * round of heartbeats that began after the read came (read-index). Its own clients it answers itself; other replicas it
 * tells the slot, and they answer theirs.
 */

/** Answers a read, or has it wait. The current leader only. */
export function read(
  replica: Replica,
  office: Office,
  command: Command,
  origin: number,
  effects: Effects,
): void {
  if (replica.setup.reads === 'read-index') {
    office.reads.push({ command, origin, round: beat(replica, office, effects) });
  } else {
    office.reads.push({ command, origin, round: 0 });
    // A lapsed lease is renewed by the next round: no need to wait for the timer, nor for every reader to send one.
    if (!leaseHolds(replica, effects.now) && office.reads.length === 1) beat(replica, office, effects);
  }
  answerReads(replica, effects);
}

/** Answers the waiting reads that need wait no longer. */
export function answerReads(replica: Replica, effects: Effects): void {
  const { state, setup } = replica;
  const { office } = state;
  if (office === null || office.reads.length === 0 || state.executed < office.barrier) return;
  const { reads } = office;
  let done = 0;
  while (done < reads.length && mayAnswer(replica, office, reads[done], effects.now)) {
    const { command, origin } = reads[done++];
    const { client, seq, key } = command;
    if (origin === setup.self) answerAsked(state, client, seq, currentValue(state, key), effects);
    else send(effects, origin, { type: 'readable', client, seq, index: state.executed });
  }
  if (done > 0) reads.splice(0, done);
}

function mayAnswer(replica: Replica, office: Office, { round }: WaitingRead, now: number): boolean {
  return round === 0 ? leaseHolds(replica, now) : isConfirmed(replica, office, round);
}
