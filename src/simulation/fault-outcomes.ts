import type { FaultOutcome } from '../result/simulation-run.js';
import type { Fault } from './fault.js';
import type { Operations } from './operations.js';

/**
 * What each fault of a run met. One that begins after the run, or while which nothing was under way, has shown nothing.
 *
 * @param changed of each fault, whether anything was otherwise for it
 * @param run when measuring began and ended, on the clock of the operations (ms)
 */
export function faultOutcomes(
  faults: readonly Fault[],
  operations: Operations,
  run: { readonly origin: number; readonly end: number },
  changed: readonly boolean[],
): FaultOutcome[] {
  return faults.map((fault, which) => {
    const from = run.origin + fault.at;
    const to = run.origin + (('until' in fault ? fault.until : undefined) ?? Number.POSITIVE_INFINITY);
    let met = 0;
    for (let operation = 0; operation < operations.count; operation++) {
      const { invoked, responded } = operations;
      if (operations.isCounted(operation) && invoked[operation] <= to && responded[operation] >= from) met++;
    }
    return { begun: from <= run.end, changed: changed[which], operations: met };
  });
}
