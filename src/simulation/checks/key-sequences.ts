/**
 * The writes of each key in the order in which all replicas are to execute them. Keys are numbered 0, 1, 2, … as they
 * come up; about 13 bytes an operation.
 */
export class KeySequences {
  /** Per key: how many writes its sequence has so far. */
  lengths: Int32Array = new Int32Array(64);
  private readonly numbers = new Map<number, number>();
  /** Per operation: its position in its key's sequence and one more, or 0; the slot and the replica it was first in. */
  private positions: Int32Array = new Int32Array(1024);
  private slots: Float64Array = new Float64Array(1024);
  private replicas: Uint8Array = new Uint8Array(1024);

  /** How many keys there are. */
  get keys(): number {
    return this.numbers.size;
  }

  /** The number of a key. */
  numberOf(key: number): number {
    let number = this.numbers.get(key);
    if (number === undefined) {
      number = this.numbers.size;
      this.numbers.set(key, number);
      if (number === this.lengths.length) {
        const larger = new Int32Array(2 * number);
        larger.set(this.lengths);
        this.lengths = larger;
      }
    }
    return number;
  }

  /** An operation comes last in the sequence of key `number`: a replica executes it, the first to do so. */
  append(operation: number, number: number, slot: number, replica: number): void {
    if (operation >= this.positions.length) this.grow(operation);
    this.positions[operation] = ++this.lengths[number];
    this.slots[operation] = slot;
    this.replicas[operation] = replica;
  }

  /** Where an operation is in its key's sequence, 0 for the first; −1 where it is not. */
  position(operation: number): number {
    return operation < this.positions.length ? this.positions[operation] - 1 : -1;
  }

  /** In which slot an operation was executed first. */
  slot(operation: number): number {
    return this.slots[operation];
  }

  /** Which replica executed an operation first. */
  replica(operation: number): number {
    return this.replicas[operation];
  }

  private grow(operation: number): void {
    const capacity = Math.max(2 * this.positions.length, operation + 1);
    const { positions, slots, replicas } = this;
    this.positions = new Int32Array(capacity);
    this.positions.set(positions);
    this.slots = new Float64Array(capacity);
    this.slots.set(slots);
    this.replicas = new Uint8Array(capacity);
    this.replicas.set(replicas);
  }
}
