import type { Amount, DomainLevel, MillisecondsOrNull, Share } from './measures.js';

/** How likely it is that a write which was acknowledged is lost. */
export interface DurabilityResult {
  /**
   * Who has a write when it is acknowledged, where others may go on without them; all others have it `lag` ms later. Null
   * where every change of leader hears of every acknowledged write.
   */
  readonly holders: readonly string[] | null;
  readonly lag: MillisecondsOrNull;
  /** That a given write is lost in a takeover soon after its acknowledgement. */
  readonly perWrite: Share;
  /** Expected takeovers a year that find acknowledged writes missing, writes being under way all the time. */
  readonly lossyTakeoversPerYear: Amount;
  /** That some acknowledged write is lost within a year. */
  readonly perYear: Share;
  /** By level: the fewest domains that, lost permanently with their disks, can take an acknowledged write with them. */
  readonly lostWith: Readonly<Partial<Record<DomainLevel, readonly string[]>>>;
  readonly assumptions: readonly string[];
}
