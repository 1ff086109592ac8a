import type { ReadonlyReplicatedMap } from '../replicated-map.js';
import type { Attributes } from './messages.js';

/**
 * Durable records. Keys from 0 up are a journal: each entry holds what one instance has come to, or what has been
 * committed; of several about one instance the last counts. The token that comes back is the key.
 *
 *   floor      own instances below this may have been used; none above a window beyond it
 *   snapshot   all that executing has left behind
 */
export const FLOOR = -1;
export { SNAPSHOT } from '../contract/machine.js';

/** What one instance has come to. */
export interface Vote {
  readonly slot: number;
  readonly promised: number;
  readonly votedIn: number;
  readonly status: number;
  readonly initial: Attributes | null;
  readonly value: Attributes | null;
}

/** Instances executed: they go to the journal before the snapshot that holds their effects, for those who miss them. */
export interface Finished {
  readonly slots: readonly number[];
  readonly values: readonly Attributes[];
}

export type Entry = Vote | Finished;

export function isFinished(entry: Entry): entry is Finished {
  return 'slots' in entry;
}

/** Of one key, the last instance of every row that writes it and that reads it, and the highest seq of those (see interference.ts). */
export interface Marks {
  readonly writes: number[];
  readonly reads: number[];
  writeSeq: number;
  readSeq: number;
  /** The same of those executed. */
  readonly writesDone: number[];
  readonly readsDone: number[];
  writeSeqDone: number;
  readSeqDone: number;
}

export interface Snapshot extends ReadonlyReplicatedMap {
  /** Of each row, the first instance not executed, and the slots executed above. */
  readonly executed: readonly number[];
  readonly above: readonly number[];
  /** Number of the next own instance. */
  readonly next: number;
  readonly marks: ReadonlyMap<number, Marks>;
}
