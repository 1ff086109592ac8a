import type { MachineFactory } from '../../src/protocol/contract/host.js';
import type {
  Command,
  Effects,
  Machine,
  MachineSetup,
  Message,
} from '../../src/protocol/contract/machine.js';
import { executeAt } from './echo.js';

type PrimaryMessage =
  | { readonly type: 'append'; readonly slot: number; readonly command: Command }
  | { readonly type: 'appended'; readonly slot: number }
  | { readonly type: 'commit'; readonly upTo: number }
  | { readonly type: 'heartbeat'; readonly upTo: number }
  | { readonly type: 'missing'; readonly from: number }
  | { readonly type: 'forward'; readonly command: Command };

const BEAT = 1;

/**
 * A small replication protocol for the simulator's own tests: a fixed primary puts each command into its log and on
 * its disk, sends it to all, and executes and answers it once a majority has it on disk. It survives crashes and lost
 * messages (by its heartbeat), but not the loss of its primary permanently.
 */
class Primary implements Machine {
  state: unknown;
  private readonly log: (Command | undefined)[] = [];
  private readonly acks: number[] = [];
  private readonly onDisk: boolean[] = [];
  private readonly slotOf = new Map<string, number>();
  private executed = 0;
  private known = 0;

  constructor(private readonly setup: MachineSetup) {}

  get leads(): boolean {
    return this.setup.leader === this.setup.self;
  }

  start(effects: Effects): void {
    if (this.leads) effects.setTimer(BEAT, this.setup.heartbeat);
  }

  restart(durable: ReadonlyMap<number, unknown>, effects: Effects): void {
    for (const [slot, command] of durable) {
      this.note(slot, command as Command);
      this.onDisk[slot] = true;
      this.acks[slot] |= 1 << this.setup.self;
    }
    this.start(effects);
  }

  request(command: Command, effects: Effects): void {
    if (this.leads) this.propose(command, effects);
    else effects.send(this.setup.leader ?? 0, { type: 'forward', command } as Message);
  }

  message(from: number, body: Message, effects: Effects): void {
    const message = body as PrimaryMessage;
    switch (message.type) {
      case 'forward':
        this.propose(message.command, effects);
        break;
      case 'append':
        if (this.onDisk[message.slot]) effects.send(from, appended(message.slot));
        else if (this.log[message.slot] === undefined) {
          this.note(message.slot, message.command);
          effects.persist(message.slot, message.command, message.slot);
        }
        break;
      case 'appended':
        this.acks[message.slot] |= 1 << from;
        this.advance(effects);
        break;
      case 'commit':
      case 'heartbeat':
        this.known = Math.max(this.known, message.upTo);
        this.executeKnown(effects);
        if (message.type === 'heartbeat' && this.executed < this.known) {
          effects.send(from, { type: 'missing', from: this.executed } as Message);
        }
        break;
      case 'missing':
        for (let slot = message.from; slot < this.executed; slot++) this.append(from, slot, effects);
    }
  }

  durable(slot: number, effects: Effects): void {
    this.onDisk[slot] = true;
    if (this.leads) {
      this.acks[slot] |= 1 << this.setup.self;
      this.advance(effects);
    } else {
      effects.send(this.setup.leader ?? 0, appended(slot));
      this.executeKnown(effects);
    }
  }

  timer(_name: number, effects: Effects): void {
    effects.setTimer(BEAT, this.setup.heartbeat);
    this.toOthers({ type: 'heartbeat', upTo: this.executed }, effects);
    for (let slot = this.executed; slot < this.log.length; slot++) {
      for (let to = 0; to < this.setup.n; to++) {
        if (to !== this.setup.self && (this.acks[slot] & (1 << to)) === 0) this.append(to, slot, effects);
      }
    }
  }

  private propose(command: Command, effects: Effects): void {
    const slot = this.slotOf.get(`${command.client}:${command.seq}`);
    if (slot !== undefined) {
      if (slot < this.executed) effects.reply(command.client, command.seq, command.value);
      return;
    }
    const next = this.log.length;
    this.note(next, command);
    effects.persist(next, command, next);
    for (let to = 0; to < this.setup.n; to++) if (to !== this.setup.self) this.append(to, next, effects);
  }

  private append(to: number, slot: number, effects: Effects): void {
    effects.send(to, { type: 'append', slot, command: this.log[slot] } as Message);
  }

  private note(slot: number, command: Command): void {
    this.log[slot] = command;
    this.acks[slot] = 0;
    this.slotOf.set(`${command.client}:${command.seq}`, slot);
  }

  private advance(effects: Effects): void {
    const before = this.executed;
    while (this.executed < this.log.length && this.setup.quorum.phase2.contains(this.acks[this.executed])) {
      const command = this.log[this.executed] as Command;
      executeAt(effects, this.executed++, command);
      effects.reply(command.client, command.seq, command.value);
    }
    if (this.executed > before) this.toOthers({ type: 'commit', upTo: this.executed }, effects);
  }

  private executeKnown(effects: Effects): void {
    while (this.executed < this.known && this.onDisk[this.executed]) {
      executeAt(effects, this.executed, this.log[this.executed] as Command);
      this.executed++;
    }
  }

  private toOthers(body: PrimaryMessage, effects: Effects): void {
    for (let to = 0; to < this.setup.n; to++) if (to !== this.setup.self) effects.send(to, body as Message);
  }
}

function appended(slot: number): Message {
  return { type: 'appended', slot } as Message;
}

export const primary: MachineFactory = { create: (setup) => new Primary(setup) };
