import { patienceOf } from '../../src/estimate/failover/patience.js';
import { whatIf } from '../../src/estimate/what-if/what-if.js';
import { contactSeen } from '../../src/group/contact.js';
import { quorumsOf } from '../../src/group/quorums.js';
import type { Protocol } from '../../src/protocol/contract/protocol.js';
import type { EstimateResult } from '../../src/result/estimate.js';
import type { ScenarioResult, WhatIfResult } from '../../src/result/what-if.js';
import type { Fault } from '../../src/simulation/fault.js';
import { sampledFigures } from '../../src/simulation/sampled-figures.js';
import { simulate } from '../../src/simulation/simulate.js';
import type { Deployment } from '../../src/topology/deployment.js';
import { readDisruption } from '../../src/topology/disruption.js';

/** One figure of a client after a loss, as what-if says it and as machines without what is lost show it (ms). */
export interface AfterLossRow {
  readonly what: string;
  readonly said: number;
  readonly simulated: number;
  readonly interval: readonly [number | null, number | null];
  /** Within 1 %, or what-if's inside the simulation's 95 % interval. */
  readonly agrees: boolean;
}

/** What-if's answers about these losses, in words of `--fail`. */
export function whatIfFails(
  deployment: Deployment,
  protocol: Protocol,
  fails: readonly string[],
): WhatIfResult {
  const replicas = deployment.replicas.map(({ id, at, disk }) => ({ id, at, disk: disk.name }));
  const population = { replicas, clients: deployment.clients, shared: deployment.failures.shared };
  const questions = fails.map((fail) => {
    const read = readDisruption({ fail: [fail], slow: [], degrade: [] }, population);
    if ('problems' in read) throw new Error(read.problems.map(({ message }) => message).join('; '));
    const { disruption } = read;
    return { name: fail, description: '', edits: [], notes: [], deployment, protocol, disruption };
  });
  return whatIf(deployment, protocol, questions, { seed: 1, each: null });
}

/**
 * What what-if says of clients after a loss, beside a simulation in which it happens, under the leader that this one comes to:
 * of operations sent once all have got over it. Undefined where writes stop, or no client is left.
 */
export function afterLossRows(
  deployment: Deployment,
  protocol: Protocol,
  before: EstimateResult,
  { name: fail, clients, lost, loss }: ScenarioResult,
  { seed, operations }: { readonly seed: number; readonly operations: number },
): readonly AfterLossRow[] | undefined {
  if (loss === null || loss.stops) return undefined;
  const served = new Set(clients.filter(({ state }) => state === 'served').map(({ id }) => id));
  const remaining = {
    ...deployment,
    clients: deployment.clients
      .filter(({ id }) => served.has(id))
      .map((client, index) => ({ ...client, index })),
  };
  if (remaining.clients.length === 0) return undefined;
  const at = 1000;
  const faults: Fault[] = [{ kind: 'crash', replicas: lost, at }];
  const leader = before.protocol.leader ?? undefined;
  const next = loss.leaders[0].leader;
  if (loss.recovery?.rto?.by === 'operator' && next !== null)
    faults.push({ kind: 'promote', replicas: [next], at: at + (deployment.timeouts.operator as number) });
  const { history, leaders, safety } = simulate({
    deployment: remaining,
    machine: protocol.machine,
    leader,
    quorum: quorumsOf(deployment, protocol),
    entryOf: contactSeen({ deployment: remaining, protocol, down: new Set() }),
    seed,
    workload: { arrivals: { kind: 'spaced' }, timeout: patienceOf(deployment), reads: 0.5 },
    faults,
    until: { operations: operations * remaining.clients.length },
    history: true,
    traits: protocol.traits,
  });
  if (safety.violations > 0) throw new Error(`${safety.violations} violations`);
  const found = loss.leaders.find((one) => one.leader === null || leaders.includes(one.leader));
  if (found === undefined || history === undefined)
    throw new Error(`${leaders.join()} leads after ${fail}, of which what-if knows nothing`);
  const settled = at + (deployment.timeouts.operator ?? 0) + 20 * patienceOf(deployment);
  return remaining.clients.flatMap(({ id, index }) =>
    (['write', 'read'] as const).flatMap((operation) => {
      const latencies: number[] = [];
      for (let i = 0; i < history.length; i++)
        if (history.client[i] === index && history.read[i] === (operation === 'read' ? 1 : 0))
          if (history.invoked[i] > settled) latencies.push(history.responded[i] - history.invoked[i]);
      const figures = sampledFigures(Float64Array.from(latencies), false);
      const said = found.clients.find((client) => client.id === id)?.[operation];
      return (['p50', 'p99'] as const).map((figure) => {
        const [model, simulated] = [said?.[figure] ?? Number.NaN, figures[figure] ?? Number.NaN];
        const [low, high] = figures.confidence[figure];
        const inside = (low ?? 0) - 1e-9 <= model && model <= (high ?? Number.POSITIVE_INFINITY) + 1e-9;
        return {
          what: `${id} ${operation} ${figure} under ${found.leader ?? 'nobody'}`,
          said: model,
          simulated,
          interval: figures.confidence[figure],
          agrees:
            latencies.length > 100 && (Math.abs(model - simulated) <= 0.01 * simulated + 1e-9 || inside),
        };
      });
    }),
  );
}
