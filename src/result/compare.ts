import type { EstimateResult } from './estimate.js';
import type { AmountOrNull, MillisecondsOrNull, Ordinal } from './measures.js';

/** What an alternative is made of, where several choices are crossed; null: as the file has it. */
export interface Choices {
  readonly protocol: string | null;
  /** As the topology file would have it. */
  readonly quorum: string | null;
  readonly leader: string | null;
  /** How many replicas are kept. */
  readonly replicas: Ordinal | null;
  /** Those that are left out, in the order in which they went. */
  readonly dropped: readonly string[];
}

/** One alternative of a comparison: its figures, or why it has none. */
export interface Alternative {
  /** What tells it from the others: a protocol's name, a file, all that was chosen. */
  readonly name: string;
  /** Present where quorums, leaders or numbers of replicas are compared. */
  readonly choices?: Choices;
  /** Null where the protocol's preconditions do not hold, or the file cannot be had so. */
  readonly estimate: EstimateResult | null;
  /** Why there is no estimate; empty where there is one. */
  readonly obstacles: readonly string[];
  /** What of the file the protocol does not know, and what it does instead. */
  readonly changes: readonly string[];
  /** Messages between replicas for one write in the steady state; null where there is no estimate. */
  readonly messagesPerWrite: AmountOrNull;
  /** Mean latency of all clients' writes, each counting by its rate of them (ms); null where some never finish. */
  readonly meanWrite: MillisecondsOrNull;
}

/** The result of `quorate compare` as plain data. */
export interface CompareResult {
  readonly schema: 'quorate.compare/1';
  readonly version: string;
  readonly alternatives: readonly Alternative[];
}
