import type { Effects, Machine, MachineFactory, Message } from '../../protocol/contract.js';
import { PassingEffects, PassingMachine } from '../../protocol/passing.js';

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

class WatchedMachine extends PassingMachine {
  private effects: WatchedEffects | undefined;

  constructor(
    machine: Machine,
    private readonly self: number,
    private readonly watcher: Watcher,
  ) {
    super(machine);
  }

  protected override within(effects: Effects): Effects {
    this.effects ??= new WatchedEffects(effects, this.self, this.watcher);
    return this.effects;
  }

  protected override after(): void {
    this.watcher.leads(this.self, this.machine.leads);
  }
}

class WatchedEffects extends PassingEffects {
  constructor(
    effects: Effects,
    private readonly self: number,
    private readonly watcher: Watcher,
  ) {
    super(effects);
  }

  override send(to: number, body: Message): void {
    this.watcher.sends(this.self, body.type);
    super.send(to, body);
  }

  override reply(client: number, seq: number, result: number): void {
    this.watcher.replies(this.self, client);
    super.reply(client, seq, result);
  }
}
