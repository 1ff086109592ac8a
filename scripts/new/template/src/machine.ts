import type { MachineFactory } from '../../../../src/protocol/contract/host.js';
import type {
  Command,
  Effects,
  Machine,
  MachineSetup,
  Message,
} from '../../../../src/protocol/contract/machine.js';
import {
  apply,
  currentValue,
  emptyMap,
  isExecuted,
  isNoOp,
  NO_OP,
  type ReplicatedMap,
  resultAgain,
} from '../../../../src/protocol/replicated-map.js';

/** A replica passes its client's command on, and the leader's result comes back. */
interface Forward extends Message {
  readonly type: 'forward';
  readonly command: Command;
}

interface Result extends Message {
  readonly type: 'result';
  readonly command: Command;
  readonly result: number;
}

/** Everything a replica knows: plain data. */
export interface State extends ReplicatedMap {
  /** Writes in the order in which they came, and how many of them, from the first, are on disk and executed. */
  log: Command[];
  executed: number;
  /** Slots that are on disk beyond those. */
  written: number[];
  /** Replicas that forwarded a command, by client:seq: where its result goes. */
  entries: Map<string, number>;
}

/**
 * One copy: the leader writes each command to its disk, executes it and answers. Nobody else has anything.
 *
 * This comment teaches the protocol: who sends what to whom, what is on disk before what is said, why it is safe, and
 * where (paper, section) that stands.
 *
 * It is safe because a command is executed and answered only once its record is durable: after a crash the leader reads
 * its log back and executes the same commands in the same slots. While it is down nothing happens.
 */
class SoleCopy implements Machine {
  state: State = freshState();

  constructor(private readonly setup: MachineSetup) {}

  get leads(): boolean {
    return this.setup.self === (this.setup.leader ?? 0);
  }

  start(): void {
    this.state = freshState();
  }

  restart(durable: ReadonlyMap<number, unknown>, effects: Effects): void {
    const state = freshState();
    this.state = state;
    const slots = [...durable.keys()].sort((a, b) => a - b);
    // A record may have reached the disk before the one ahead of it: its slot is filled with nothing.
    for (let slot = 0; slot <= (slots.at(-1) ?? -1); slot++) {
      const command = (durable.get(slot) as Command | undefined) ?? NO_OP;
      state.log.push(command);
      if (command === NO_OP) effects.persist(slot, command, slot);
      else state.written.push(slot);
    }
    this.execute(effects);
  }

  request(command: Command, effects: Effects): void {
    const { self } = this.setup;
    if (this.leads) this.take(command, self, effects);
    else effects.send(this.setup.leader ?? 0, { type: 'forward', command } as Forward);
  }

  message(from: number, body: Message, effects: Effects): void {
    const message = body as Forward | Result;
    if (message.type === 'forward') this.take(message.command, from, effects);
    else effects.reply(message.command.client, message.command.seq, message.result);
  }

  durable(slot: number, effects: Effects): void {
    this.state.written.push(slot);
    this.execute(effects);
  }

  timer(): void {}

  private take(command: Command, entry: number, effects: Effects): void {
    const { state } = this;
    if (command.kind === 'read' || isExecuted(state, command)) {
      const isRead = command.kind === 'read';
      const result = isRead ? currentValue(state, command.key) : resultAgain(state, command);
      this.answer(command, entry, result, effects);
      return;
    }
    const key = `${command.client}:${command.seq}`;
    const known = state.entries.has(key);
    state.entries.set(key, entry);
    if (known) return;
    const slot = state.log.push(command) - 1;
    effects.persist(slot, command, slot);
  }

  /** Executes what is on disk, in the order of the slots. */
  private execute(effects: Effects): void {
    const { state } = this;
    while (state.written.includes(state.executed)) {
      const slot = state.executed++;
      state.written.splice(state.written.indexOf(slot), 1);
      const command = state.log[slot];
      const result = apply(state, slot, command, effects);
      const key = `${command.client}:${command.seq}`;
      const entry = state.entries.get(key);
      state.entries.delete(key);
      if (entry !== undefined && !isNoOp(command)) this.answer(command, entry, result, effects);
    }
  }

  private answer(command: Command, entry: number, result: number, effects: Effects): void {
    if (entry === this.setup.self) effects.reply(command.client, command.seq, result);
    else effects.send(entry, { type: 'result', command, result } as Result);
  }
}

function freshState(): State {
  return {
    log: [],
    executed: 0,
    written: [],
    entries: new Map(),
    ...emptyMap(),
  };
}

export function soleCopyMachine(): MachineFactory {
  return { create: (setup) => new SoleCopy(setup) };
}
