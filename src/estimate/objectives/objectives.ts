import type { StandingEstimate } from '../../result/estimate.js';
import type { Figures } from '../../result/latency.js';
import type { Judgement } from '../../result/objectives.js';
import type { Objective } from '../../topology/deployment.js';
import { parseMetric } from '../../topology/metric.js';

/** Parts of a result that are there where the deployment gives what they need. */
interface Blocks {
  readonly availability?:
    | (Shares & { readonly clients?: readonly (Shares & { readonly id: string })[] })
    | null;
  readonly throughput?: { readonly max: number | null };
  readonly survives?: Readonly<Partial<Record<'machine' | 'rack' | 'zone' | 'region', number | null>>>;
}

/** Of the time, in which operations go on. */
interface Shares {
  readonly write: number;
  readonly read: number;
}

export interface Circumstances {
  /** Clients that are down themselves, and with what: nothing of theirs is judged. */
  readonly clientsDown?: ReadonlyMap<string, string>;
  /** Links are cut: figures of a whole year say nothing of that time. */
  readonly cut?: boolean;
}

/**
 * Holds every objective against a result, in the order of the file. An objective of all clients is judged by the one
 * that fares worst. What the result has no figure for is not judged, with a reason; operations that never finish miss
 * every bound on their latency.
 */
export function judge(
  objectives: readonly Objective[],
  result: StandingEstimate & Blocks,
  circumstances: Circumstances = {},
): Judgement[] {
  return objectives.map((objective) => {
    const found =
      objective.kind === 'survive'
        ? survived(objective.level, result, circumstances)
        : bounded(objective, result, circumstances);
    const { text } = objective;
    return typeof found === 'string'
      ? { objective: text, actual: null, met: null, reason: found }
      : { objective: text, ...found };
  });
}

type Found = { readonly actual: number | null; readonly met: boolean } | string;

const YEARLY = 'it is about a whole year, not about the time in which links are cut';

function survived(level: string, result: Blocks, { cut }: Circumstances): Found {
  if (cut === true) return 'what else may be lost while links are cut is not worked out';
  const actual = result.survives?.[level as 'region'];
  if (actual === undefined || actual === null)
    return `the estimate does not say how many of a ${level} may be lost`;
  return { actual, met: actual >= 1 };
}

type Bound = Extract<Objective, { kind: 'bound' }>;

function bounded(objective: Bound, result: StandingEstimate & Blocks, circumstances: Circumstances): Found {
  const metric = parseMetric(objective.metric);
  if (metric === undefined) return `there is no metric ${objective.metric}`;
  switch (metric.kind) {
    case 'availability': {
      if (circumstances.cut === true) return YEARLY;
      const lost =
        objective.clients === undefined ? undefined : circumstances.clientsDown?.get(objective.clients);
      if (lost !== undefined) return `${objective.clients} is down with ${lost}`;
      const { availability } = result;
      if (availability === undefined) return 'the estimate has no availability';
      if (availability === null)
        return 'the file gives no failure figures, so there is no availability to judge';
      // As the client sees it while its own place is up; else of the service, wherever its clients are.
      const meant =
        objective.clients === undefined
          ? availability
          : availability.clients?.find(({ id }) => id === objective.clients);
      if (meant === undefined) return `the estimate has no availability for ${objective.clients}`;
      const actual =
        metric.operation === undefined ? Math.min(meant.write, meant.read) : meant[metric.operation];
      return { actual, met: within(actual, objective) };
    }
    case 'throughput': {
      const actual = result.throughput?.max;
      if (result.throughput !== undefined && actual === null)
        return { actual: null, met: objective.atMost === undefined };
      if (actual === undefined || actual === null) return 'the estimate has no throughput';
      return { actual, met: within(actual, objective) };
    }
    case 'failure':
      return ofClients(objective, result, circumstances, (client) => client[metric.operation].failure);
    case 'latency': {
      const figure = figureNamed(metric.statistic);
      if (figure === undefined) return 'the estimate gives mean, p50, p90, p99 and p99.9 only';
      return ofClients(objective, result, circumstances, (client) => client[metric.operation][figure]);
    }
  }
}

const QUANTILES: readonly (readonly [number, keyof Figures])[] = [
  [0.5, 'p50'],
  [0.9, 'p90'],
  [0.99, 'p99'],
  [0.999, 'p999'],
];

function figureNamed(statistic: 'mean' | number): keyof Figures | undefined {
  if (statistic === 'mean') return 'mean';
  return QUANTILES.find(([p]) => Math.abs(p - statistic) < 1e-9)?.[1];
}

function ofClients(
  objective: Bound,
  { clients }: StandingEstimate,
  { clientsDown }: Circumstances,
  figureOf: (client: StandingEstimate['clients'][number]) => number | null,
): Found {
  const lost = objective.clients === undefined ? undefined : clientsDown?.get(objective.clients);
  if (lost !== undefined) return `${objective.clients} is down with ${lost}`;
  const meant = clients.filter(({ id }) => objective.clients === undefined || id === objective.clients);
  if (meant.length === 0) return 'no client is there to be served';
  const values = meant.map(figureOf);
  if (values.some((value) => value === null)) return { actual: null, met: objective.atMost === undefined };
  const known = values.filter((value) => value !== null);
  const met = known.every((value) => within(value, objective));
  const actual = objective.atMost === undefined ? Math.min(...known) : Math.max(...known);
  return { actual, met };
}

function within(actual: number, { atMost, atLeast }: Bound): boolean {
  return actual <= (atMost ?? Number.POSITIVE_INFINITY) && actual >= (atLeast ?? Number.NEGATIVE_INFINITY);
}
