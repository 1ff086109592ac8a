import type { Command, Effects } from '../contract/machine.js';
import { isAmong, masksOf } from '../member-masks.js';
import { currentValue, isExecuted, resultAgain } from '../replicated-map.js';
import { forward, rememberAsked } from './asked.js';
import { endOf, entryAt } from './log.js';
import { isRemoved } from './members.js';
import type { Forward } from './messages.js';
import { read } from './reads.js';
import { propose } from './replication.js';
import type { Office, Replica } from './state.js';

/** Clients' requests, where they arrive and at the leader. */

/** From a client. */
export function onRequest(replica: Replica, command: Command, effects: Effects): void {
  const { state, setup } = replica;
  // What we know grows old, or there is nothing that we know; the client will find another.
  if (isRemoved(replica) || !isAmong(masksOf(setup).holders, setup)) return;
  if (command.kind === 'read' && setup.reads === 'local') {
    effects.reply(command.client, command.seq, currentValue(state, command.key));
    return;
  }
  if (isExecuted(state, command)) {
    effects.reply(command.client, command.seq, resultAgain(state, command));
    return;
  }
  rememberAsked(replica, command, effects.now);
  if (state.office !== null) serve(replica, state.office, command, setup.self, effects);
  else forward(replica, command, effects);
}

/** From the replica that a client talks to. Where nobody leads here it is dropped: that replica keeps it, and asks again. */
export function onForward(replica: Replica, from: number, { command }: Forward, effects: Effects): void {
  const { office } = replica.state;
  if (office !== null) serve(replica, office, command, from, effects);
}

/** The new leader serves what has been waiting for one. */
export function serveAsked(replica: Replica, office: Office, effects: Effects): void {
  const { state, setup } = replica;
  for (const { command } of [...state.asked.values()]) serve(replica, office, command, setup.self, effects);
}

/**
 * A command that is in the log already is answered, like all others, by whoever was asked, when it is executed there. While
 * an heir is waited for none is taken: whoever was asked keeps it for the next leader.
 */
function serve(replica: Replica, office: Office, command: Command, origin: number, effects: Effects): void {
  const { state, setup } = replica;
  if (command.kind === 'read' && setup.reads !== 'consensus') {
    read(replica, office, command, origin, effects);
  } else if (office.heir === null && !isExecuted(state, command) && !isUnderWay(replica, office, command)) {
    propose(replica, office, command, effects);
  }
}

/** Is the operation in the log, not executed yet? */
function isUnderWay({ state }: Replica, office: Office, { client, seq }: Command): boolean {
  if (seq > (office.latest.get(client) ?? 0)) return false;
  for (let slot = endOf(state.log) - 1; slot >= state.executed; slot--) {
    const { command } = entryAt(state.log, slot);
    if (command.seq === seq && command.client === client) return true;
  }
  return false;
}
