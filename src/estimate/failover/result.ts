/** What follows a loss, as plain data. All times in ms. */

/** Figures of a duration; the 95 % interval of its mean and of its median where it was sampled. */
export interface DurationFigures {
  readonly mean: number;
  readonly p50: number;
  readonly p90: number;
  readonly p99: number;
  readonly confidence: { readonly mean: readonly [number, number]; readonly p50: readonly [number, number] };
}

/** Replicas that are lost together, and how; losses of one kind differ from those of another in what follows. */
export interface Loss {
  /**
   * 'kill': the replicas crash, and what they had sent still arrives. 'cut': nothing passes between them and the others, and
   * what was on its way is lost. 'pause': they do nothing, and go on where they were.
   */
  readonly kind: 'kill' | 'cut' | 'pause';
  /** Ids of the replicas: one, a zone, a region, what shares a failure. */
  readonly members: readonly string[];
  /** ms after which they are back; permanently where absent. */
  readonly duration?: number;
}

/** What follows a loss: who leads next with which probability, and how long writes stop. */
export interface Succession {
  /** Most probable first, sum 1 over the trials that were got over; null: nobody leads, or nothing was got over. */
  readonly leaders: readonly { readonly leader: string | null; readonly probability: number }[];
  /** Share of the trials after which no write was answered within the time that was watched. */
  readonly never: number;
  /** From the loss until a write is answered, of a client beside whoever answers; infinite where none ever was. */
  readonly outage: DurationFigures;
  /** The outage in its parts: until the first survivor gives the lost up; */
  readonly detection: DurationFigures;
  /** until one leads that goes on, or may go on in the place of the lost; */
  readonly election: DurationFigures;
  /** until it answers. */
  readonly reconciliation: DurationFigures;
  /** What the lost leave uncommitted; null where a loss holds up everything or nothing. */
  readonly unfinished: Unfinished | null;
  /** How many were run; 0 where the loss stops nothing. */
  readonly trials: number;
}

/** Commands that are lost replicas' own affair until they are committed: only what depends on them waits. */
export interface Unfinished {
  /** Share of the losses that leave writes behind, of which survivors know and which are not committed. */
  readonly probability: number;
  /** Share of the operations that are about the same key as one of those. */
  readonly operations: number;
  /** Until the first survivor asks what has become of them, where there are any; undefined where there never are. */
  readonly detection: DurationFigures | undefined;
  /** From the loss until what depends on them is executed, where there are any; infinite: not before the lost are back. */
  readonly wait: DurationFigures | undefined;
}
