import { answer } from '../answering.js';
import type { Command, Effects } from '../contract/machine.js';
import { isAmong, masksOf } from '../member-masks.js';
import { currentValue, isExecuted, resultAgain } from '../replicated-map.js';
import { ask, rememberAsked } from './asked.js';
import { entryAt } from './log.js';
import type { Forward } from './messages.js';
import { read } from './reads.js';
import { propose } from './replication.js';
import type { Office, Replica } from './state.js';

/** Clients' requests, where they arrive and at the leader. */

/** From a client. */
export function onRequest(replica: Replica, command: Command, effects: Effects): void {
  const { state, setup } = replica;
  // Where there is no data the client will find another.
  if (!isAmong(masksOf(setup).holders, setup)) return;
  if (command.kind === 'read' && setup.reads === 'local') {
    effects.reply(command.client, command.seq, currentValue(state, command.key));
  } else if (state.office !== null) {
    serve(replica, state.office, command, setup.self, effects);
  } else {
    ask(replica, command, effects);
  }
}

/** From the replica that a client talks to. A candidate keeps it; a follower leaves it to be sent again, to the leader. */
export function onForward(replica: Replica, from: number, { command }: Forward, effects: Effects): void {
  const { state } = replica;
  if (state.office !== null) serve(replica, state.office, command, from, effects);
  else if (state.role === 'candidate') rememberAsked(replica, command, from, effects.now);
}

/** The new leader serves what has been waiting for one. */
export function serveAsked(replica: Replica, office: Office, effects: Effects): void {
  const waiting = [...replica.state.asked.values()];
  replica.state.asked.clear();
  for (const { command, origin } of waiting) serve(replica, office, command, origin, effects);
}

function serve(replica: Replica, office: Office, command: Command, origin: number, effects: Effects): void {
  const { state, setup } = replica;
  if (command.kind === 'read' && setup.reads !== 'consensus') {
    read(replica, office, command, origin, effects);
    return;
  }
  if (isExecuted(state, command)) {
    answer(replica, origin, command.client, command.seq, resultAgain(state, command), effects);
    return;
  }
  const underWay = slotOf(replica, office, command);
  if (underWay < 0) {
    // About to hand over: it waits for the next leader.
    if (office.heir !== null) rememberAsked(replica, command, origin, effects.now);
    else propose(replica, office, command, origin, effects);
  } else office.origin[underWay - office.first] = origin;
}

/** The slot in which this leader has proposed the operation already, not executed yet; −1: none. */
function slotOf({ state }: Replica, office: Office, { client, seq }: Command): number {
  if (seq > (office.latest.get(client) ?? 0)) return -1;
  for (let slot = office.next - 1; slot >= state.executed; slot--) {
    const { command } = entryAt(state.log, slot)!;
    if (command.seq === seq && command.client === client) return slot;
  }
  return -1;
}
