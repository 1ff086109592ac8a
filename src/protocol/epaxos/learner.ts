import type { Effects } from '../contract/machine.js';
import { nameOf } from '../operation.js';
import { isNoOp } from '../replicated-map.js';
import { advanceExecuted } from './executed.js';
import { type Attributes, COMMITTED, EXECUTED } from './messages.js';
import { note, settle, wake } from './noting.js';
import { instanceFor, isDropped } from './rows.js';
import { type Replica, toOthers } from './state.js';

/** Commit phase (lines 21–24). */

/** This replica has found out that an instance is committed, and tells everybody. */
export function commit(replica: Replica, slot: number, value: Attributes, effects: Effects): void {
  toOthers(replica, { type: 'commit', slot, value }, effects);
  learn(replica, slot, value, effects);
}

/** This is committed. A write is answered now; a read when it is executed. */
export function learn(replica: Replica, slot: number, value: Attributes, effects: Effects): void {
  const { state } = replica;
  if (isDropped(state, slot)) return;
  const instance = instanceFor(state, slot, 0);
  if (instance.status >= COMMITTED) return;
  instance.status = COMMITTED;
  instance.value = value;
  state.leading.delete(slot);
  state.recoveries.delete(slot);
  state.news = true;
  note(replica, slot, instance);
  if (isNoOp(value.command)) {
    if (instance.noted) settle(state, slot, instance.command!.key);
    instance.status = EXECUTED;
    effects.commit(slot, value.command, 0);
    advanceExecuted(replica, slot);
    askAgain(replica, slot);
  } else {
    answerWrite(replica, value, effects);
    state.agenda.push(slot);
  }
  wake(state, slot);
}

function answerWrite({ state }: Replica, { command }: Attributes, effects: Effects): void {
  if (command.kind === 'write' && state.asked.delete(nameOf(command))) {
    effects.reply(command.client, command.seq, command.value);
  }
}

/** The own instance of these commands was given up: they take another. */
function askAgain({ state }: Replica, slot: number): void {
  for (const asked of state.asked.values()) {
    if (asked.slot !== slot) continue;
    asked.slot = -1;
    state.waiting.push(asked.command);
  }
}
