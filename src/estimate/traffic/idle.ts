import type { Effects, Machine, MachineFactory, MachineSetup, Message } from '../../protocol/contract.js';
import type { MessageSizes } from '../../simulation/message-size.js';

/** Something that a replica sent. */
export interface Sent {
  /** ms since its sender started. */
  readonly at: number;
  readonly from: number;
  readonly to: number;
  readonly bytes: number;
}

/** The same machines, with everything that they send to one another written down. */
export function overheard(factory: MachineFactory, sizes: MessageSizes, heard: Sent[]): MachineFactory {
  const create = (setup: MachineSetup): Machine => {
    const machine = factory.create(setup);
    let startedAt = 0;
    const listen = (effects: Effects): Effects => ({
      ...boundTo(effects),
      get now() {
        return effects.now;
      },
      send(to: number, body: Message) {
        heard.push({ at: effects.now - startedAt, from: setup.self, to, bytes: sizes.of(body) });
        effects.send(to, body);
      },
    });
    return {
      start(effects) {
        startedAt = effects.now;
        machine.start(listen(effects));
      },
      restart(durable, effects) {
        startedAt = effects.now;
        machine.restart(durable, listen(effects));
      },
      message: (from, body, effects) => machine.message(from, body, listen(effects)),
      timer: (name, effects) => machine.timer(name, listen(effects)),
      durable: (token, effects) => machine.durable(token, listen(effects)),
      request: (command, effects) => machine.request(command, listen(effects)),
      get state() {
        return machine.state;
      },
      get leads() {
        return machine.leads;
      },
    };
  };
  const { createClient } = factory;
  return createClient === undefined ? { create } : { create, createClient };
}

function boundTo(effects: Effects): Omit<Effects, 'now' | 'send'> {
  return {
    random: () => effects.random(),
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
