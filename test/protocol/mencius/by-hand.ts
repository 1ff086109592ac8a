import type { Command, Machine, MachineSetup } from '../../../src/protocol/contract/machine.js';
import { menciusMachine } from '../../../src/protocol/mencius/machine.js';
import type { Accepted, MenciusMessage, Skip, Suggest } from '../../../src/protocol/mencius/messages.js';
import { Probe } from '../probe.js';
import { schemeOf, setupsOf } from '../subject.js';
import { SMALL_LIMITS } from './subject.js';

/** One replica that is fed by hand: r1 of three, and what gets to its disk. */
export class ByHand {
  readonly machine: Machine;
  readonly probe = new Probe();

  constructor(
    change: Partial<MachineSetup> = {},
    private readonly durable = new Map<number, unknown>(),
  ) {
    const shared = { leader: undefined, reads: 'consensus', disk: 'parallel', heartbeat: 100 } as const;
    const setups = setupsOf(3, { ...shared, quorum: schemeOf('majority', 3), election: [1000, 2000] });
    this.machine = menciusMachine(SMALL_LIMITS).create({ ...setups[1], ...change });
  }

  hear(from: number, body: MenciusMessage): void {
    this.machine.message(from, body, this.probe);
  }

  /** All that is being written gets to the disk. */
  finishWrites(): void {
    const { written } = this.probe;
    this.probe.written = [];
    for (const { key, record, token } of written) {
      this.durable.set(key, record);
      this.machine.durable(token, this.probe);
    }
  }
}

export const NONE: Skip = { from: 0, to: 0 };

export function write(seq: number, key = 1): Command {
  return { client: 1, seq, kind: 'write', key, value: 10 * seq };
}

export function suggest(slot: number, after = slot, command = write(100 + slot)): Suggest {
  return { type: 'suggest', slot, entry: { command, after }, skips: [NONE, NONE, NONE] };
}

export function accepted(slot: number, skip = NONE): Accepted {
  return { type: 'accepted', slot, skip };
}
