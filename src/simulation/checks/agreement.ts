import type { Operations } from '../operations.js';
import { SlotTable } from './slot-table.js';
import { Violations } from './violations.js';

/** What a slot holds that is no client's operation: the machine's filler, or a command that nobody sent. */
const FILLER = -2;
const UNKNOWN = -3;

/**
 * Agreement: no two replicas, and no replica before and after a crash, execute different commands in one slot.
 * Fillers (see `Validity`) are alike.
 */
export class Agreement {
  readonly violations = new Violations('agreement');
  private readonly chosen = new SlotTable();
  private readonly by = new SlotTable();

  constructor(
    private readonly operations: Operations,
    private readonly nameOf: (replica: number) => string,
  ) {}

  /** Returns the operation that the slot held before where this one is another (else −1). */
  commit(replica: number, slot: number, operation: number, filler: boolean, now: number): number {
    const command = operation >= 0 ? operation : filler ? FILLER : UNKNOWN;
    const before = this.chosen.get(slot);
    if (before === command) return -1;
    if (before === -1) {
      this.chosen.set(slot, command);
      this.by.set(slot, replica);
      return -1;
    }
    this.violations.found(now, () => {
      const first = this.nameOf(this.by.get(slot));
      const there = `${first} had executed ${this.describe(before)} there`;
      return `${this.nameOf(replica)} executed ${this.describe(command)} in slot ${slot}, but ${there}`;
    });
    return before;
  }

  private describe(command: number): string {
    if (command === FILLER) return 'a filler';
    return command === UNKNOWN ? 'a command that no client sent' : this.operations.describe(command);
  }
}
