/** When the phases after one loss ended (ms since the loss), and who went on. */
export interface Aftermath {
  readonly called: number;
  readonly elected: number;
  readonly answered: number;
  /** Position of the replica that leads, or, where nobody leads, that went on in place of the lost. */
  readonly next: number;
}
