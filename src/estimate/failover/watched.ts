import type { Command, Effects, Machine, MachineFactory, Message, Order } from '../../protocol/contract.js';

/** What is seen of machines from outside while they run. */
export interface Watcher {
  /** A replica sends a message of this type. */
  sends(replica: number, type: string): void;
  /** A replica answers this client. */
  replies(replica: number, process: number): void;
  /** After whatever a machine has done: does it lead? */
  leads(replica: number, leads: boolean): void;
}

/** The same machines, watched. They are told nothing that they would not be told otherwise, and do the same. */
export function watched(factory: MachineFactory, watcher: Watcher): MachineFactory {
  const { createClient } = factory;
  return {
    create: (setup) => new WatchedMachine(factory.create(setup), setup.self, watcher),
    ...(createClient === undefined ? {} : { createClient: (setup) => createClient(setup) }),
  };
}

class WatchedMachine implements Machine {
  private effects: WatchedEffects | undefined;

  constructor(
    private readonly machine: Machine,
    private readonly self: number,
    private readonly watcher: Watcher,
  ) {}

  get state(): unknown {
    return this.machine.state;
  }

  set state(state: unknown) {
    this.machine.state = state;
  }

  get leads(): boolean {
    return this.machine.leads;
  }

  start(effects: Effects): void {
    this.machine.start(this.watch(effects));
    this.look();
  }

  restart(durable: ReadonlyMap<number, unknown>, effects: Effects): void {
    this.machine.restart(durable, this.watch(effects));
    this.look();
  }

  message(from: number, body: Message, effects: Effects): void {
    this.machine.message(from, body, this.watch(effects));
    this.look();
  }

  timer(name: number, effects: Effects): void {
    this.machine.timer(name, this.watch(effects));
    this.look();
  }

  durable(token: number, effects: Effects): void {
    this.machine.durable(token, this.watch(effects));
    this.look();
  }

  request(command: Command, effects: Effects): void {
    this.machine.request(command, this.watch(effects));
    this.look();
  }

  order(order: Order, effects: Effects): void {
    this.machine.order?.(order, this.watch(effects));
    this.look();
  }

  private watch(effects: Effects): Effects {
    this.effects ??= new WatchedEffects(effects, this.self, this.watcher);
    return this.effects;
  }

  private look(): void {
    this.watcher.leads(this.self, this.machine.leads);
  }
}

class WatchedEffects implements Effects {
  constructor(
    private readonly effects: Effects,
    private readonly self: number,
    private readonly watcher: Watcher,
  ) {}

  get now(): number {
    return this.effects.now;
  }

  random(): number {
    return this.effects.random();
  }

  send(to: number, body: Message): void {
    this.watcher.sends(this.self, body.type);
    this.effects.send(to, body);
  }

  setTimer(name: number, delay: number): void {
    this.effects.setTimer(name, delay);
  }

  cancelTimer(name: number): void {
    this.effects.cancelTimer(name);
  }

  persist(key: number, record: unknown, token: number): void {
    this.effects.persist(key, record, token);
  }

  forget(below: number): void {
    this.effects.forget(below);
  }

  reply(client: number, seq: number, result: number): void {
    this.watcher.replies(this.self, client);
    this.effects.reply(client, seq, result);
  }

  notify(client: number, body: Message): void {
    this.effects.notify?.(client, body);
  }

  commit(slot: number, command: Command): void {
    this.effects.commit(slot, command);
  }

  restored(slot: number): void {
    this.effects.restored?.(slot);
  }
}
