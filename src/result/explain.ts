import type { Decider, Figures } from './latency.js';
import type { Loss } from './losses.js';
import type { Count, Milliseconds, MillisecondsOrNull, Share } from './measures.js';
import type { ProtocolResult, Provenance, TopologyResult } from './subject.js';

/** One step of an operation: what it takes, how often it is what the client waits for, how much it adds. */
export interface Step {
  readonly what: string;
  readonly from: string;
  /** Absent for what happens at one place (a durable write). */
  readonly to?: string;
  /** The member of the quorum whose part this step belongs to. */
  readonly member?: string;
  /** Null where so many are lost on the way. */
  readonly p50: MillisecondsOrNull;
  readonly p99: MillisecondsOrNull;
  /** Share of operations that have it on their critical path, 0…1. */
  readonly onPath: Share;
  /** What it accounts for of the mean latency (ms): the steps' figures add up to the mean. */
  readonly adds: Milliseconds;
  readonly source: string;
}

export interface OperationExplanation {
  readonly operation: 'write' | 'read';
  /** The outcome expression in words. */
  readonly expression: string;
  readonly figures: Figures;
  readonly method: 'exact' | 'sampled';
  readonly steps: readonly Step[];
  readonly quorum: { readonly system: string; readonly deciders: readonly Decider[] } | null;
}

export interface ClientExplanation {
  readonly id: string;
  readonly at: string;
  readonly entry: string | null;
  readonly operations: readonly OperationExplanation[];
}

export interface ExplainResult {
  readonly schema: 'quorate.explain/1';
  readonly version: string;
  readonly topology: TopologyResult;
  readonly provenance: Provenance;
  readonly protocol: ProtocolResult;
  readonly seed: Count;
  readonly clients: readonly ClientExplanation[];
  readonly losses: readonly Loss[];
}
