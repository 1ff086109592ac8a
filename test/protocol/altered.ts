import type {
  ClientSetup,
  Effects,
  Machine,
  MachineFactory,
  MachineSetup,
  Message,
  Order,
} from '../../src/protocol/contract.js';

/** A defect put into a correct machine from outside: each part changes what passes in or out. For tests of the tests. */
export interface Alteration {
  setup?(setup: MachineSetup): MachineSetup;
  effects?(effects: Effects, machine: Machine): Effects;
  message?(from: number, body: Message, effects: Effects, machine: Machine): Message;
  durable?(durable: ReadonlyMap<number, unknown>): ReadonlyMap<number, unknown>;
  /** What clients are told, where they take part. */
  client?(setup: ClientSetup): ClientSetup;
  /** After every input. */
  after?(machine: Machine): void;
  afterRestart?(machine: Machine): void;
}

export function altered(factory: MachineFactory, alteration: Alteration): MachineFactory {
  return {
    create: (setup) => new Altered(factory.create(alteration.setup?.(setup) ?? setup), alteration),
    ...(factory.createClient && {
      createClient: (setup) => factory.createClient!(alteration.client?.(setup) ?? setup),
    }),
  };
}

/** Effects that pass everything on; override what is to differ. */
export function passOn(effects: Effects): Effects {
  return {
    get now() {
      return effects.now;
    },
    random: () => effects.random(),
    send: (to, body) => effects.send(to, body),
    setTimer: (name, delay) => effects.setTimer(name, delay),
    cancelTimer: (name) => effects.cancelTimer(name),
    persist: (key, record, token) => effects.persist(key, record, token),
    forget: (below) => effects.forget(below),
    reply: (client, seq, result) => effects.reply(client, seq, result),
    notify: (client, body) => effects.notify?.(client, body),
    commit: (slot, command) => effects.commit(slot, command),
    restored: (slot) => effects.restored?.(slot),
  };
}

class Altered implements Machine {
  constructor(
    private readonly machine: Machine,
    private readonly alteration: Alteration,
  ) {}

  get state(): unknown {
    return this.machine.state;
  }

  set state(state: unknown) {
    this.machine.state = state;
  }

  get paths(): Machine['paths'] {
    return this.machine.paths;
  }

  get leads(): boolean {
    return this.machine.leads;
  }

  start(effects: Effects): void {
    this.machine.start(this.wrap(effects));
    this.alteration.after?.(this.machine);
  }

  restart(durable: ReadonlyMap<number, unknown>, effects: Effects): void {
    this.machine.restart(this.alteration.durable?.(durable) ?? durable, this.wrap(effects));
    this.alteration.afterRestart?.(this.machine);
  }

  message(from: number, body: Message, effects: Effects): void {
    const altered = this.alteration.message?.(from, body, effects, this.machine) ?? body;
    this.machine.message(from, altered, this.wrap(effects));
    this.alteration.after?.(this.machine);
  }

  timer(name: number, effects: Effects): void {
    this.machine.timer(name, this.wrap(effects));
    this.alteration.after?.(this.machine);
  }

  durable(token: number, effects: Effects): void {
    this.machine.durable(token, this.wrap(effects));
    this.alteration.after?.(this.machine);
  }

  request(command: Parameters<Machine['request']>[0], effects: Effects): void {
    this.machine.request(command, this.wrap(effects));
    this.alteration.after?.(this.machine);
  }

  order(order: Order, effects: Effects): void {
    this.machine.order?.(order, this.wrap(effects));
    this.alteration.after?.(this.machine);
  }

  private wrap(effects: Effects): Effects {
    return this.alteration.effects?.(effects, this.machine) ?? effects;
  }
}
