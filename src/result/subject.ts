import type { Count, Share } from './measures.js';

export interface Provenance {
  readonly rtt: { readonly dataset: string; readonly date: string; readonly title: string } | null;
  readonly overrides: Count;
  readonly assumptions: readonly string[];
  readonly notModelled: readonly string[];
}

export interface ProtocolResult {
  readonly name: string;
  readonly title: string;
  readonly leader: string | null;
  /** Why this leader, where the file leaves it to the planner. */
  readonly leaderReason?: string;
  /**
   * Those that lead, and how likely or for which share of many groups; present where there are several. Where the
   * probabilities add up to less than 1, nobody leads in the rest of the cases.
   */
  readonly leaders?: readonly { readonly leader: string; readonly probability: Share }[];
  readonly quorum: string;
  readonly disk: 'parallel' | 'serial';
  readonly reads: string;
}

export interface TopologyResult {
  readonly name: string;
  readonly file: string;
  readonly description: string;
}
