import type { Command } from '../../protocol/contract/machine.js';
import type { Safety } from '../../result/simulation-run.js';
import type { Operations } from '../operations.js';

/** Whoever watches what machines execute and answer. */
export interface Checks {
  restart(replica: number): void;
  restored(replica: number, slot: number): void;
  /** Returns the operation that the command is; −1: none. */
  commit(replica: number, slot: number, command: Command, version: number, now: number): number;
  reply(replica: number, operation: number, result: number, now: number): void;
  /** The run is over; its results' clock starts at `origin` (ms). */
  end(now: number, origin: number): void;
  result(): Safety;
}

/** Nobody watches: for worlds that are made by the hundred, of machines that other runs check. */
export class Unchecked implements Checks {
  constructor(private readonly operations: Operations) {}

  restart(): void {}

  restored(): void {}

  commit(_replica: number, _slot: number, command: Command): number {
    return this.operations.find(command.client, command.seq);
  }

  reply(): void {}

  end(): void {}

  result(): Safety {
    return { checked: [], violations: 0, byCheck: {} };
  }
}
