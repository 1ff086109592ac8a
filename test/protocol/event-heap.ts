/** A queue of things to happen, earliest first; at the same time in the order in which they were put in. */
export class EventHeap<T> {
  private readonly times: number[] = [];
  private readonly orders: number[] = [];
  private readonly items: T[] = [];
  private count = 0;

  get size(): number {
    return this.items.length;
  }

  /** When the earliest happens. */
  get time(): number {
    return this.times[0];
  }

  push(time: number, item: T): void {
    let i = this.items.length;
    const order = this.count++;
    while (i > 0) {
      const parent = (i - 1) >> 1;
      if (this.times[parent] <= time) break;
      this.move(parent, i);
      i = parent;
    }
    this.put(i, time, order, item);
  }

  pop(): T {
    const first = this.items[0];
    const time = this.times.pop() as number;
    const order = this.orders.pop() as number;
    const item = this.items.pop() as T;
    const size = this.items.length;
    if (size === 0) return first;
    let i = 0;
    for (let child = 1; child < size; child = 2 * i + 1) {
      if (child + 1 < size && this.isBefore(child + 1, this.times[child], this.orders[child])) child++;
      if (!this.isBefore(child, time, order)) break;
      this.move(child, i);
      i = child;
    }
    this.put(i, time, order, item);
    return first;
  }

  private isBefore(i: number, time: number, order: number): boolean {
    return this.times[i] < time || (this.times[i] === time && this.orders[i] < order);
  }

  private move(from: number, to: number): void {
    this.put(to, this.times[from], this.orders[from], this.items[from]);
  }

  private put(i: number, time: number, order: number, item: T): void {
    this.times[i] = time;
    this.orders[i] = order;
    this.items[i] = item;
  }
}
