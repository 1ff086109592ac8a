import type { ChartData, ChartName } from './chart-data.js';
import type { EstimateResult, ExplainResult } from './estimate.js';
import type { Count } from './measures.js';
import type { ReviewFinding } from './review.js';
import type { WhatIfResult } from './what-if.js';

/** The result of `quorate report` as plain data: all that its page shows, and what its charts are drawn from. */
export interface ReportResult {
  readonly schema: 'quorate.report/1';
  readonly version: string;
  readonly seed: Count;
  /** The command line that makes it again. */
  readonly command: string;
  readonly estimate: EstimateResult;
  /** Null where the report was made from a saved estimate, which does not hold it; so are the others. */
  readonly explain: ExplainResult | null;
  /** Every domain of one level that holds replicas, lost in turn; null also where there is only one. */
  readonly losses: WhatIfResult | null;
  readonly review: {
    readonly findings: readonly ReviewFinding[];
    /** How many more a comment in the file silences. */
    readonly suppressed: Count;
  } | null;
  readonly charts: readonly ReportChart[];
  /** Charts that the page would have, and why it does not. */
  readonly missing: readonly MissingChart[];
}

/**
 * What a chart is drawn from, under the name by which `--chart` knows it; each at most once.
 *
 * @discriminator name
 */
export type ReportChart =
  | Drawn<'map'>
  | Drawn<'latency-cdf'>
  | Drawn<'latency-tail'>
  | Drawn<'alternatives'>
  | Drawn<'rtt-heat-map'>
  | Drawn<'hockey-stick'>
  | Drawn<'availability-by-size'>
  | Drawn<'failover-timeline'>
  | Drawn<'space-time'>;

interface Drawn<Name extends ChartName> {
  readonly name: Name;
  readonly data: ChartData[Name];
}

export interface MissingChart {
  readonly name: string;
  /** A sentence without a full stop. */
  readonly why: string;
}
