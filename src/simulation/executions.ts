/**
 * When operations were executed, for protocols that may answer a write before: of each operation, when the replica
 * that answered first did so, and when it had executed the operation (ms).
 */
export class Executions {
  private answeredBy: Int16Array = new Int16Array(1024).fill(-1);
  private answeredAt: Float64Array = new Float64Array(1024);
  private executedAt: Float64Array = new Float64Array(1024).fill(Number.POSITIVE_INFINITY);
  /** Replicas that have executed it, as a mask. */
  private executedBy: Int32Array = new Int32Array(1024);

  answered(operation: number, replica: number, now: number): void {
    this.makeRoom(operation);
    if (this.answeredBy[operation] >= 0) return;
    this.answeredBy[operation] = replica;
    this.answeredAt[operation] = now;
    if (((this.executedBy[operation] >>> replica) & 1) === 1) this.executedAt[operation] = now;
  }

  executed(operation: number, replica: number, now: number): void {
    this.makeRoom(operation);
    this.executedBy[operation] |= 1 << replica;
    if (this.answeredBy[operation] === replica && now < this.executedAt[operation])
      this.executedAt[operation] = now;
  }

  /** How long after its answer the operation was executed where it was answered (ms); Infinity: never, or not answered. */
  lag(operation: number): number {
    if (operation >= this.answeredBy.length || this.answeredBy[operation] < 0)
      return Number.POSITIVE_INFINITY;
    return this.executedAt[operation] - this.answeredAt[operation];
  }

  private makeRoom(operation: number): void {
    const { length } = this.answeredBy;
    if (operation < length) return;
    const capacity = Math.max(2 * length, operation + 1);
    const answeredBy = new Int16Array(capacity).fill(-1);
    answeredBy.set(this.answeredBy);
    this.answeredBy = answeredBy;
    const executedAt = new Float64Array(capacity).fill(Number.POSITIVE_INFINITY);
    executedAt.set(this.executedAt);
    this.executedAt = executedAt;
    const answeredAt = new Float64Array(capacity);
    answeredAt.set(this.answeredAt);
    this.answeredAt = answeredAt;
    const executedBy = new Int32Array(capacity);
    executedBy.set(this.executedBy);
    this.executedBy = executedBy;
  }
}
