import type { ReadingFlags } from './load.js';

export interface ExplainFlags extends ReadingFlags {
  readonly client: readonly string[];
  /** Of `explain spill-over`: CLIENT=FACTOR. */
  readonly spike?: string;
  readonly format: readonly string[];
  readonly seed: string;
}
