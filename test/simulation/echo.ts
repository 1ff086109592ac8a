import type { MachineFactory } from '../../src/protocol/contract/host.js';
import type {
  Command,
  Effects,
  Machine,
  MachineSetup,
  Message,
} from '../../src/protocol/contract/machine.js';

/** What a test machine does differently from one that does nothing. */
export type Behaviour = Partial<
  Pick<Machine, 'start' | 'restart' | 'message' | 'timer' | 'durable' | 'request' | 'leads'>
>;

/** A machine that leads and does nothing, but for `behaviour`. */
export function machine(behaviour: (setup: MachineSetup) => Behaviour): MachineFactory {
  return {
    create: (setup) => ({
      state: undefined,
      leads: true,
      start: () => {},
      restart: () => {},
      message: (_from: number, _body: Message, _effects: Effects) => {},
      timer: () => {},
      durable: () => {},
      request: () => {},
      ...behaviour(setup),
    }),
  };
}

/** Executes a command in a slot of a log of which every write takes effect, on whatever key. */
export function executeAt(effects: Effects, slot: number, command: Command): void {
  effects.commit(slot, command, command.kind === 'write' ? slot + 1 : 0);
}

/** One replica that executes and answers each request at once; a write answers with its value, a read with 0. */
export const echo: MachineFactory = machine(() => {
  let slot = 0;
  return {
    request(command, effects) {
      executeAt(effects, slot++, command);
      effects.reply(command.client, command.seq, command.value);
    },
  };
});

/** One replica that answers each request once its record is on disk; it starts again from what is there. */
export const careful: MachineFactory = machine(() => {
  let written = 0;
  let executed = 0;
  const log: Command[] = [];
  const execute = (effects: Effects): void => {
    const command = log[executed];
    executeAt(effects, executed++, command);
    effects.reply(command.client, command.seq, command.value);
  };
  return {
    request(command, effects) {
      log.push(command);
      effects.persist(written, command, written);
      written++;
    },
    durable: (_token, effects) => execute(effects),
    restart(durable, effects) {
      for (const key of [...durable.keys()].sort((x, y) => x - y)) log.push(durable.get(key) as Command);
      written = log.length;
      while (executed < log.length) execute(effects);
    },
  };
});
