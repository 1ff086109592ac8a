import type { EstimateResult } from './estimate.js';
import type { ClientEstimate } from './latency.js';
import type { AmountOrNull, Count, Share } from './measures.js';

/** What a comparison reads of an estimate, made now or saved by some version: parts that versions differ in may be absent. */
export interface MeasuredEstimate
  extends Pick<EstimateResult, 'schema' | 'version' | 'method' | 'seed' | 'topology' | 'protocol'> {
  readonly provenance: { readonly rtt: { readonly dataset: string } | null };
  readonly clients: readonly MeasuredClient[];
  readonly availability?: {
    /** Share of the time in which the operation goes on. */
    readonly write: Share;
    readonly read: Share;
    readonly method?: 'exact' | 'sampled';
    /** 95 % interval of the probability that no write quorum is up, where it was sampled. */
    readonly interval?: readonly [Share, Share] | null;
    /** Seconds of a year in which writes do not go on. */
    readonly downtimePerYear: { readonly total: number };
  } | null;
  readonly throughput?: {
    /** Operations per second; null: nothing that the file tells of limits it. */
    readonly max: AmountOrNull;
    readonly bottleneck?: { readonly replica: string; readonly resource: string } | null;
  } | null;
  /** How many domains of a level may fail, any of them. */
  readonly survives?: Readonly<Record<string, Count>> | null;
  readonly objectives?:
    | readonly { readonly objective: string; readonly actual: number | null; readonly met: boolean | null }[]
    | null;
}

export type MeasuredClient = Pick<ClientEstimate, 'id' | 'at' | 'write' | 'read' | 'execution'>;
