/**
 * A hash map from three non-negative 32-bit integers to one, on typed arrays with open addressing.
 *
 * Decision diagrams live on such maps: (level, low, high) → node, (f, g, h) → if-then-else, (u, v, w) → cost.
 */
export class TripleTable {
  private keys: Int32Array;
  /** Value + 1, so that 0 means "free". */
  private values: Int32Array;
  private mask: number;
  private used = 0;

  /** `capacity`: a power of two; the table doubles when half full. */
  constructor(capacity = 256) {
    this.keys = new Int32Array(3 * capacity);
    this.values = new Int32Array(capacity);
    this.mask = capacity - 1;
  }

  /** The value kept under the triple, or −1. */
  get(a: number, b: number, c: number): number {
    return this.values[this.find(a, b, c)]! - 1;
  }

  /** Keeps `value` (0…2³¹−2) under the triple, in place of what was there. */
  set(a: number, b: number, c: number, value: number): void {
    const slot = this.find(a, b, c);
    if (this.values[slot] === 0) {
      this.used++;
    }
    this.put(slot, a, b, c, value + 1);
    if (2 * this.used > this.mask) {
      this.grow();
    }
  }

  /** The slot that holds the triple, or the free one where it belongs. */
  private find(a: number, b: number, c: number): number {
    const { keys, values, mask } = this;
    let slot = hash(a, b, c) & mask;
    while (values[slot] !== 0) {
      const at = 3 * slot;
      if (keys[at] === a && keys[at + 1] === b && keys[at + 2] === c) {
        break;
      }
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private put(slot: number, a: number, b: number, c: number, stored: number): void {
    const at = 3 * slot;
    this.keys[at] = a;
    this.keys[at + 1] = b;
    this.keys[at + 2] = c;
    this.values[slot] = stored;
  }

  private grow(): void {
    const { keys, values } = this;
    const capacity = 2 * values.length;
    this.keys = new Int32Array(3 * capacity);
    this.values = new Int32Array(capacity);
    this.mask = capacity - 1;
    for (let slot = 0; slot < values.length; slot++) {
      const stored = values[slot]!;
      if (stored !== 0) {
        const at = 3 * slot;
        const a = keys[at]!;
        const b = keys[at + 1]!;
        const c = keys[at + 2]!;
        this.put(this.find(a, b, c), a, b, c, stored);
      }
    }
  }
}

function hash(a: number, b: number, c: number): number {
  let h = Math.imul(a, 0x9e3779b1) ^ Math.imul(b, 0x85ebca6b) ^ Math.imul(c, 0xc2b2ae35);
  h = Math.imul(h ^ (h >>> 15), 0x2c1b3c6d);
  return h ^ (h >>> 13);
}
