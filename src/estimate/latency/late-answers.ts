import type { Distribution } from '../../distribution/distribution.js';
import type { LateAnswers, LateOperation } from '../../result/latency.js';
import { DEFAULT_ATTEMPTS } from '../../simulation/workload.js';
import type { Client, Deployment } from '../../topology/deployment.js';
import { quantileOf } from './figures.js';

/** A smaller share of late answers than this is what a request timeout is for. */
const NOTABLE = 0.001;

/**
 * A client's operations of which one in a thousand or more is answered only after `timeouts.request`, with nothing
 * queueing; what never finishes is not among them. Empty where the file gives no such timeout.
 */
export function lateOperations(
  { timeouts }: Deployment,
  { id, reads }: Client,
  laws: Readonly<Record<'write' | 'read', Distribution>>,
): LateOperation[] {
  const { request } = timeouts;
  if (request === undefined) return [];
  return (['write', 'read'] as const).flatMap((operation) => {
    const law = laws[operation];
    const share = law.mass - law.cdf(request);
    if ((operation === 'read' ? reads : 1 - reads) === 0 || share < NOTABLE) return [];
    const givenUp = law.mass - law.cdf(request * DEFAULT_ATTEMPTS);
    return [{ client: id, operation, share, givenUp, p50: quantileOf(law, 0.5) }];
  });
}

/** The same of all clients, the largest shares first, in the shape of results; absent where there is none. */
export function lateAnswers(
  { timeouts }: Deployment,
  operations: readonly LateOperation[],
): { readonly late?: LateAnswers } {
  if (timeouts.request === undefined || operations.length === 0) return {};
  const sorted = [...operations].sort((a, b) => b.share - a.share);
  return { late: { timeout: timeouts.request, attempts: DEFAULT_ATTEMPTS, operations: sorted } };
}
