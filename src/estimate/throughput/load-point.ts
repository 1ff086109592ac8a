import type { Interval } from '../../result/simulation-run.js';

/** Figures (ms) of one kind of operation; null where it is never: too many operations do not finish. */
export interface LoadedFigures {
  readonly mean: number | null;
  readonly p50: number | null;
  readonly p99: number | null;
  /** Where they are simulated: 95 % confidence intervals; null on a side where so few operations give no bound. */
  readonly confidence?: { readonly mean: Interval; readonly p99: Interval };
}

export interface LoadedClient {
  readonly id: string;
  /** null where the client has no such operations. */
  readonly write: LoadedFigures | null;
  readonly read: LoadedFigures | null;
}

/** Latencies at one load. */
export interface LoadPoint {
  /** Share of the capacity. */
  readonly load: number;
  /** Operations per second of all clients. */
  readonly perSecond: number;
  readonly clients: readonly LoadedClient[];
  /** Where the model is known not to hold: the protocol's machines were run instead. */
  readonly simulated?: {
    /** Why, in words that end a sentence after "because". */
    readonly because: string;
    /** Operations of all clients that the figures are of; 0 where a lower load was too much already. */
    readonly operations: number;
    /** False: more operations came than were answered, so that there are no latencies at this load. */
    readonly sustained: boolean;
  };
}
