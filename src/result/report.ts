import type { ChartData } from './chart-data.js';
import type { EstimateResult } from './estimate.js';
import type { ExplainResult } from './explain.js';
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
  | { readonly name: 'map'; readonly data: ChartData['map'] }
  | { readonly name: 'latency-cdf'; readonly data: ChartData['latency-cdf'] }
  | { readonly name: 'latency-tail'; readonly data: ChartData['latency-tail'] }
  | { readonly name: 'alternatives'; readonly data: ChartData['alternatives'] }
  | { readonly name: 'rtt-heat-map'; readonly data: ChartData['rtt-heat-map'] }
  | { readonly name: 'hockey-stick'; readonly data: ChartData['hockey-stick'] }
  | { readonly name: 'availability-by-size'; readonly data: ChartData['availability-by-size'] }
  | { readonly name: 'failover-timeline'; readonly data: ChartData['failover-timeline'] }
  | { readonly name: 'space-time'; readonly data: ChartData['space-time'] };

export interface MissingChart {
  readonly name: string;
  /** A sentence without a full stop. */
  readonly why: string;
}
