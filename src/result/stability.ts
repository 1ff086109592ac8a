import type { AmountOrNull, MillisecondsOrNull, Share } from './measures.js';

/**
 * How often the leader is deposed although nothing has failed, while it leads: its disk holds up its heartbeats, or the
 * network does. Each cause for itself, undisturbed by the others.
 */
export interface StabilityResult {
  /** All causes together; null where no client has a rate and the disk may depose it. */
  readonly leaderChangesPerDay: AmountOrNull;
  /** The most frequent first; those of less than once in a thousand years are left out. */
  readonly causes: readonly StabilityCause[];
  /** The leader that this is of. */
  readonly leader: string;
  /** Probability that one durable write of the leader costs it its leadership, 0…1. */
  readonly perWrite: Share;
  /** Durable writes a second at the leader under the clients' rates; null where none has one. */
  readonly writesPerSecond: AmountOrNull;
  /** No durable write of the leader shorter than this deposes it (ms); null: none at all does. */
  readonly stall: MillisecondsOrNull;
}

export interface StabilityCause {
  /** Whose disk: the leader's. Or who does not hear the leader in time. */
  readonly replica: string;
  readonly what: 'disk' | 'network';
  /** Null where no client has a rate. */
  readonly perDay: AmountOrNull;
}
