/** Records in one page, where there are many. */
const PAGE = 1024;

/** Stands where there is no record (undefined may be one). */
const NONE: unique symbol = Symbol('no record');

/**
 * What a disk holds: a record for each key that was written. In pages of an array, because logs write and forget
 * keys one after the other, and far more often than anyone reads them.
 */
export class Records {
  private readonly pages = new Map<number, unknown[]>();
  private lastNumber = 0;
  private last: unknown[] | undefined;
  /** No key from 0 to below this has a record. */
  private forgotten = 0;

  /** @param size records in one page */
  constructor(private readonly size = PAGE) {}

  set(key: number, record: unknown): void {
    const number = Math.floor(key / this.size);
    let page = this.page(number);
    if (page === undefined) {
      page = new Array(this.size).fill(NONE);
      this.pages.set(number, page);
      this.last = page;
    }
    page[key - number * this.size] = record;
    if (key >= 0 && key < this.forgotten) this.forgotten = key;
  }

  /** Forgets the records of keys 0 ≤ key < below. */
  forget(below: number): void {
    if (below <= this.forgotten) return;
    const first = Math.floor(this.forgotten / this.size);
    const end = Math.floor(below / this.size);
    if (end - first > this.pages.size) {
      for (const number of this.pages.keys()) if (number >= first && number < end) this.pages.delete(number);
    } else {
      for (let number = first; number < end; number++) this.pages.delete(number);
    }
    if (this.lastNumber >= first && this.lastNumber < end) this.last = undefined;
    const page = this.page(end);
    if (page !== undefined) {
      for (let key = Math.max(this.forgotten, end * this.size); key < below; key++)
        page[key - end * this.size] = NONE;
    }
    this.forgotten = below;
  }

  /** All records, in the order of their keys. */
  toMap(): Map<number, unknown> {
    const map = new Map<number, unknown>();
    for (const number of [...this.pages.keys()].sort((a, b) => a - b)) {
      this.pages.get(number)?.forEach((record, i) => {
        if (record !== NONE) map.set(number * this.size + i, record);
      });
    }
    return map;
  }

  private page(number: number): unknown[] | undefined {
    if (number !== this.lastNumber || this.last === undefined) {
      this.last = this.pages.get(number);
      this.lastNumber = number;
    }
    return this.last;
  }
}
