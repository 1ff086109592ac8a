import { randomStream, type Uniform } from '../../src/distribution/random.js';
import { SNAPSHOT } from '../../src/protocol/contract/machine.js';

/** The longest that a record takes (ms). */
const LONGEST = 20;

/** The longest that a snapshot takes more than a record (ms), in three of four schedules not at all. */
export function slowestSnapshot(seed: number): number {
  return randomStream(seed, 'slowest snapshot')() < 0.75 ? 0 : 200;
}

/** How long the disks of a schedule take. What is drawn for snapshots leaves all else that is random as it is. */
export class DiskTimes {
  /** Snapshots so far that took longer than any record. */
  slowSnapshots = 0;
  private readonly snapshots: Uniform;

  /** @param slowest the longest that a snapshot takes more than a record (ms) */
  constructor(
    private readonly uniform: Uniform,
    seed: number,
    private readonly slowest: number,
  ) {
    this.snapshots = randomStream(seed, 'snapshots');
  }

  /** Of one write under this key (ms). */
  of(key: number): number {
    const { uniform } = this;
    const usual = uniform() < 0.05 ? LONGEST * uniform() : 3 * uniform();
    if (key !== SNAPSHOT) return usual;
    const time = usual + this.slowest * this.snapshots();
    if (time > LONGEST) this.slowSnapshots++;
    return time;
  }
}
