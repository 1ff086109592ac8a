import type { Operations } from '../../src/simulation/operations.js';

/** What of a history the search looks at. */
export interface Excerpt {
  /** Nothing that happened after this time (ms). */
  readonly until?: number;
  /** Only these operations; of the others those in `writers` may take effect at any moment. */
  readonly only?: ReadonlySet<number>;
  readonly writers?: ReadonlySet<number>;
}

/**
 * Is there a linearization? Tries them all (Wing & Gong, "Testing and Verifying Concurrent Objects", JPDC 17, 1993) on
 * the whole map at once. Knows nothing of keys on their own, of unique values or of zones; for up to 30 operations.
 */
export function isLinearizable(operations: Operations, excerpt: Excerpt = {}): boolean {
  const { count, key, result, invoked, responded } = operations;
  const { until = Number.POSITIVE_INFINITY, only, writers } = excerpt;
  const named = (i: number): boolean => only?.has(i) ?? true;
  const finished = (i: number): boolean => named(i) && responded[i] <= until && responded[i] < Infinity;
  const all = Array.from({ length: count }, (_, i) => i).filter((i) => {
    return (named(i) && invoked[i] <= until) || writers?.has(i);
  });
  const keys = [...new Set(all.map((i) => key[i]))];
  const bit = (i: number): number => 1 << all.indexOf(i);
  const due = all.filter(finished).reduce((mask, i) => mask | bit(i), 0);
  const earlier = all.map((b) =>
    all.filter((a) => named(b) && finished(a) && precedes(operations, a, b)).reduce((m, a) => m | bit(a), 0),
  );
  const seen = new Set<string>();

  const search = (done: number, values: readonly number[]): boolean => {
    if ((done & due) === due) return true;
    const state = `${done}:${values.join()}`;
    if (seen.has(state)) return false;
    seen.add(state);
    return all.some((i, at) => {
      if ((done & (1 << at)) !== 0 || (done & earlier[at]) !== earlier[at]) return false;
      const register = keys.indexOf(key[i]);
      if (!operations.isRead(i)) {
        return search(done | (1 << at), values.with(register, operations.value(i)));
      }
      return finished(i) && result[i] === values[register] && search(done | (1 << at), values);
    });
  };
  return search(
    0,
    keys.map(() => 0),
  );
}

/** Did `a` end before `b` began? At the same moment just if a's process had begun another by then: b, or one before b. */
function precedes({ count, processes, invoked, responded }: Operations, a: number, b: number): boolean {
  if (responded[a] !== invoked[b]) return responded[a] < invoked[b];
  for (let next = a + 1; next < count; next++) {
    if (processes[next] === processes[a]) return invoked[next] === responded[a] && next <= b;
  }
  return false;
}
