/** When the phases after one loss ended (ms since the loss), and who went on. */
export interface Aftermath {
  readonly called: number;
  readonly elected: number;
  readonly answered: number;
  /** Position of the replica that leads, or, where nobody leads, that went on in place of the lost. */
  readonly next: number;
  /** What the lost had left uncommitted, where only what depends on that waits. */
  readonly left?: LeftBehind | undefined;
}

/** When what a lost replica left uncommitted was got over (ms since the loss). */
export interface LeftBehind {
  /** The first survivor asked what had become of it. */
  readonly called: number;
  /** A write on the same key, sent to a survivor at the moment of the loss, was executed there; infinite: never. */
  readonly executed: number;
}
