import type { Operations } from '../operations.js';
import { KeyProgress } from './key-progress.js';
import { KeySequences } from './key-sequences.js';
import { Violations } from './violations.js';

/**
 * Order on each key: every replica executes the writes of one key in the same order, whatever slots they are in and
 * however it interleaves those of different keys ("execution consistency" of Moraru, Andersen & Kaminsky, "There is
 * more consensus in egalitarian parliaments", SOSP 2013, §4; the same holds where Mencius lets commuting commands pass
 * each other, Mao, Junqueira & Marzullo, OSDI 2008).
 *
 * The order is that in which operations come up at any replica first. A copy of an operation that a replica has
 * executed before is passed over, as it takes no effect. After a restart a replica may begin again, on each key, with
 * any write up to the one that comes next, and goes on from there; after taking over a snapshot it may begin as well
 * with any up to the end of what replicas had executed by then. A replica that has once been out of a key's order is
 * not judged on that key again.
 */
export class KeyOrder {
  readonly violations = new Violations('key-order');
  private readonly sequences = new KeySequences();
  private readonly progress: readonly KeyProgress[];

  /** @param replicas how many there are, at most 256. */
  constructor(
    replicas: number,
    private readonly operations: Operations,
    private readonly nameOf: (replica: number) => string,
  ) {
    this.progress = Array.from({ length: replicas }, () => new KeyProgress());
  }

  restart(replica: number): void {
    this.progress[replica].restart();
  }

  /** The replica took over another's snapshot. */
  restored(replica: number): void {
    this.progress[replica].restored(this.sequences.lengths, this.sequences.keys);
  }

  /** A replica executes `operation` (−1: of no client) as a write of this key, or as a read. */
  commit(replica: number, slot: number, operation: number, isWrite: boolean, key: number, now: number): void {
    // A command that is not as its client sent it is for the check of validity to find.
    if (operation < 0 || !isWrite || key !== this.operations.key[operation]) return;
    const { sequences } = this;
    const progress = this.progress[replica];
    const number = sequences.numberOf(key);
    const next = progress.next(number);
    if (progress.hasLeft(number)) return;
    let position = sequences.position(operation);
    if (position < 0 && next === sequences.lengths[number]) {
      position = next;
      sequences.append(operation, number, slot, replica);
    }
    if (position === next) progress.execute(number, position);
    else if (position < 0 || position > next) {
      this.violations.found(now, () => this.describe(replica, slot, operation, number, next));
      progress.leave(number);
    } else if (progress.begins(number) && slot === sequences.slot(operation)) {
      // In another slot it is a copy, which says nothing of where the replica begins.
      progress.execute(number, position);
    }
  }

  private describe(replica: number, slot: number, operation: number, number: number, next: number): string {
    const { operations, sequences } = this;
    const key = operations.key[operation];
    let due = 0;
    while (due < operations.count && (operations.key[due] !== key || sequences.position(due) !== next)) due++;
    const who = this.nameOf(replica);
    const what = `${operations.describe(operation)} in slot ${slot}`;
    const there = `${this.nameOf(sequences.replica(due))} had executed ${operations.describe(due)}`;
    return this.progress[replica].begins(number)
      ? `${who} began again on key ${key} with ${what}, past number ${next + 1} of its writes, where ${there}`
      : `${who} executed ${what} as number ${next + 1} of the writes of key ${key}, where ${there}`;
  }
}
