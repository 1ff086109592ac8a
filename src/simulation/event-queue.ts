/**
 * The future as a priority queue: events ordered by (time, sequence number), so that of two events at one instant
 * the one that was scheduled first happens first.
 *
 * A 4-ary heap over typed arrays (Johnson, "Priority queues with update and finding minimum spanning trees", IPL
 * 1975; its four children share a cache line). The heap holds times and slot numbers; what an event says lies in
 * the arrays of its slot, and slots are used again, so that an event allocates nothing.
 */
export class EventQueue {
  /** Events that are still to come. */
  size = 0;
  /** Time (ms) of the event that `pop` gave last. */
  time = 0;

  /** What a slot says: which kind of event, and up to four numbers and an object whose meaning the kind gives. */
  kind: Uint8Array;
  place: Int32Array;
  mark: Int32Array;
  extra: Int32Array;
  number: Float64Array;
  body: unknown[];
  /** The operation that caused it, and the number of the message in a trace; written by `Causality` alone. */
  cause: Int32Array;
  tag: Int32Array;

  private times: Float64Array;
  private slots: Int32Array;
  private sequence: Float64Array;
  private free: Int32Array;
  private freeCount: number;
  private scheduled = 0;

  /** @param capacity events to make room for at first; it grows by itself. */
  constructor(capacity = 1024) {
    this.kind = new Uint8Array(capacity);
    this.place = new Int32Array(capacity);
    this.mark = new Int32Array(capacity);
    this.extra = new Int32Array(capacity);
    this.number = new Float64Array(capacity);
    this.cause = new Int32Array(capacity);
    this.tag = new Int32Array(capacity);
    this.body = new Array(capacity).fill(undefined);
    this.times = new Float64Array(capacity);
    this.slots = new Int32Array(capacity);
    this.sequence = new Float64Array(capacity);
    this.free = new Int32Array(capacity);
    for (let i = 0; i < capacity; i++) this.free[i] = capacity - 1 - i;
    this.freeCount = capacity;
  }

  /** Forgets all that is to come, and that there was a past. */
  clear(): void {
    const capacity = this.kind.length;
    this.size = 0;
    this.time = 0;
    this.scheduled = 0;
    this.body.fill(undefined);
    for (let i = 0; i < capacity; i++) this.free[i] = capacity - 1 - i;
    this.freeCount = capacity;
  }

  /** Schedules an event; returns its slot, whose `cause` and `tag` the caller may then set. */
  push(time: number, kind: number, place: number, mark: number, body: unknown): number {
    if (this.freeCount === 0) this.grow();
    const slot = this.free[--this.freeCount];
    this.kind[slot] = kind;
    this.place[slot] = place;
    this.mark[slot] = mark;
    this.body[slot] = body;
    this.insert(time, slot);
    return slot;
  }

  /** Schedules the event in a slot that `pop` gave (and that was not released) once more, at a later time. */
  again(time: number, slot: number): void {
    this.insert(time, slot);
  }

  /** Time of the next event (ms), Infinity where none is to come. */
  next(): number {
    return this.size === 0 ? Number.POSITIVE_INFINITY : this.times[0];
  }

  /** Takes the next event out and returns its slot, which stays valid until `release` or `again`. */
  pop(): number {
    const times = this.times;
    const slots = this.slots;
    const sequence = this.sequence;
    const first = slots[0];
    this.time = times[0];
    const size = --this.size;
    // The last leaf fills the root's place and sinks.
    const time = times[size];
    const slot = slots[size];
    const order = sequence[slot];
    let hole = 0;
    for (;;) {
      const child = (hole << 2) + 1;
      if (child >= size) break;
      const end = Math.min(child + 4, size);
      let least = child;
      let leastTime = times[child];
      for (let k = child + 1; k < end; k++) {
        const t = times[k];
        if (t < leastTime || (t === leastTime && sequence[slots[k]] < sequence[slots[least]])) {
          least = k;
          leastTime = t;
        }
      }
      if (leastTime > time || (leastTime === time && sequence[slots[least]] > order)) break;
      times[hole] = leastTime;
      slots[hole] = slots[least];
      hole = least;
    }
    times[hole] = time;
    slots[hole] = slot;
    return first;
  }

  /** Gives a slot back. */
  release(slot: number): void {
    this.free[this.freeCount++] = slot;
  }

  private insert(time: number, slot: number): void {
    const times = this.times;
    const slots = this.slots;
    this.sequence[slot] = this.scheduled++;
    let hole = this.size++;
    // Its sequence number is the highest there is: among equal times it stays behind.
    while (hole > 0) {
      const parent = (hole - 1) >> 2;
      const t = times[parent];
      if (t <= time) break;
      times[hole] = t;
      slots[hole] = slots[parent];
      hole = parent;
    }
    times[hole] = time;
    slots[hole] = slot;
  }

  private grow(): void {
    const old = this.kind.length;
    const capacity = old * 2;
    this.kind = grown(this.kind, new Uint8Array(capacity));
    this.place = grown(this.place, new Int32Array(capacity));
    this.mark = grown(this.mark, new Int32Array(capacity));
    this.extra = grown(this.extra, new Int32Array(capacity));
    this.number = grown(this.number, new Float64Array(capacity));
    this.cause = grown(this.cause, new Int32Array(capacity));
    this.tag = grown(this.tag, new Int32Array(capacity));
    this.times = grown(this.times, new Float64Array(capacity));
    this.slots = grown(this.slots, new Int32Array(capacity));
    this.sequence = grown(this.sequence, new Float64Array(capacity));
    this.free = new Int32Array(capacity);
    for (let slot = capacity - 1; slot >= old; slot--) {
      this.free[this.freeCount++] = slot;
      this.body.push(undefined);
    }
  }
}

function grown<T extends { set(from: T): void }>(from: T, to: T): T {
  to.set(from);
  return to;
}
