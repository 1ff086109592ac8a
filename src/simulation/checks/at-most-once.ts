import type { Operations } from '../operations.js';
import { Violations } from './violations.js';

/**
 * At most once: every answer to one write is the same, whichever retry it answers. A machine may well put a retried
 * command into two slots; that it takes effect once shows in its answers. A read that is sent again may see more,
 * and is not held to this.
 */
export class AtMostOnce {
  readonly violations = new Violations('at-most-once');

  constructor(
    private readonly operations: Operations,
    private readonly nameOf: (replica: number) => string,
  ) {}

  /** A replica answers; the answer before, if any, is still in `operations`. */
  reply(replica: number, operation: number, result: number, now: number): void {
    const { operations } = this;
    if (!operations.isAnswered(operation) || operations.isRead(operation)) return;
    const before = operations.result[operation];
    if (Object.is(before, result)) return;
    this.violations.found(now, () => {
      const what = operations.describe(operation);
      return `${this.nameOf(replica)} answered ${what} with ${result}, after an answer ${before}`;
    });
  }
}
