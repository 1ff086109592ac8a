/** Failover as plain data: how long a group is without service when one of its replicas is lost. All times in ms. */

/** Figures of a duration; the 95 % interval of its mean and of its median where it was sampled. */
export interface DurationFigures {
  readonly mean: number;
  readonly p50: number;
  readonly p90: number;
  readonly p99: number;
  readonly confidence: { readonly mean: readonly [number, number]; readonly p50: readonly [number, number] };
}

export interface FailoverResult {
  /** The replica that is lost. */
  readonly crashed: string;
  /** Who led; null where nobody leads. */
  readonly leader: string | null;
  /** Who goes on in its place, and how often, most often first; shares of all crashes that were got over. */
  readonly nextLeaders: readonly { readonly replica: string; readonly share: number }[];
  /** From the crash until the first survivor loses patience. */
  readonly detection: DurationFigures;
  /** From there until one is elected, or the new configuration is decided, and its replica in office. */
  readonly election: DurationFigures;
  /** From there until it answers a client's write: adopting, the first commit of its own. */
  readonly reconciliation: DurationFigures;
  /** From the crash until one is elected: the first two, draw by draw. */
  readonly untilElected: DurationFigures;
  /** From the crash until a write is answered: the sum of the three, draw by draw. */
  readonly total: DurationFigures;
  /** The same for a client that asked the lost replica: it asks another once its patience is over, and not before. Present where that was given. */
  readonly perceived?: DurationFigures;
  /** Share of the crashes that were not got over within the time that was watched. */
  readonly never: number;
  readonly crashes: number;
  readonly method: 'model' | 'simulation';
  readonly seed: number;
  /** What was computed, in a sentence. */
  readonly note: string;
}
