import type { Distribution } from '../../../../src/distribution/distribution.js';

/** When records handed to one disk become durable: one write after the other, or, with group commit, all that wait at once. */
export class DiskClock {
  private busyUntil = Number.NEGATIVE_INFINITY;
  /** The write that has not begun yet, which more records may still join. */
  private nextBegins = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly fsync: Distribution,
    private readonly groupCommit: boolean,
    private readonly uniform: () => number,
  ) {}

  /** When a record handed over now is durable (ms). */
  write(now: number): number {
    if (this.groupCommit && this.nextBegins > now) return this.busyUntil;
    this.nextBegins = Math.max(now, this.busyUntil);
    this.busyUntil = this.nextBegins + this.fsync.draw(this.uniform);
    return this.busyUntil;
  }
}
