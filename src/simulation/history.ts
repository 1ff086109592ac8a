import type { History } from '../result/simulation-run.js';
import type { Session } from './clients.js';
import type { Operations } from './operations.js';

/** The history of a run whose clock starts at `origin` (ms). */
export function historyOf(operations: Operations, sessions: readonly Session[], origin: number): History {
  const length = operations.count;
  const client = new Int32Array(length);
  const read = new Uint8Array(length);
  const value = new Float64Array(length);
  const result = operations.result.slice(0, length);
  const invoked = operations.invoked.slice(0, length);
  const responded = operations.responded.slice(0, length);
  for (let operation = 0; operation < length; operation++) {
    client[operation] = sessions[operations.processes[operation]].client;
    read[operation] = operations.isRead(operation) ? 1 : 0;
    value[operation] = operations.value(operation);
    if (!operations.isFinished(operation)) result[operation] = Number.NaN;
    invoked[operation] -= origin;
    responded[operation] -= origin;
  }
  const processes = operations.processes.slice(0, length);
  const seq = operations.seq.slice(0, length);
  const key = operations.key.slice(0, length);
  return { length, processes, seq, client, read, key, value, result, invoked, responded };
}
