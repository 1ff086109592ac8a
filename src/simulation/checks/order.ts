import { Violations } from './violations.js';

/**
 * Order: each replica executes slots 0, 1, 2, … without gaps. After a restart it may begin again at any slot up to
 * the one that comes next, and after taking over a snapshot it goes on where that ends.
 */
export class Order {
  readonly violations = new Violations('order');
  /** Per replica: the slot that comes next, and the highest that it may begin with. */
  private readonly next: Float64Array;
  private readonly limit: Float64Array;
  private readonly fresh: Uint8Array;

  constructor(
    replicas: number,
    private readonly nameOf: (replica: number) => string,
  ) {
    this.next = new Float64Array(replicas);
    this.limit = new Float64Array(replicas);
    this.fresh = new Uint8Array(replicas);
  }

  restart(replica: number): void {
    this.fresh[replica] = 1;
  }

  /** The replica took over another's snapshot of all slots below `slot`. */
  restored(replica: number, slot: number): void {
    this.fresh[replica] = 0;
    this.next[replica] = slot;
    if (slot > this.limit[replica]) this.limit[replica] = slot;
  }

  commit(replica: number, slot: number, now: number): void {
    const due = this.next[replica];
    const begins = this.fresh[replica] === 1 && slot >= 0 && slot <= this.limit[replica];
    if (slot !== due && !begins) {
      this.violations.found(now, () => {
        const allowed = this.fresh[replica] === 1 ? `a slot up to ${this.limit[replica]}` : `slot ${due}`;
        return `${this.nameOf(replica)} executed slot ${slot} where ${allowed} was next`;
      });
    }
    this.fresh[replica] = 0;
    this.next[replica] = slot + 1;
    if (slot + 1 > this.limit[replica]) this.limit[replica] = slot + 1;
  }
}
