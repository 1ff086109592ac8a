import { isOneWay, type Statistic, statisticFrom } from '../statistic.js';
import { unitFactor } from './milliseconds.js';

/** What a column of a table with one pair a row holds. */
export type ColumnRole =
  | { readonly role: 'from' | 'to' | 'statistic' | 'source' | 'provider' | 'date' | 'unknown' }
  | FigureColumn;

export interface FigureColumn {
  readonly role: 'figure';
  /** Undefined where the header does not say. */
  readonly statistic: Statistic | undefined;
  /** To ms, where the header names the unit. */
  readonly factor: number | undefined;
  /** The header says that the figures are not round trips. */
  readonly oneWay: boolean;
}

const ROLES: Readonly<Record<string, 'from' | 'to' | 'statistic' | 'source' | 'provider' | 'date'>> = {
  from: 'from',
  from_region: 'from',
  src: 'from',
  src_region: 'from',
  source_region: 'from',
  origin: 'from',
  to: 'to',
  to_region: 'to',
  dst: 'to',
  dst_region: 'to',
  dest: 'to',
  dest_region: 'to',
  destination: 'to',
  destination_region: 'to',
  target: 'to',
  target_region: 'to',
  percentile_or_stat: 'statistic',
  stat: 'statistic',
  statistic: 'statistic',
  percentile: 'statistic',
  quantile: 'statistic',
  metric: 'statistic',
  source: 'source',
  provider: 'provider',
  cloud: 'provider',
  date: 'date',
  day: 'date',
  measured: 'date',
  timestamp: 'date',
};

const FIGURES = new Set([
  'rtt',
  'latency',
  'ping',
  'round_trip',
  'round_trip_time',
  'roundtrip',
  'value',
  'time',
]);

/** Column names that are understood, for messages. */
export const KNOWN_HEADERS: readonly string[] = [
  ...Object.keys(ROLES),
  'rtt',
  'rtt_ms',
  'latency_ms',
  'p50',
  'p99',
];

/** What a header means: "from_region", "RTT (ms)", "p99_ms", "avg", "latency_seconds", "one_way_ms". */
export function columnRole(header: string): ColumnRole {
  const name = header.trim().toLowerCase().slice(0, 60);
  const { base, factor } = splitUnit(name);
  if (factor === undefined && Object.hasOwn(ROLES, base)) return { role: ROLES[base]! };
  const oneWay = isOneWay(name);
  if (base === '' || oneWay || FIGURES.has(base)) {
    return base === '' && factor === undefined
      ? { role: 'unknown' }
      : { role: 'figure', statistic: undefined, factor, oneWay };
  }
  const prefix = /^(?:rtt|latency|ping|round_trip|roundtrip)_(.+)$/.exec(base)?.[1];
  const statistic =
    statisticFrom(prefix ?? base) ?? statisticFrom(/^(.+)_(?:rtt|latency)$/.exec(base)?.[1] ?? '');
  return statistic === undefined ? { role: 'unknown' } : { role: 'figure', statistic, factor, oneWay };
}

/** "rtt (ms)", "rtt_ms", "rtt ms" and "ms" → their base name and the factor to ms. */
function splitUnit(name: string): { base: string; factor: number | undefined } {
  const bracketed = /^([^([]*)[([]\s*([a-zµμ]+)\s*[)\]]$/.exec(name);
  if (bracketed !== null) {
    const factor = unitFactor(bracketed[2]!);
    if (factor !== undefined) return { base: normal(bracketed[1]!), factor };
  }
  const base = normal(name);
  const suffixed = /^(?:(.*)_)?([a-zµμ]+)$/.exec(base);
  const factor = suffixed === null ? undefined : unitFactor(suffixed[2]!);
  return factor === undefined ? { base, factor } : { base: suffixed![1] ?? '', factor };
}

function normal(name: string): string {
  return name.trim().replace(/[\s-]+/g, '_');
}
