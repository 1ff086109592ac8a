import type { ClientSetup } from '../../src/protocol/contract/client.js';
import type { MachineFactory } from '../../src/protocol/contract/host.js';
import type { Effects, Machine, MachineSetup, Message } from '../../src/protocol/contract/machine.js';
import { PassingMachine } from '../../src/protocol/passing.js';

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
    commit: (slot, command, version) => effects.commit(slot, command, version),
    restored: (slot) => effects.restored?.(slot),
  };
}

class Altered extends PassingMachine {
  constructor(
    machine: Machine,
    private readonly alteration: Alteration,
  ) {
    super(machine);
  }

  protected within(effects: Effects): Effects {
    return this.alteration.effects?.(effects, this.machine) ?? effects;
  }

  protected override after(): void {
    this.alteration.after?.(this.machine);
  }

  override restart(durable: ReadonlyMap<number, unknown>, effects: Effects): void {
    this.machine.restart(this.alteration.durable?.(durable) ?? durable, this.within(effects));
    this.alteration.afterRestart?.(this.machine);
  }

  override message(from: number, body: Message, effects: Effects): void {
    super.message(from, this.alteration.message?.(from, body, effects, this.machine) ?? body, effects);
  }
}
