import type { EstimateResult } from './estimate.js';

/** Parts that an estimate has where the deployment, and the version that made it, give what they need. */
export interface EstimateBlocks {
  readonly availability?: {
    /** Share of the time in which the operation goes on, 0…1. */
    readonly write: number;
    readonly read: number;
    readonly method?: 'exact' | 'sampled';
    /** 95 % interval of the probability that no write quorum is up, where it was sampled. */
    readonly interval?: readonly [number, number] | null;
    /** Seconds of a year in which writes do not go on. */
    readonly downtimePerYear: { readonly total: number };
  } | null;
  readonly throughput?: {
    /** Operations per second; null: nothing that the file tells of limits it. */
    readonly max: number | null;
    readonly bottleneck?: { readonly replica: string; readonly resource: string } | null;
  } | null;
  /** How many domains of a level may fail, any of them. */
  readonly survives?: Readonly<Record<string, number>> | null;
  readonly objectives?:
    | readonly { readonly objective: string; readonly actual: number | null; readonly met: boolean | null }[]
    | null;
}

/** An estimate, made now or saved by some version. */
export type MeasuredEstimate = EstimateResult & EstimateBlocks;
