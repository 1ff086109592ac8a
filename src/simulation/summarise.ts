import type { SimulatedClient, SimulationRun } from '../result/simulation-run.js';
import type { Engine } from './engine.js';
import type { EngineParts } from './engine-parts.js';
import { faultOutcomes } from './fault-outcomes.js';
import { historyOf } from './history.js';
import type { SimulationOptions } from './options.js';
import { outagesOf } from './outage.js';
import type { Run } from './run.js';
import { sampledFigures } from './sampled-figures.js';
import type { Timeline } from './timeline.js';

/** The result of a run that is over. */
export function summarise(
  options: SimulationOptions,
  engine: Engine,
  parts: EngineParts,
  run: Run,
  timeline: Timeline,
): SimulationRun {
  const { deployment, seed, workload } = options;
  const latencies = latenciesOf(parts, deployment.clients.length);
  const executed = executionLatencies(parts, deployment.clients.length);
  const switched = switchedOf(parts, deployment.clients.length);
  const dependent = workload.arrivals.kind !== 'spaced';
  const { sessions } = parts.clients;
  const outages = outagesOf(
    options.faults ?? [],
    parts.operations,
    run,
    (process) => sessions[process].client,
    deployment.clients.length,
  );
  const clients = deployment.clients.map(
    (client, c): SimulatedClient => ({
      id: client.id,
      at: client.at.join('/'),
      entry: options.entryOf(c, 'write', { leader: options.leader, silent: new Set() }) ?? '',
      switched: switched[c],
      outage: outages.clients[c],
      write: sampledFigures(latencies[c].write, dependent),
      read: sampledFigures(latencies[c].read, dependent),
      ...(parts.executions === undefined ? {} : { execution: sampledFigures(executed[c], dependent) }),
    }),
  );
  const perOperation = (total: number): number => (run.sent === 0 ? 0 : total / run.sent);
  const trace = parts.recorder?.trace(run.origin);
  return {
    seed,
    clients,
    safety: parts.safety.result(),
    warmUp: { served: run.served, lasted: run.origin },
    leaders: run.leaders.map((r) => deployment.replicas[r].id),
    leadership: run.leadership.beliefs,
    leaderChanges: run.leadership.changes,
    successions: run.leadership.successions,
    outage: outages.all,
    operations: { sent: run.sent, finished: run.finished, retries: run.retries },
    events: engine.events,
    span: run.end - run.origin,
    perOperation: {
      messages: perOperation(run.messages),
      durableWrites: perOperation(run.durableWrites),
      backgroundLeftOut: parts.backgroundLeftOut,
    },
    replicas: run.replicas,
    ...slowPathOf(run, deployment.replicas),
    faults: {
      scheduled: timeline.entries.length,
      happened: timeline.happened,
      outcomes: faultOutcomes(options.faults ?? [], parts.operations, run, timeline.changed),
    },
    lostWrites: timeline.lostWrites,
    ...(trace === undefined ? {} : { trace }),
    ...(options.history === true
      ? { history: historyOf(parts.operations, parts.clients.sessions, run.origin) }
      : {}),
    latencies,
  };
}

/** Per client, its counted operations that were sent more than once: each time to the next replica. */
function switchedOf({ operations, clients }: EngineParts, count: number): number[] {
  const switched = new Array<number>(count).fill(0);
  for (const operation of clients.sentAgain) {
    if (operations.isCounted(operation)) switched[clients.sessions[operations.processes[operation]].client]++;
  }
  return switched;
}

/** Latencies (ms) of the counted operations per client, in the order of first sending. */
function latenciesOf(
  { operations, clients }: EngineParts,
  count: number,
): { write: Float64Array; read: Float64Array }[] {
  const { sessions } = clients;
  const sizes = Array.from({ length: count }, () => ({ write: 0, read: 0 }));
  const each = (visit: (operation: number, client: number, kind: 'write' | 'read') => void): void => {
    for (let operation = 0; operation < operations.count; operation++) {
      if (!operations.isCounted(operation)) continue;
      const { client } = sessions[operations.processes[operation]];
      visit(operation, client, operations.isRead(operation) ? 'read' : 'write');
    }
  };
  each((_, client, kind) => {
    sizes[client][kind]++;
  });
  const latencies = sizes.map(({ write, read }) => ({
    write: new Float64Array(write),
    read: new Float64Array(read),
  }));
  const filled = Array.from({ length: count }, () => ({ write: 0, read: 0 }));
  each((operation, client, kind) => {
    latencies[client][kind][filled[client][kind]++] =
      operations.responded[operation] - operations.invoked[operation];
  });
  return latencies;
}

/**
 * Per client, for protocols that answer early: how long its counted writes would have taken (ms), had the replica that
 * answered waited until it had executed them. Infinity where it never did.
 */
function executionLatencies({ operations, clients, executions }: EngineParts, count: number): Float64Array[] {
  const found: number[][] = Array.from({ length: count }, () => []);
  if (executions !== undefined) {
    for (let operation = 0; operation < operations.count; operation++) {
      if (!operations.isCounted(operation) || operations.isRead(operation)) continue;
      const latency = operations.responded[operation] - operations.invoked[operation];
      const { client } = clients.sessions[operations.processes[operation]];
      found[client].push(latency + executions.lag(operation));
    }
  }
  return found.map((latencies) => Float64Array.from(latencies));
}

function slowPathOf(
  { paths }: Run,
  replicas: readonly { readonly id: string }[],
): Pick<SimulationRun, 'slowPath'> {
  if (!paths.some((path) => path !== undefined)) return {};
  const slowPath = replicas.map(({ id }, r) => {
    const { fast, slow } = paths[r] ?? { fast: 0, slow: 0 };
    return { replica: id, share: fast + slow === 0 ? null : slow / (fast + slow) };
  });
  return { slowPath };
}
