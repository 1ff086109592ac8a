const PAGE_BITS = 12;
const PAGE = 1 << PAGE_BITS;

/** A number for every slot, −1 at first: 4 bytes a slot in pages, for slots that are numbered in any way. */
export class SlotTable {
  private readonly pages = new Map<number, Int32Array>();
  private lastNumber = -1;
  private last: Int32Array = new Int32Array(0);

  get(slot: number): number {
    return this.page(slot)[slot % PAGE];
  }

  set(slot: number, value: number): void {
    this.page(slot)[slot % PAGE] = value;
  }

  private page(slot: number): Int32Array {
    const number = Math.floor(slot / PAGE);
    if (number === this.lastNumber) return this.last;
    let page = this.pages.get(number);
    if (page === undefined) {
      page = new Int32Array(PAGE).fill(-1);
      this.pages.set(number, page);
    }
    this.lastNumber = number;
    this.last = page;
    return page;
  }
}
