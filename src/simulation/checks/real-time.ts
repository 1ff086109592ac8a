import type { Operations } from '../operations.js';

/**
 * The real-time order of a run's operations in whole numbers: `after[a]` is the number of the first operation that was
 * invoked after the response to `a`, and the number of operations where none was, or no response came. So
 * `a` ended before `b` began just if `after[a] <= b`.
 *
 * Operations are numbered in the order of invocation. Of a response and an invocation at the same moment, the response
 * is the earlier where both are the same process's, as a process has one operation outstanding at a time, and thereby
 * earlier than all invocations that follow; otherwise the invocation is, so that no order is claimed that may not
 * have been.
 */
export function realTimeOrder(operations: Operations): Int32Array {
  const { count, processes, invoked, responded } = operations;
  const after = new Int32Array(count);
  const next = new Map<number, number>();
  for (let operation = count - 1; operation >= 0; operation--) {
    const process = processes[operation];
    const own = next.get(process) ?? -1;
    const moment = responded[operation];
    after[operation] = own >= 0 && invoked[own] === moment ? own : firstLater(invoked, count, moment);
    next.set(process, operation);
  }
  return after;
}

/** How many of the first `count` numbers, which ascend, are not above `limit`. */
function firstLater(ascending: Float64Array, count: number, limit: number): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (ascending[middle] > limit) high = middle;
    else low = middle + 1;
  }
  return low;
}
