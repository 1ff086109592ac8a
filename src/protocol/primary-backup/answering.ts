import type { Effects } from '../contract.js';
import { currentValue } from './execution.js';
import { type Office, type Replica, send } from './state.js';

/** Answers a client's operation, through the replica that the client talks to. */
export function answer(
  { setup }: Replica,
  origin: number,
  client: number,
  seq: number,
  result: number,
  effects: Effects,
): void {
  if (origin === setup.self) effects.reply(client, seq, result);
  else send(effects, origin, { type: 'result', client, seq, result });
}

/** Answers the reads at the primary: at once, unless something of an earlier epoch is not executed yet. */
export function answerReads(replica: Replica, office: Office, effects: Effects): void {
  const { state } = replica;
  if (office.reads.length === 0 || state.executed < office.start) return;
  const { reads } = office;
  office.reads = [];
  for (const { command, origin } of reads) {
    answer(replica, origin, command.client, command.seq, currentValue(state, command.key), effects);
  }
}
