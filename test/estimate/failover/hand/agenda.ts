interface Item {
  readonly at: number;
  readonly order: number;
  readonly act: () => void;
}

/** What is to happen, in the order of time; at one instant in the order of asking. A binary heap. */
export class Agenda {
  now = 0;
  private readonly heap: Item[] = [];
  private asked = 0;

  /** @param at ms; what lies in the past happens now. */
  add(at: number, act: () => void): void {
    const item = { at: Math.max(at, this.now), order: this.asked++, act };
    const { heap } = this;
    let i = heap.push(item) - 1;
    while (i > 0) {
      const parent = (i - 1) >> 1;
      if (!comesBefore(item, heap[parent])) break;
      heap[i] = heap[parent];
      i = parent;
    }
    heap[i] = item;
  }

  /** The next thing happens; false where there is none before `limit` (ms). */
  step(limit: number): boolean {
    const { heap } = this;
    const first = heap[0];
    if (first === undefined || first.at > limit) return false;
    const last = heap.pop() as Item;
    if (heap.length > 0) this.sink(last);
    this.now = first.at;
    first.act();
    return true;
  }

  private sink(item: Item): void {
    const { heap } = this;
    let i = 0;
    for (;;) {
      let child = 2 * i + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && comesBefore(heap[child + 1], heap[child])) child++;
      if (!comesBefore(heap[child], item)) break;
      heap[i] = heap[child];
      i = child;
    }
    heap[i] = item;
  }
}

function comesBefore(a: Item, b: Item): boolean {
  return a.at < b.at || (a.at === b.at && a.order < b.order);
}
