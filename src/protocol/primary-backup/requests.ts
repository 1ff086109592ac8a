import type { Result } from '../answering.js';
import { answer } from '../answering.js';
import type { Command, Effects } from '../contract/machine.js';
import { endOf } from '../log/stretch.js';
import { isAmong, masksOf } from '../member-masks.js';
import { currentValue, isExecuted } from '../replicated-map.js';
import { answerReads } from './answering.js';
import { primaryOf } from './epoch.js';
import { slotOf } from './log.js';
import type { Forward } from './messages.js';
import { propose } from './replication.js';
import { type Office, type Replica, send } from './state.js';

/**
 * Clients' requests, where they arrive and at the primary. A backup passes them on and keeps nothing: what gets lost, or
 * reaches a primary that is not there, the client sends again.
 *
 * Reads at the primary are answered from what it has executed, by itself alone. It executes before it answers a write,
 * and there is no other primary as long as the operator stops the old one before promoting the next: so a read sees
 * every write answered before it. No lease says so and no clock: a primary that was replaced without being stopped goes
 * on answering, with old values, until it hears of the other. What was read at an asynchronous primary may be lost with it.
 *
 * Local reads are answered by any replica, by itself. A backup learns that an entry is committed with the next message
 * from the primary, a heartbeat later at most, or with the entry itself where the primary is a quorum alone. A witness has
 * no data, and serves nobody.
 */
export function onRequest(replica: Replica, command: Command, effects: Effects): void {
  const { state, setup } = replica;
  if (!isAmong(masksOf(setup).holders, setup)) return;
  if (command.kind === 'read' && setup.reads === 'local') {
    effects.reply(command.client, command.seq, currentValue(state, command.key));
  } else if (state.office !== null) {
    serve(replica, state.office, command, setup.self, effects);
  } else if (primaryOf(state.epoch) !== setup.self) {
    send(effects, primaryOf(state.epoch), { type: 'forward', command });
  }
}

export function onForward(replica: Replica, from: number, { command }: Forward, effects: Effects): void {
  const { office } = replica.state;
  if (office !== null) serve(replica, office, command, from, effects);
}

export function onResult({ client, seq, result }: Result, effects: Effects): void {
  effects.reply(client, seq, result);
}

function serve(replica: Replica, office: Office, command: Command, origin: number, effects: Effects): void {
  const { state } = replica;
  if (command.kind === 'read') {
    office.reads.push({ command, origin });
    answerReads(replica, office, effects);
    return;
  }
  if (isExecuted(state, command)) {
    answer(replica, origin, command.client, command.seq, command.value, effects);
    return;
  }
  const slot = slotOf(state.log, command);
  office.origins.set(slot < 0 ? endOf(state.log) : slot, origin);
  if (slot < 0) propose(replica, office, command, effects);
}
