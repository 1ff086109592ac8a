import type { Command, Effects, Machine, Message, Order } from './contract/machine.js';

/** Effects that pass everything on, for those who watch a machine: override what is to be seen. */
export class PassingEffects implements Effects {
  constructor(private readonly inner: Effects) {}

  get now(): number {
    return this.inner.now;
  }

  random(): number {
    return this.inner.random();
  }

  send(to: number, body: Message): void {
    this.inner.send(to, body);
  }

  setTimer(name: number, delay: number): void {
    this.inner.setTimer(name, delay);
  }

  cancelTimer(name: number): void {
    this.inner.cancelTimer(name);
  }

  persist(key: number, record: unknown, token: number): void {
    this.inner.persist(key, record, token);
  }

  forget(below: number): void {
    this.inner.forget(below);
  }

  reply(client: number, seq: number, result: number): void {
    this.inner.reply(client, seq, result);
  }

  notify(client: number, body: Message): void {
    this.inner.notify?.(client, body);
  }

  commit(slot: number, command: Command, version: number): void {
    this.inner.commit(slot, command, version);
  }

  restored(slot: number): void {
    this.inner.restored?.(slot);
  }
}

/** A machine that does what another does, by way of effects of its own. */
export abstract class PassingMachine implements Machine {
  constructor(protected readonly machine: Machine) {}

  /** The effects that the machine is given in the place of these. */
  protected abstract within(effects: Effects): Effects;

  /** After whatever the machine has done. */
  protected after(): void {}

  get state(): unknown {
    return this.machine.state;
  }

  set state(state: unknown) {
    this.machine.state = state;
  }

  get leads(): boolean {
    return this.machine.leads;
  }

  get paths(): Machine['paths'] {
    return this.machine.paths;
  }

  start(effects: Effects): void {
    this.machine.start(this.within(effects));
    this.after();
  }

  restart(durable: ReadonlyMap<number, unknown>, effects: Effects): void {
    this.machine.restart(durable, this.within(effects));
    this.after();
  }

  message(from: number, body: Message, effects: Effects): void {
    this.machine.message(from, body, this.within(effects));
    this.after();
  }

  timer(name: number, effects: Effects): void {
    this.machine.timer(name, this.within(effects));
    this.after();
  }

  durable(token: number, effects: Effects): void {
    this.machine.durable(token, this.within(effects));
    this.after();
  }

  request(command: Command, effects: Effects): void {
    this.machine.request(command, this.within(effects));
    this.after();
  }

  order(order: Order, effects: Effects): boolean {
    const changes = this.machine.order?.(order, this.within(effects)) ?? false;
    this.after();
    return changes;
  }
}
