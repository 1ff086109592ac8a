import { parseQuantileName } from './quantile-name.js';

/** What an objective's `metric` asks for. */
export type Metric =
  | {
      /** Of the time that one operation takes, ms. */
      readonly kind: 'latency';
      readonly operation: 'write' | 'read';
      /** 'mean', or a probability in (0, 1) for a quantile. */
      readonly statistic: 'mean' | number;
    }
  /** Share of operations that never finish. */
  | { readonly kind: 'failure'; readonly operation: 'write' | 'read' }
  /** Share of time; without an operation, of writes and reads both. */
  | { readonly kind: 'availability'; readonly operation: 'write' | 'read' | undefined }
  /** Operations per second that the deployment can take. */
  | { readonly kind: 'throughput' };

/** Names of metrics for messages and completion; any quantile may stand for p50. */
export const METRIC_NAMES: readonly string[] = [
  ...['write', 'read'].flatMap((operation) =>
    ['mean', 'p50', 'p90', 'p99', 'p99.9', 'p999', 'failure'].map((statistic) => `${operation}.${statistic}`),
  ),
  'availability',
  'availability.write',
  'availability.read',
  'throughput',
];

/** Reads a metric's name, such as write.p99, read.mean, availability; undefined where there is no such metric. */
export function parseMetric(name: string): Metric | undefined {
  if (name === 'throughput') return { kind: 'throughput' };
  if (name === 'availability') return { kind: 'availability', operation: undefined };
  const match = /^(availability\.)?(write|read)(?:\.(.+))?$/.exec(name);
  if (match === null) return undefined;
  const [, availability, operation, statistic] = match as unknown as [
    string,
    string?,
    ('write' | 'read')?,
    string?,
  ];
  if (availability !== undefined) {
    return statistic === undefined ? { kind: 'availability', operation } : undefined;
  }
  if (statistic === 'failure') return { kind: 'failure', operation: operation! };
  const p = statistic === 'mean' ? 'mean' : parseQuantileName(statistic ?? '');
  return p === undefined ? undefined : { kind: 'latency', operation: operation!, statistic: p };
}
