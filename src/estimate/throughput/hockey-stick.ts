import type { Distribution } from '../../distribution/distribution.js';
import { mixture, type Part } from '../../distribution/mixture.js';
import type { Evaluator } from '../../outcome/evaluate.js';
import type { Protocol } from '../../protocol/contract.js';
import type { Deployment } from '../../topology/deployment.js';
import type { Situation } from '../view.js';
import { alternatives } from './alike.js';
import { limitsOf } from './capacity.js';
import { type Operation, operationsOf } from './demands.js';
import { loadedView } from './loaded-view.js';
import { Stations } from './stations.js';

/** Figures (ms) of one kind of operation. */
export interface LoadedFigures {
  readonly mean: number;
  readonly p50: number;
  readonly p99: number;
}

export interface LoadedClient {
  readonly id: string;
  /** null where the client has no such operations. */
  readonly write: LoadedFigures | null;
  readonly read: LoadedFigures | null;
}

/** Latencies at one load. */
export interface LoadPoint {
  /** Share of the capacity. */
  readonly load: number;
  /** Operations per second of all clients. */
  readonly perSecond: number;
  readonly clients: readonly LoadedClient[];
}

export interface HockeyStickOptions {
  /** Shares of the capacity, each at least 0 and below 1. */
  readonly loads?: readonly number[];
}

const LOADS = [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95];
/** Runs of a sampled evaluation. */
const SAMPLES = 32_768;

/**
 * Latency of every client as a function of the load, the clients' shares of it staying as they are. Empty where nothing
 * bounds the throughput: then there is no load to speak of.
 */
export function hockeyStick(
  deployment: Deployment,
  protocol: Protocol,
  leader: string | undefined,
  evaluator: Evaluator,
  { loads = LOADS }: HockeyStickOptions = {},
): LoadPoint[] {
  const situation: Situation = { deployment, protocol, leader, down: new Set() };
  const operations = operationsOf(situation);
  const [lowest] = limitsOf(situation, operations, evaluator);
  if (lowest === undefined) return [];
  return loads.map((load) => {
    const perSecond = load * lowest.max;
    return { load, perSecond, clients: latenciesAt(situation, operations, perSecond, evaluator) };
  });
}

/** Latencies where the mix of all clients comes at this rate (operations per second), which has to be below the capacity. */
export function latenciesAt(
  situation: Situation,
  operations: readonly Operation[],
  perSecond: number,
  evaluator: Evaluator,
): LoadedClient[] {
  const stations = new Stations(situation, operations, perSecond / 1000);
  const figures = (id: string, kind: 'write' | 'read'): LoadedFigures | null => {
    const operation = operations.find(({ client, kind: other }) => client.id === id && kind === other);
    return operation === undefined ? null : figuresOf(loadedLaw(stations, operation, evaluator));
  };
  return situation.deployment.clients.map(({ id }) => ({
    id,
    write: figures(id, 'write'),
    read: figures(id, 'read'),
  }));
}

/** The law of one operation's latency under a load: a mixture over which stations make all its waits there alike. */
export function loadedLaw(stations: Stations, operation: Operation, evaluator: Evaluator): Distribution {
  const model = stations.situation.protocol.model[operation.kind];
  const parts: Part[] = [];
  for (const [shared, weight] of alternatives(stations, operation)) {
    const outcome = model(loadedView(stations, operation, shared));
    parts.push({ weight, of: evaluator.evaluate(outcome, SAMPLES).law });
  }
  return mixture(parts);
}

function figuresOf(law: Distribution): LoadedFigures {
  return { mean: law.mean, p50: law.quantile(0.5), p99: law.quantile(0.99) };
}
