import type { Command, Effects } from '../contract/machine.js';
import { isAmong, masksOf } from '../member-masks.js';
import { apply } from '../replicated-map.js';
import { entryAt, putEntry } from './log.js';
import type { Entry } from './messages.js';
import type { Replica } from './state.js';

/**
 * The learner: finds out which entries are chosen and executes them in the order of their slots, each operation once.
 */

/**
 * Executes the chosen command of slot `executed`; its result. A copy of an executed operation only gets the old result. A
 * witness, which keeps no data, only notes that the slot is chosen, and that it has it.
 */
export function execute({ state, setup }: Replica, command: Command, effects: Effects): number {
  if (!isAmong(masksOf(setup).holders, setup)) {
    state.executed++;
    return 0;
  }
  const result = apply(state, state.executed, command, effects);
  state.executed++;
  return result;
}

/** The leader of `ballot` says that all slots below `chosen` are chosen. */
export function hearChosen(replica: Replica, ballot: number, chosen: number, effects: Effects): void {
  const { state } = replica;
  if (ballot > state.knownIn || (ballot === state.knownIn && chosen > state.known)) {
    state.known = chosen;
    state.knownIn = ballot;
  }
  executeKnown(replica, effects);
}

/**
 * Executes what is known to be chosen and here. In a slot that the leader of ballot b knows to be chosen, an entry of
 * ballot b or higher holds the chosen value: every ballot from the choice on proposes that value and no other ("Paxos
 * Made Simple" §2.2, P2b). An entry of a lower ballot may hold another; it has to be asked for.
 */
export function executeKnown(replica: Replica, effects: Effects): void {
  const { state } = replica;
  while (state.executed < state.known) {
    const entry = entryAt(state.log, state.executed);
    if (entry === null || entry.ballot < state.knownIn) return;
    execute(replica, entry.command, effects);
  }
}

/** Takes chosen entries from another: entries[k] is that of slot first + k, for slots below `end`. */
export function learn(
  replica: Replica,
  first: number,
  entries: readonly (Entry | null)[],
  end: number,
  effects: Effects,
): void {
  const { state } = replica;
  const last = Math.min(end, first + entries.length);
  while (state.executed >= first && state.executed < last) {
    const entry = entries[state.executed - first];
    if (!entry) break;
    putEntry(state.log, state.executed, entry);
    execute(replica, entry.command, effects);
  }
  executeKnown(replica, effects);
}
