import type { Outage } from '../result/simulation-run.js';
import type { Fault } from './fault.js';
import type { Operations } from './operations.js';

/** The longest times without an answer to a write: of all clients together, and of each. */
export interface Outages {
  readonly all: Outage | null;
  readonly clients: readonly (Outage | null)[];
}

/**
 * The longest time after the first fault began in which counted writes waited and none was answered. Time in which
 * nobody waited is none of it; a write that its client gave up counts as one that waits.
 *
 * @param clientOf the client (by position) of a client process
 * @param run when measuring began and ended, on the clock of the operations (ms)
 */
export function outagesOf(
  faults: readonly Fault[],
  operations: Operations,
  run: { readonly origin: number; readonly end: number },
  clientOf: (process: number) => number,
  clients: number,
): Outages {
  const since = run.origin + Math.min(...faults.map(({ at }) => at));
  const all: number[] = [];
  const each = Array.from({ length: clients }, (): number[] => []);
  // Without a fault, and before all of them have ended the run, there is nothing to look at.
  if (since <= run.end) {
    for (let operation = 0; operation < operations.count; operation++) {
      if (!operations.isCounted(operation) || operations.isRead(operation)) continue;
      all.push(operation);
      each[clientOf(operations.processes[operation])].push(operation);
    }
  }
  const longest = (writes: readonly number[]) => longestOf(writes, operations, since, run);
  return { all: longest(all), clients: each.map(longest) };
}

function longestOf(
  writes: readonly number[],
  { invoked, responded }: Operations,
  since: number,
  { origin, end }: { readonly origin: number; readonly end: number },
): Outage | null {
  const sent = writes.map((operation) => invoked[operation]);
  const answers = Float64Array.from(writes, (operation) => responded[operation]).sort();
  let longest: Outage | null = null;
  let begun = 0;
  let from = since;
  for (let answered = 0; answered <= answers.length; answered++) {
    const isAnswered = answered < answers.length && answers[answered] <= end;
    const to = isAnswered ? answers[answered] : end;
    if (to >= from) {
      while (begun < sent.length && sent[begun] <= from) begun++;
      // Does one wait already, or from when on?
      const start = begun > answered ? from : (sent[begun] ?? end);
      const lasted = to - start;
      if (lasted > (longest?.lasted ?? 0)) longest = { from: start - origin, lasted, answered: isAnswered };
      from = to;
    }
    if (!isAnswered) break;
  }
  return longest;
}
