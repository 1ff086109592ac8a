import type { Command } from '../../protocol/contract/machine.js';
import type { Operations } from '../operations.js';
import { Violations } from './violations.js';

/**
 * Validity: only commands that clients sent are executed, as they were sent. A command of a client below 0 is a
 * machine's own filler (the no-op with which a new leader closes gaps; Lamport, "Paxos made simple", §3) and says
 * nothing, so that it is always valid.
 */
export class Validity {
  readonly violations = new Violations('validity');

  constructor(
    private readonly operations: Operations,
    private readonly nameOf: (replica: number) => string,
  ) {}

  /** A replica executes `command`, which is `operation` (−1: of no client). */
  commit(replica: number, slot: number, command: Command, operation: number, now: number): void {
    if (command.client < 0) return;
    if (operation >= 0 && this.operations.isCommand(operation, command)) return;
    this.violations.found(now, () => {
      const { client, seq, kind, key, value } = command;
      const what = `${kind} ${seq} of client process ${client} (key ${key}, value ${value})`;
      const why = operation < 0 ? 'which no client sent' : 'which is not as the client sent it';
      return `${this.nameOf(replica)} executed ${what} in slot ${slot}, ${why}`;
    });
  }
}
