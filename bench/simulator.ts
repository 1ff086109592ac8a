import type { MachineFactory } from '../src/protocol/contract/host.js';
import { simulate } from '../src/simulation/simulate.js';
import type { Deployment } from '../src/topology/deployment.js';

/**
 * Events per second of the whole simulator with these machines: ten processes in a closed loop at each client of
 * the deployment, `operations` in all. Every client enters at `leader`.
 */
export function simulatorRate(
  deployment: Deployment,
  machine: MachineFactory,
  leader: string,
  operations = 100_000,
): number {
  const run = (count: number): number =>
    simulate({
      deployment,
      machine,
      leader,
      entryOf: () => leader,
      seed: 1,
      workload: { arrivals: { kind: 'closed', outstanding: 10 } },
      until: { operations: count },
    }).events;
  run(operations / 10);
  const start = performance.now();
  const events = run(operations);
  return events / ((performance.now() - start) / 1000);
}
