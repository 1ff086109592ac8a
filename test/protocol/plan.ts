import type { MachineSetup } from '../../src/protocol/contract/machine.js';
import type { ReadMode } from '../../src/topology/deployment.js';
import type { Members } from './subject.js';
import type { Weather } from './weather.js';

/** A schedule to be run; see schedule.ts. */
export interface Plan {
  readonly seed: number;
  readonly n: number;
  /** As in a topology file. */
  readonly quorum: unknown;
  readonly reads: ReadMode;
  readonly disk: 'parallel' | 'serial';
  readonly learner?: MachineSetup['learner'];
  /** Members that are not voters as good as any other, by number. */
  readonly members?: Members;
  /** Leases beside elections, and when a preferred member gets leadership back (ms). */
  readonly leaderLease?: number;
  readonly returnsAfter?: number;
  /** Where not left to the seed. */
  readonly weather?: Partial<Weather>;
  /** When faults stop, and clients too (ms), where not as usual. */
  readonly until?: number;
}

/** What happened, so that tests can see that something did. */
export interface Outcome {
  readonly violations: readonly string[];
  readonly leaderships: number;
  readonly crashes: number;
  readonly lost: number;
  readonly doubled: number;
  readonly splits: number;
  readonly restored: number;
  readonly forgotten: number;
  readonly slowSnapshots: number;
  readonly operations: number;
  readonly events: number;
  readonly trace: readonly string[];
}
