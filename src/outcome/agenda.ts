/** What happens when, earliest first; what happens at one moment in the order in which it was entered. */
export class Agenda {
  /** The time of what was taken last (ms). */
  time = 0;
  size = 0;
  private times = new Float64Array(64);
  private orders = new Float64Array(64);
  private codes = new Int32Array(64);
  private entered = 0;

  clear(): void {
    this.size = 0;
    this.entered = 0;
  }

  /** Enters something, known by a number. */
  push(time: number, code: number): void {
    if (this.size === this.times.length) this.grow();
    const { times, orders, codes } = this;
    const order = this.entered++;
    let at = this.size++;
    while (at > 0) {
      const above = (at - 1) >> 1;
      if (times[above] <= time) break;
      times[at] = times[above];
      orders[at] = orders[above];
      codes[at] = codes[above];
      at = above;
    }
    times[at] = time;
    orders[at] = order;
    codes[at] = code;
  }

  /** Takes the next, of which there has to be one. */
  pop(): number {
    const { times, orders, codes } = this;
    const code = codes[0];
    this.time = times[0];
    const last = --this.size;
    const [time, order, moved] = [times[last], orders[last], codes[last]];
    let at = 0;
    for (;;) {
      let below = 2 * at + 1;
      if (below >= last) break;
      if (
        below + 1 < last &&
        (times[below + 1] < times[below] ||
          (times[below + 1] === times[below] && orders[below + 1] < orders[below]))
      )
        below++;
      if (times[below] > time || (times[below] === time && orders[below] > order)) break;
      times[at] = times[below];
      orders[at] = orders[below];
      codes[at] = codes[below];
      at = below;
    }
    times[at] = time;
    orders[at] = order;
    codes[at] = moved;
    return code;
  }

  private grow(): void {
    const size = 2 * this.times.length;
    const [times, orders, codes] = [this.times, this.orders, this.codes];
    this.times = new Float64Array(size);
    this.orders = new Float64Array(size);
    this.codes = new Int32Array(size);
    this.times.set(times);
    this.orders.set(orders);
    this.codes.set(codes);
  }
}
