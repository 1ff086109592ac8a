import type { Effects } from '../contract/machine.js';
import { endOf } from '../log/stretch.js';
import { isAmong, masksOf } from '../member-masks.js';
import { NO_OP } from '../replicated-map.js';
import { EPOCH, epochOf, primaryOf, takeoverOf } from './epoch.js';
import { otherToken } from './log.js';
import { beat, propose } from './replication.js';
import { LOG_FIRST, type Replica, SILENCE } from './state.js';

/** Becoming primary: by configuration, after a restart, at the operator's order (survey.ts), or (on request) out of impatience. */

/**
 * Leads in this epoch as soon as the disk knows of it, and not before the disk has all of the log: having crashed, a
 * primary that its disk names goes on with what its disk holds, and what it was chosen for must not be missing there.
 */
export function rise(replica: Replica, epoch: number, effects: Effects): void {
  const { state } = replica;
  state.epoch = epoch;
  state.rising = LOG_FIRST;
  state.office = null;
  state.early.clear();
  onLogWritten(replica, effects);
}

/** More of the log is on disk, while we are about to lead: all of it? */
export function onLogWritten({ state }: Replica, effects: Effects): void {
  if (state.rising !== LOG_FIRST || state.log.flushed < endOf(state.log)) return;
  state.rising = otherToken(state.log);
  effects.persist(EPOCH, state.epoch, state.rising);
}

/** Our own epoch is on disk. */
export function onOwnEpochWritten(replica: Replica, effects: Effects): void {
  replica.state.rising = 0;
  takeOffice(replica, effects);
  // Commits what was found in the log, whether or not anyone writes now.
  propose(replica, replica.state.office!, NO_OP, effects);
}

/** Leads from here on. What the log holds is what the backups are to have. */
export function takeOffice(replica: Replica, effects: Effects): void {
  const { state, setup } = replica;
  const length = endOf(state.log);
  state.matched = length;
  state.committed = state.executed;
  state.office = {
    epoch: state.epoch,
    start: length,
    shipped: length,
    flushed: new Array(setup.n).fill(0),
    round: 0,
    repairFrom: new Array(setup.n).fill(0),
    origins: new Map(),
    reads: [],
  };
  effects.cancelTimer(SILENCE);
  beat(replica, state.office, effects);
}

/** With takeover by timeout, the first successor in file order waits for one election timeout, the next for two, … */
export function awaitPrimary(replica: Replica, effects: Effects): void {
  const { options, setup } = replica;
  if (options.takeover !== 'timeout' || !isAmong(masksOf(setup).candidates, setup)) return;
  replica.state.heardAt = effects.now;
  effects.setTimer(SILENCE, patience(replica));
}

function patience({ state, setup }: Replica): number {
  const place = (setup.self - primaryOf(state.epoch) + setup.n) % setup.n;
  return setup.election[0] * place;
}

/** The timer has gone off: nothing heard means that the primary is dead, or so it is taken. */
export function onSilence(replica: Replica, effects: Effects): void {
  const { state, setup } = replica;
  if (state.office !== null || state.rising !== 0) return;
  const rest = state.heardAt + patience(replica) - effects.now;
  if (rest > 1e-9) effects.setTimer(SILENCE, rest);
  else rise(replica, epochOf(takeoverOf(state.epoch) + 1, setup.self), effects);
}
