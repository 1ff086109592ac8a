import type { EstimateResult } from './result.js';

/** One alternative of a comparison: its figures, or why it has none. */
export interface Alternative {
  /** What tells it from the others: a protocol's name, a file. */
  readonly name: string;
  /** Null where the protocol's preconditions do not hold. */
  readonly estimate: EstimateResult | null;
  /** Why there is no estimate; empty where there is one. */
  readonly obstacles: readonly string[];
  /** What of the file the protocol does not know, and what it does instead. */
  readonly changes: readonly string[];
  /** Messages between replicas for one write in the steady state; null where there is no estimate. */
  readonly messagesPerWrite: number | null;
}

/** The result of `quorate compare` as plain data. */
export interface CompareResult {
  readonly schema: 'quorate.compare/1';
  readonly version: string;
  readonly alternatives: readonly Alternative[];
}
