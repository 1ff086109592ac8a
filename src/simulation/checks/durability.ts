import type { Operations } from '../operations.js';
import { Violations } from './violations.js';

/**
 * Durability of acknowledged writes: a write whose client has been answered takes effect in some slot, and no other
 * command is ever executed in that slot.
 */
export class Durability {
  readonly violations = new Violations('durability');

  constructor(
    private readonly operations: Operations,
    private readonly nameOf: (replica: number) => string,
  ) {}

  /** A replica executes another command in a slot that held operation `before`. */
  replaced(replica: number, slot: number, before: number, now: number): void {
    const { operations } = this;
    if (before < 0 || operations.isRead(before) || !operations.isAnswered(before)) return;
    this.violations.found(now, () => {
      const what = operations.describe(before);
      return `${what} was acknowledged, but ${this.nameOf(replica)} executed another command in its slot ${slot}`;
    });
  }

  /** The run is over, and what was on its way has arrived. */
  end(now: number): void {
    const { operations } = this;
    for (let operation = 0; operation < operations.count; operation++) {
      if (operations.isRead(operation) || !operations.isAnswered(operation)) continue;
      if (operations.isCommitted(operation)) continue;
      this.violations.found(now, () => {
        return `${operations.describe(operation)} was acknowledged, but no replica ever executed it`;
      });
    }
  }
}
