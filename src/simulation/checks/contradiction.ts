import type { Operations } from '../operations.js';
import { writerOf } from './clusters.js';

/**
 * Why a read contradicts the operations before it, told with the fewest operations that prove it. Times are ms on the
 * clock that starts at `origin`.
 */
export class Contradiction {
  constructor(
    private readonly operations: Operations,
    /** As `realTimeOrder` has it. */
    private readonly after: Int32Array,
    private readonly origin: number,
  ) {}

  /** No write of the read's key, invoked before its end, wrote what it returned. */
  unexplained(read: number): string {
    const { operations } = this;
    const value = operations.result[read];
    const write = writerOf(operations, value);
    if (write < 0) return `${this.returned(read)}, which no write wrote`;
    if (operations.key[write] !== operations.key[read]) {
      return `${this.returned(read)}, which ${this.name(write)} wrote to key ${operations.key[write]}`;
    }
    return `${this.returned(read)}, which ${this.name(write)} wrote only later`;
  }

  /**
   * The key held another value after it had held the one which the read returned, and before the read began.
   * @param old the operation of that one's cluster that ended first; −1 where it is the initial value.
   * @param ended the operation of the other's cluster that ended first, before the read began.
   * @param begun the operation of the other's cluster that began last, after `old` had ended.
   */
  outdated(read: number, old: number, ended: number, begun: number): string {
    const proof = this.between(old, read, ended, begun);
    const began = `before ${this.operations.describe(read)} began`;
    if (old < 0) {
      return `${this.returned(read)}, its initial value, although ${this.held(proof ?? ended)} ${began}`;
    }
    if (proof !== undefined) {
      const last = `${this.held(proof)} after ${this.first(old, proof)}`;
      return `${this.returned(read)}, although ${last}, and ended ${began}`;
    }
    const then = `${this.held(begun)} after ${this.first(old, begun)}`;
    return `${this.returned(read)}, although ${this.held(ended)} ${began}, and ${then}`;
  }

  /** Of the operations on the other value one that began after `old` had ended and ended before `read` began. */
  private between(old: number, read: number, ended: number, begun: number): number | undefined {
    const { after } = this;
    return [this.writer(ended), ended, begun].find((operation) => {
      return (old < 0 || after[old] <= operation) && after[operation] <= read;
    });
  }

  /** That the old value was there before `later` began: its write rather than a read of it where both prove it. */
  private first(old: number, later: number): string {
    const write = this.writer(old);
    return this.held(this.after[write] <= later ? write : old);
  }

  private writer(operation: number): number {
    const { operations } = this;
    return operations.isRead(operation) ? writerOf(operations, operations.result[operation]) : operation;
  }

  private returned(read: number): string {
    const { key, result } = this.operations;
    return `${this.name(read)} of key ${key[read]} returned ${result[read]}`;
  }

  private held(operation: number): string {
    const { operations } = this;
    return operations.isRead(operation)
      ? `${this.name(operation)} returned ${operations.result[operation]}`
      : `${this.name(operation)} wrote ${operations.value(operation)}`;
  }

  private name(operation: number): string {
    const { operations, origin } = this;
    const from = rounded(operations.invoked[operation] - origin);
    const responded = operations.responded[operation];
    const until = Number.isFinite(responded) ? `to ${rounded(responded - origin)} ms` : 'ms, never answered';
    return `${operations.describe(operation)} (${from} ${until})`;
  }
}

/** To the microsecond. */
function rounded(ms: number): string {
  return `${Math.round(ms * 1000) / 1000}`;
}
