import type { Operations } from '../operations.js';
import { Violations } from './violations.js';

/**
 * At most once: every write takes effect once, however often it is sent and in however many slots its copies are, and
 * every answer to it is the same.
 *
 * Effects are counted in the replicated state: it holds how many writes each key has had, its version, snapshots
 * included, and a replica tells with each write that it executes which version that made (`Effects.commit`). As all
 * replicas execute the writes of one key in one order, a write makes the same version at each, and again after a
 * restart; one that makes a second has taken effect twice. A read that is sent again may see more, and is not held to
 * this.
 */
export class AtMostOnce {
  readonly violations = new Violations('at-most-once');
  /** The version that each write made first (0: none so far), and the replica at which it did. */
  private versions: Int32Array = new Int32Array(1024);
  private by: Uint8Array = new Uint8Array(1024);

  constructor(
    private readonly operations: Operations,
    private readonly nameOf: (replica: number) => string,
  ) {}

  /** At this replica a write has taken effect, as this version of its key (1, 2, 3, …). */
  effect(replica: number, operation: number, version: number, now: number): void {
    this.makeRoom(operation);
    const before = this.versions[operation];
    if (before === version) return;
    if (before === 0) {
      this.versions[operation] = version;
      this.by[operation] = replica;
      return;
    }
    this.violations.found(now, () => {
      const { operations } = this;
      const what = `${operations.describe(operation)} took effect at ${this.nameOf(replica)}`;
      const first = `at ${this.nameOf(this.by[operation])} as write ${before}`;
      return `${what} as write ${version} of key ${operations.key[operation]}, and had done so ${first}`;
    });
  }

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

  private makeRoom(operation: number): void {
    const { length } = this.versions;
    if (operation < length) return;
    const capacity = Math.max(2 * length, operation + 1);
    const versions = new Int32Array(capacity);
    versions.set(this.versions);
    this.versions = versions;
    const by = new Uint8Array(capacity);
    by.set(this.by);
    this.by = by;
  }
}
