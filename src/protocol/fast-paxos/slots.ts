import type { Command } from '../contract/machine.js';
import { isExecuted } from '../replicated-map.js';
import { chosenAt } from './log.js';
import { freshBallotings } from './picking.js';
import type { Office, Replica, Slot } from './state.js';

/** Slots as their coordinator sees them. */

/** What the coordinator knows of a slot; of one that was free so far, that it is in use. */
export function slotAt(office: Office, slot: number, now: number): Slot {
  while (office.first + office.slots.length <= slot) {
    office.slots.push({
      votes: freshBallotings(),
      proposed: null,
      sentAt: Number.NEGATIVE_INFINITY,
      accepted: 0,
      since: now,
      nudged: false,
      fast: false,
    });
  }
  return office.slots[slot - office.first];
}

/** The first slot of which nobody is known to have used it. */
export function endOf(office: Office): number {
  return office.first + office.slots.length;
}

export function isChosen({ state }: Replica, slot: number): boolean {
  return slot < state.executed || chosenAt(state.log, slot) !== null;
}

/** A command is proposed in a classic round, or chosen: it is not to be proposed in another slot. */
export function noteSpent(office: Office, { client, seq }: Command): void {
  if (client >= 0 && seq > (office.spent.get(client) ?? 0)) office.spent.set(client, seq);
}

export function isSpent({ state }: Replica, office: Office, command: Command): boolean {
  return office.spent.get(command.client) === command.seq || isExecuted(state, command);
}
