import type { Distribution } from '../distribution/distribution.js';

/**
 * What a topology file may refer to beyond itself. src/ reads no files: the command line (or a browser page)
 * passes in the means to.
 */
export interface Resources {
  /** The data set of that name or path ('aws-2025-07', './measured.csv'); a string is why it could not be had. */
  rtt(name: string): RttTable | string;
  /** Names of the bundled data sets, sorted, for messages. */
  readonly rttNames: readonly string[];
  /** Text of a file that the topology refers to, relative to it; a string in `error` is why it could not be had. */
  file(path: string): { readonly text: string } | { readonly error: string };
}

/** A data set as the topology room sees it; the rtt room makes them. */
export interface RttTable {
  readonly name: string;
  readonly title: string;
  /** ISO date of the newest figure. */
  readonly date: string;
  /** Every region it has figures or coordinates for, sorted. */
  readonly regions: readonly string[];
  /** Directed: the round trip measured from `from`. Undefined where neither figures nor coordinates are known. */
  between(from: string, to: string): RttFigure | undefined;
  /** Two machines of one zone. */
  readonly withinZone: RttFigure;
  /** Two zones of one region. */
  readonly betweenZones: RttFigure;
}

export interface RttFigure {
  readonly rtt: Distribution;
  /** True where it comes from distance, not from a measurement. */
  readonly estimated: boolean;
  /** "aws-2025-07, p50 and p90, one year to 2025-07-17" */
  readonly source: string;
  /** What had to be assumed to make a distribution of it, if anything: "spread from …". */
  readonly assumption?: string;
}
