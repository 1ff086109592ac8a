import type { QuorumMetric, QuorumResult } from '../../result/quorum.js';
import { ms } from '../number.js';
import { perSecond } from '../rate.js';

/** "0.00333 s per operation", "2.5 nodes per operation", "3.50 ms" */
export function metricValue(metric: QuorumMetric, value: number): string {
  if (metric === 'load') return `${figure(value)} s per operation`;
  return metric === 'network' ? `${figure(value)} nodes per operation` : `${ms(value)} ms`;
}

/** Three significant places, no exponent. */
export function figure(value: number): string {
  return String(Number(value.toPrecision(3)));
}

/** "300 operations/s"; "1.67 times one node" where nodes have no capacities. */
export function capacity(value: number, { capacitiesGiven }: Pick<QuorumResult, 'capacitiesGiven'>): string {
  return capacitiesGiven ? `${perSecond(value)} operations/s` : `${figure(value)} times that of one node`;
}

/** "{a, b}" */
export function set(ids: readonly string[]): string {
  return `{${ids.join(', ')}}`;
}

/** A small probability: "0.0298 %", "3.2e-9". */
export function probability(value: number): string {
  return value === 0 || value >= 1e-5 ? `${figure(100 * value)} %` : value.toExponential(2);
}
