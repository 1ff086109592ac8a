const BEGINS = 1;
const LEFT = 2;

/** How far one replica has come in each key's sequence of writes: 9 bytes a key. Positions count from 0. */
export class KeyProgress {
  /** Per key: the position that comes next, and the highest that it may begin again with. */
  private due: Int32Array = new Int32Array(64);
  private limit: Int32Array = new Int32Array(64);
  private flags: Uint8Array = new Uint8Array(64);

  /** The highest position that may come next on this key; any other may be only where it `begins`. */
  next(key: number): number {
    this.reach(key);
    return this.begins(key) ? this.limit[key] : this.due[key];
  }

  /** May it begin at any position up to `next`, as it has restarted or taken over a snapshot? */
  begins(key: number): boolean {
    return (this.flags[key] & BEGINS) !== 0;
  }

  /** Has it once been out of the key's order? */
  hasLeft(key: number): boolean {
    return (this.flags[key] & LEFT) !== 0;
  }

  execute(key: number, position: number): void {
    this.due[key] = position + 1;
    if (position + 1 > this.limit[key]) this.limit[key] = position + 1;
    this.flags[key] &= ~BEGINS;
  }

  leave(key: number): void {
    this.flags[key] |= LEFT;
  }

  /** From now on it may begin on each key at any position up to the one after the furthest it has executed. */
  restart(): void {
    for (let key = 0; key < this.flags.length; key++) this.flags[key] |= BEGINS;
  }

  /** From now on it may begin on each of `keys` keys at any position up to the end of the sequence, `lengths[key]`. */
  restored(lengths: Int32Array, keys: number): void {
    if (keys > 0) this.reach(keys - 1);
    for (let key = 0; key < keys; key++) {
      this.limit[key] = lengths[key];
      this.flags[key] |= BEGINS;
    }
  }

  private reach(key: number): void {
    if (key < this.flags.length) return;
    const capacity = Math.max(2 * this.flags.length, key + 1);
    const { due, limit, flags } = this;
    this.due = new Int32Array(capacity);
    this.due.set(due);
    this.limit = new Int32Array(capacity);
    this.limit.set(limit);
    this.flags = new Uint8Array(capacity);
    this.flags.set(flags);
  }
}
