import type { Distribution } from '../../distribution/distribution.js';
import type { Standing } from '../../group/standing.js';
import type { Evaluator } from '../../outcome/evaluate.js';
import type { Protocol } from '../../protocol/contract/protocol.js';
import type { Deployment } from '../../topology/deployment.js';
import { figuresOf } from '../latency/figures.js';
import { limitsOf } from './capacity.js';
import { type Operation, operationsOf } from './demands.js';
import { whyNotModelled } from './holds.js';
import type { LoadedClient, LoadedFigures, LoadPoint } from './load-point.js';
import { loadedLaw } from './loaded-law.js';
import { operationsFor, simulatedAt } from './simulated-load.js';
import { Stations } from './stations.js';

export interface HockeyStickOptions {
  /** Shares of the capacity, each at least 0 and below 1. */
  readonly loads?: readonly number[];
  /** Of what is simulated; 1 where absent. */
  readonly seed?: number;
  /** Told after each load. */
  readonly progress?: ((done: number, total: number) => void) | undefined;
}

const LOADS = [0, 0.2, 0.4, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95];
/** Fewer where each costs a simulation. */
const SIMULATED_LOADS = [0, 0.2, 0.5, 0.7, 0.8, 0.9];

/**
 * Latency of every client as a function of the load, the clients' shares of it staying as they are. Empty where nothing
 * bounds the throughput: then there is no load to speak of. By the model, or where that is known not to hold, by running
 * the protocol's machines; each point says which.
 */
export function hockeyStick(
  deployment: Deployment,
  protocol: Protocol,
  leader: string | undefined,
  evaluator: Evaluator,
  { loads, seed = 1, progress }: HockeyStickOptions = {},
): LoadPoint[] {
  const situation: Standing = { deployment, protocol, leader, down: new Set() };
  const operations = operationsOf(situation);
  const [lowest] = limitsOf(situation, operations, evaluator);
  if (lowest === undefined) return [];
  const each = (shares: readonly number[], point: (load: number, i: number) => LoadPoint): LoadPoint[] =>
    shares.map((load, i) => {
      const made = point(load, i);
      progress?.(i + 1, shares.length);
      return made;
    });
  const modelled = (load: number): LoadPoint => {
    const perSecond = load * lowest.max;
    return { load, perSecond, clients: latenciesAt(situation, operations, perSecond, evaluator) };
  };
  const because = whyNotModelled(situation, lowest.max);
  if (because === undefined) return each(loads ?? LOADS, modelled);
  const shares = loads ?? SIMULATED_LOADS;
  // Nobody is in anybody's way at no load: there the model holds.
  const unloaded = modelled(0);
  const counts = operationsFor(situation, shares);
  const slack = 2 * slowestOf(unloaded);
  let sustained = true;
  return each(shares, (load, i) => {
    if (load === 0) return unloaded;
    const perSecond = load * lowest.max;
    if (!sustained) {
      const clients = unloaded.clients.map(({ id }) => ({ id, write: null, read: null }));
      return { load, perSecond, clients, simulated: { because, operations: 0, sustained } };
    }
    const point = simulatedAt(situation, operations, perSecond, { count: counts[i], seed, slack });
    sustained = point.sustained;
    return {
      load,
      perSecond,
      clients: point.clients,
      simulated: { because, operations: point.operations, sustained },
    };
  });
}

function slowestOf({ clients }: LoadPoint): number {
  return Math.max(0, ...clients.flatMap(({ write, read }) => [write?.p99 ?? 0, read?.p99 ?? 0]));
}

/** Latencies where the mix of all clients comes at this rate (operations per second), which has to be below the capacity. */
export function latenciesAt(
  situation: Standing,
  operations: readonly Operation[],
  perSecond: number,
  evaluator: Evaluator,
): LoadedClient[] {
  const stations = new Stations(situation, operations, perSecond / 1000);
  const figures = (id: string, kind: 'write' | 'read'): LoadedFigures | null => {
    const operation = operations.find(({ client, kind: other }) => client.id === id && kind === other);
    return operation === undefined ? null : loadedFigures(loadedLaw(stations, operation, evaluator));
  };
  return situation.deployment.clients.map(({ id }) => ({
    id,
    write: figures(id, 'write'),
    read: figures(id, 'read'),
  }));
}

function loadedFigures(law: Distribution): LoadedFigures {
  const { mean, p50, p99 } = figuresOf(law);
  return { mean, p50, p99 };
}
