import { type ClientEffects, type ClientMachine, clientSetupOf } from '../../src/protocol/contract/client.js';
import type { MachineFactory } from '../../src/protocol/contract/host.js';
import type {
  Command,
  Effects,
  Machine,
  MachineSetup,
  Message,
} from '../../src/protocol/contract/machine.js';

/**
 * Replicas and the client processes that take part in the protocol, all as machines that send messages to each other:
 * replicas are 0 … n−1, `clients[k]` is n + k. A client's request arrives as the message `request`, a replica's answer
 * as `reply`; what a client's machine replies is that it has its result.
 */
export interface Request extends Message {
  readonly type: 'request';
  readonly command: Command;
}

export interface Reply extends Message {
  readonly type: 'reply';
  readonly seq: number;
  readonly result: number;
}

export function replicaNode(
  factory: MachineFactory,
  setup: MachineSetup,
  clients: readonly number[],
): Machine {
  const machine = factory.create(setup);
  return factory.createClient === undefined ? machine : new ReplicaNode(machine, setup.n, clients);
}

export function clientNode(factory: MachineFactory, setup: MachineSetup, client: number, entry = 0): Machine {
  return new ClientNode(factory.createClient!(clientSetupOf(setup, client)), client, entry);
}

class ReplicaNode implements Machine {
  constructor(
    private readonly machine: Machine,
    private readonly n: number,
    private readonly clients: readonly number[],
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
    this.machine.start(this.outward(effects));
  }

  restart(durable: ReadonlyMap<number, unknown>, effects: Effects): void {
    this.machine.restart(durable, this.outward(effects));
  }

  message(from: number, body: Message, effects: Effects): void {
    if (body.type === 'request') this.request((body as Request).command, effects);
    else this.machine.message(from, body, this.outward(effects));
  }

  timer(name: number, effects: Effects): void {
    this.machine.timer(name, this.outward(effects));
  }

  durable(token: number, effects: Effects): void {
    this.machine.durable(token, this.outward(effects));
  }

  request(command: Command, effects: Effects): void {
    this.machine.request(command, this.outward(effects));
  }

  private outward(effects: Effects): Effects {
    const { n, clients } = this;
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
      reply: (client, seq, result) =>
        effects.send(n + clients.indexOf(client), { type: 'reply', seq, result } as Reply),
      notify: (client, body) => effects.send(n + clients.indexOf(client), body),
      commit: (slot, command, version) => effects.commit(slot, command, version),
      restored: (slot) => effects.restored?.(slot),
    };
  }
}

class ClientNode implements Machine {
  readonly leads = false;
  private attempts = 0;
  private seq = 0;
  /** One message for all whom a request goes to. */
  private sent: Request | undefined;

  constructor(
    private readonly machine: ClientMachine,
    private readonly client: number,
    private readonly entry: number,
  ) {}

  get state(): unknown {
    return { own: this.machine.state, seq: this.seq, attempts: this.attempts };
  }

  set state(state: unknown) {
    const { own, seq, attempts } = state as { own: unknown; seq: number; attempts: number };
    this.machine.state = own;
    this.seq = seq;
    this.attempts = attempts;
  }

  start(): void {}

  restart(): void {
    throw new Error('a client does not restart');
  }

  timer(): void {
    throw new Error('a client has no timers');
  }

  durable(): void {
    throw new Error('a client has no disk');
  }

  message(from: number, body: Message, effects: Effects): void {
    if (body.type === 'reply') {
      const { seq, result } = body as Reply;
      this.machine.reply(from, seq, result, this.outward(effects));
    } else {
      this.machine.message(from, body, this.outward(effects));
    }
  }

  request(command: Command, effects: Effects): void {
    this.attempts = command.seq === this.seq ? this.attempts + 1 : 1;
    this.seq = command.seq;
    this.machine.request(command, this.entry, this.attempts, this.outward(effects));
  }

  private outward(effects: Effects): ClientEffects {
    return {
      get now() {
        return effects.now;
      },
      request: (to, command) => {
        if (this.sent?.command !== command) this.sent = { type: 'request', command };
        effects.send(to, this.sent);
      },
      finish: (seq, result) => effects.reply(this.client, seq, result),
    };
  }
}
