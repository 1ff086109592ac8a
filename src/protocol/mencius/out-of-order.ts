import type { Effects } from '../contract/machine.js';
import { isNoOp } from '../replicated-map.js';
import type { Ahead } from './ahead.js';
import { execute } from './learner.js';
import { chosenAt, entryAt } from './log.js';
import type { Replica } from './state.js';

/**
 * Executing out of order, where commands on different keys commute (`setup.commuting`): the paper's out-of-order
 * commit. Two commands interfere if they are on one key and not both reads.
 *
 * A command may be executed, and answered, before slots below its own are decided. It takes
 *
 *   that it is chosen itself, and
 *   that every slot below is *heard of*: it is decided, or its owner's suggestion is here, and
 *   that no command which those may yet hold interferes with it; one that does is executed before it.
 *
 * Why that is enough: a slot can come to hold nothing but its owner's suggestion or a no-op, and an owner makes one
 * suggestion in a slot in all its lives. So what is heard of cannot change into something that interferes, and on each
 * key all replicas execute in the order of the slots. And a command that a client sends after this one is answered
 * finds no slot below it: each has its suggestion already, or none for ever. So it comes after it in real time, too.
 *
 * Why no less will do: as long as one replica has said nothing of a slot below, it may yet suggest there what some
 * client sends it tomorrow: a write on the same key, which would then be older than the one that was answered today. A
 * quorum of others cannot rule that out, for it does not vote on what they have not heard of. So an idle replica is
 * waited for as it is without commuting commands. What is saved is the wait until suggestions below are *chosen*.
 */

/** Executes what nothing in front of it interferes with. */
export function executeOutOfOrder(replica: Replica, ahead: Ahead, effects: Effects): void {
  const { log } = replica.state;
  for (const slot of ahead.decided) {
    const entry = entryAt(log, slot);
    if (entry !== null) executeOn(replica, ahead, entry.command.key, effects);
  }
  ahead.decided.length = 0;
  for (;;) {
    const slot = ahead.heard;
    const chosen = chosenAt(log, slot);
    const command = chosen ?? entryAt(log, slot)?.command;
    if (command === undefined) return;
    ahead.heard = slot + 1;
    if (isNoOp(command)) continue;
    const slots = ahead.pending.get(command.key);
    if (slots === undefined) ahead.pending.set(command.key, [slot]);
    else slots.push(slot);
    if (chosen !== null) executeOn(replica, ahead, command.key, effects);
  }
}

/** Executes, of the commands on one key, those chosen that none before them interferes with. */
function executeOn(replica: Replica, ahead: Ahead, key: number, effects: Effects): void {
  const { log } = replica.state;
  const slots = ahead.pending.get(key);
  if (slots === undefined) return;
  let kept = 0;
  let writeBefore = false;
  for (let i = 0; i < slots.length; i++) {
    // Nothing has gone from in front of this one, nor of any after it.
    if (writeBefore && kept === i) return;
    const slot = slots[i];
    const chosen = chosenAt(log, slot);
    if (chosen !== null && isNoOp(chosen)) continue; // Revoked.
    const { kind } = chosen ?? entryAt(log, slot)!.command;
    if (chosen !== null && !writeBefore && (kind === 'read' || kept === 0)) {
      execute(replica, slot, chosen, effects);
      ahead.done.set(slot, true);
    } else {
      if (kind === 'write') writeBefore = true;
      slots[kept++] = slot;
    }
  }
  slots.length = kept;
  if (kept === 0) ahead.pending.delete(key);
}
