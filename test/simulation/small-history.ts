import type { History } from '../../src/result/simulation-run.js';
import { Operations } from '../../src/simulation/operations.js';

/** An operation of a hand-made history; without `until` it was never answered. */
export interface Step {
  readonly process: number;
  readonly kind: 'write' | 'read';
  readonly key: number;
  readonly from: number;
  readonly until?: number;
  /** What a read returned. The value that a write writes is its place in the history, 1 for the first. */
  readonly saw?: number;
}

/** Operations as the simulator records them; `steps` in the order of invocation, processes 0, 1, 2, … */
export function operationsOf(steps: readonly Step[]): Operations {
  const operations = new Operations();
  const processes = steps.reduce((most, { process }) => Math.max(most, process + 1), 0);
  for (let process = 0; process < processes; process++) operations.join();
  for (const { process, kind, key, from, until, saw } of steps) {
    const operation = operations.add(process, kind === 'read', key, from, true);
    if (until !== undefined) operations.finish(operation, saw ?? operations.value(operation), until);
  }
  return operations;
}

/** The operations of a run's history. */
export function operationsOfRun(history: History): Operations {
  return operationsOf(
    Array.from({ length: history.length }, (_, i) => {
      const finished = Number.isFinite(history.responded[i]);
      return {
        process: history.processes[i],
        kind: history.read[i] === 1 ? 'read' : 'write',
        key: history.key[i],
        from: history.invoked[i],
        ...(finished ? { until: history.responded[i], saw: history.result[i] } : {}),
      };
    }),
  );
}
