import type { Effects, MachineSetup, Message } from './contract/machine.js';

/** The answer to an operation, on its way to the replica that the client talks to. */
export interface Result extends Message {
  readonly type: 'result';
  readonly client: number;
  readonly seq: number;
  readonly result: number;
}

/** Answers a client's operation, through the replica that the client talks to. */
export function answer(
  { setup }: { readonly setup: MachineSetup },
  origin: number,
  client: number,
  seq: number,
  result: number,
  effects: Effects,
): void {
  const message: Result = { type: 'result', client, seq, result };
  if (origin === setup.self) effects.reply(client, seq, result);
  else effects.send(origin, message);
}
