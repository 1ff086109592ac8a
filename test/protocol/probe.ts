import type { Command, Effects, Message } from '../../src/protocol/contract/machine.js';

/** Effects that only note what a machine does, for tests that feed one machine by hand. */
export class Probe implements Effects {
  now = 0;
  sent: { readonly to: number; readonly body: Message }[] = [];
  written: { readonly key: number; readonly record: unknown; readonly token: number }[] = [];
  answers: { readonly client: number; readonly seq: number; readonly result: number }[] = [];
  told: { readonly client: number; readonly body: Message }[] = [];
  executed: { readonly slot: number; readonly command: Command }[] = [];
  forgotten: number[] = [];
  readonly timers = new Map<number, number>();

  random(): number {
    return 0.5;
  }

  send(to: number, body: Message): void {
    this.sent.push({ to, body });
  }

  setTimer(name: number, delay: number): void {
    this.timers.set(name, this.now + delay);
  }

  cancelTimer(name: number): void {
    this.timers.delete(name);
  }

  persist(key: number, record: unknown, token: number): void {
    this.written.push({ key, record, token });
  }

  forget(below: number): void {
    this.forgotten.push(below);
  }

  reply(client: number, seq: number, result: number): void {
    this.answers.push({ client, seq, result });
  }

  notify(client: number, body: Message): void {
    this.told.push({ client, body });
  }

  commit(slot: number, command: Command): void {
    this.executed.push({ slot, command });
  }

  /** The messages of a type sent so far. */
  ofType<T extends Message>(type: T['type']): { readonly to: number; readonly body: T }[] {
    return this.sent.filter(({ body }) => body.type === type) as { to: number; body: T }[];
  }
}
