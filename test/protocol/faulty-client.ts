import { type ClientEffects, type ClientMachine, clientSetupOf } from '../../src/protocol/contract/client.js';
import type { MachineFactory } from '../../src/protocol/contract/host.js';
import type { Command, MachineSetup, Message } from '../../src/protocol/contract/machine.js';

/** What a client process asks of the run that it is part of. */
export interface ClientSurroundings {
  readonly now: number;
  readonly factory: MachineFactory;
  /** One message between a client and a replica: may be lost, doubled, late. */
  post(what: string, deliver: () => void): void;
  /** A client's request arrives at a replica, which may be down. */
  arrive(replica: number, command: Command): void;
  /** A client has its answer, from these replicas as far as anybody knows. */
  answered(from: string, client: number, seq: number, result: number): void;
}

/** A client process that takes part in the protocol. It never crashes: one that does is one that gives up. */
export class FaultyClient implements ClientEffects {
  private readonly machine: ClientMachine;
  private attempts = 0;
  private outstanding = 0;

  constructor(
    private readonly run: ClientSurroundings,
    private readonly client: number,
    setup: MachineSetup,
  ) {
    this.machine = run.factory.createClient!(clientSetupOf(setup, client));
  }

  get now(): number {
    return this.run.now;
  }

  request(to: number, command: Command): void {
    this.run.post(`client ${this.client} → r${to} #${command.seq}`, () => this.run.arrive(to, command));
  }

  finish(seq: number, result: number): void {
    this.run.answered('client', this.client, seq, result);
  }

  /** The next operation, or the outstanding one again. */
  attempt(command: Command, entry: number): void {
    this.attempts = command.seq === this.outstanding ? this.attempts + 1 : 1;
    this.outstanding = command.seq;
    this.machine.request(command, entry, this.attempts, this);
  }

  reply(from: number, seq: number, result: number): void {
    this.run.post(`r${from} → client ${this.client} #${seq}: ${result}`, () => {
      this.machine.reply(from, seq, result, this);
    });
  }

  message(from: number, body: Message): void {
    this.run.post(`r${from} → client ${this.client} ${body.type}`, () => {
      this.machine.message(from, body, this);
    });
  }
}
