import type { Milliseconds, Share } from './measures.js';

/** Whether a leader can stay, from election timeouts against round trips to a quorum of voters. Times in ms. */
export interface LeadershipResult {
  /** The replica that has the best chance. */
  readonly leader: string;
  /** From there to the nearest quorum of voters and back, on average. */
  readonly roundTrip: Milliseconds;
  /** The shortest and the longest election timeout of all. */
  readonly election: readonly [Milliseconds, Milliseconds];
  /** That a quorum of voters answers within the longest election timeout. */
  readonly chance: Share;
  readonly stays: boolean;
  /** Why none can, in a sentence; null where one can. */
  readonly why: string | null;
}
