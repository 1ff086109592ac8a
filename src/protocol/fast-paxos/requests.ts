import type { Command, Effects } from '../contract/machine.js';
import { isAmong, masksOf } from '../member-masks.js';
import { currentValue, isExecuted, resultAgain } from '../replicated-map.js';
import { consider } from './fast-round.js';
import { proposeAt } from './recovery.js';
import { endOf, isSpent } from './slots.js';
import type { Replica, State } from './state.js';

/** Clients' requests: every client sends every command to every acceptor. */

export function onRequest(replica: Replica, command: Command, effects: Effects): void {
  const { state, setup } = replica;
  const { client, seq } = command;
  if (command.kind === 'read' && setup.reads === 'local') {
    effects.reply(client, seq, currentValue(state, command.key));
    return;
  }
  if (!isAmong(masksOf(setup).electors, setup)) return; // No acceptor: nobody asks a learner for more than local reads.
  const again = noteAsked(state, command);
  if (isExecuted(state, command)) {
    // A request that is merely slower than the others needs no answer; a client that asks again has missed it.
    if (again) effects.reply(client, seq, resultAgain(state, command));
    return;
  }
  if (seq >= (state.pending.get(client)?.seq ?? 0)) state.pending.set(client, command);
  serve(replica, command, effects);
}

/** Has the client asked us for this before? */
function noteAsked({ asked }: State, { client, seq }: Command): boolean {
  const last = asked.get(client) ?? 0;
  if (seq > last) asked.set(client, seq);
  return seq <= last;
}

/** Votes for it, or, coordinating without fast rounds, proposes it. */
export function serve(replica: Replica, command: Command, effects: Effects): void {
  const { office } = replica.state;
  if (office === null || office.fast) {
    consider(replica, command, effects);
  } else if (!isSpent(replica, office, command)) {
    proposeAt(replica, office, Math.max(endOf(office), replica.state.executed), command, effects);
  }
}
