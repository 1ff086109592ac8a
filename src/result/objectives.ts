/** One objective held against a result. */
export interface Judgement {
  /** As the file asks, in words: "write.p99 of web-us at most 120ms". */
  readonly objective: string;
  /** What the result has: ms, a share, per second, or how many may be lost; null: never, or not judged. */
  readonly actual: number | null;
  /** Null where it could not be judged: `reason` says why. */
  readonly met: boolean | null;
  readonly reason?: string;
}
