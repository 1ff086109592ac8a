import type { MachineFactory } from '../../protocol/contract/host.js';
import type { Effects, Machine, Message } from '../../protocol/contract/machine.js';
import { PassingEffects, PassingMachine } from '../../protocol/passing.js';
import type { MessageSizes } from '../../simulation/message-size.js';

/** Something that a replica sent. */
export interface Sent {
  /** ms since its sender started. */
  readonly at: number;
  readonly from: number;
  readonly to: number;
  readonly type: string;
  readonly bytes: number;
  /** The replica whose message its sender was handling; undefined: none, its own clock said so. */
  readonly answers: number | undefined;
}

/** The same machines, with everything that they send to one another written down. */
export function overheard(factory: MachineFactory, sizes: MessageSizes, heard: Sent[]): MachineFactory {
  const { createClient } = factory;
  return {
    create: (setup) => new OverheardMachine(factory.create(setup), setup.self, sizes, heard),
    ...(createClient === undefined ? {} : { createClient: (setup) => createClient(setup) }),
  };
}

class OverheardMachine extends PassingMachine {
  private effects: OverheardEffects | undefined;
  private startedAt = 0;
  private handling: number | undefined;

  constructor(
    machine: Machine,
    private readonly self: number,
    private readonly sizes: MessageSizes,
    private readonly heard: Sent[],
  ) {
    super(machine);
  }

  override start(effects: Effects): void {
    this.startedAt = effects.now;
    super.start(effects);
  }

  override restart(durable: ReadonlyMap<number, unknown>, effects: Effects): void {
    this.startedAt = effects.now;
    super.restart(durable, effects);
  }

  override message(from: number, body: Message, effects: Effects): void {
    this.handling = from;
    super.message(from, body, effects);
    this.handling = undefined;
  }

  protected override within(effects: Effects): Effects {
    this.effects ??= new OverheardEffects(effects, (to, body) =>
      this.heard.push({
        at: effects.now - this.startedAt,
        from: this.self,
        to,
        type: body.type,
        bytes: this.sizes.of(body),
        answers: this.handling,
      }),
    );
    return this.effects;
  }
}

class OverheardEffects extends PassingEffects {
  constructor(
    effects: Effects,
    private readonly sends: (to: number, body: Message) => void,
  ) {
    super(effects);
  }

  override send(to: number, body: Message): void {
    this.sends(to, body);
    super.send(to, body);
  }
}
