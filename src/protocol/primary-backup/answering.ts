import { answer } from '../answering.js';
import type { Effects } from '../contract/machine.js';
import { currentValue } from '../replicated-map.js';
import type { Office, Replica } from './state.js';

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
