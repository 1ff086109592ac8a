import type { Operations } from '../operations.js';
import { Clusters } from './clusters.js';
import { Contradiction } from './contradiction.js';
import { MaximumTree } from './maximum-tree.js';
import { realTimeOrder } from './real-time.js';
import { Violations } from './violations.js';

/**
 * Linearizability of what clients saw (Herlihy & Wing, "Linearizability", ACM TOPLAS 12(3), 1990): every operation
 * takes effect at one moment between its invocation and its response, as if on a single map whose keys all hold 0 at
 * first. A write without a response may take effect at any later moment, or never; a read without one says nothing.
 *
 * Each key is a register of its own, as linearizability is local, and every write's value is unique, so that the
 * check is exact in O(n log n): a history is linearizable just if no read returned what was not yet written, and
 * for no two clusters (a write and its reads) of one key did an operation of each end before one of the other began
 * (Gibbons & Korach, "Testing Shared Memories", SIAM J. Comput. 26(4), 1997, §4; their forward and backward zones, which
 * span from the first end in a cluster to its last beginning, are in conflict just then).
 *
 * Reads are judged in the order of their ends, so that the first violation is the one that the shortest history
 * proves. A read that contradicts what came before is counted and otherwise disregarded.
 */
export class Linearizability {
  readonly violations = new Violations('linearizability');

  constructor(private readonly operations: Operations) {}

  /** The run is over. Its results' clock starts at `origin` (ms). */
  end(origin: number): void {
    const { operations } = this;
    const after = realTimeOrder(operations);
    const clusters = new Clusters(operations, after);
    const contradiction = new Contradiction(operations, after, origin);
    const { of, first, position, sorted } = clusters;
    // Of each cluster the operation that began last, so far: at first its write, if not the initial one.
    const latest = new MaximumTree(sorted.map((cluster) => (cluster < operations.count ? cluster : -1)));

    for (const read of readsByEnd(operations, after)) {
      const cluster = of[read];
      if (cluster < 0) {
        this.violations.found(operations.responded[read], () => contradiction.unexplained(read));
        continue;
      }
      const own = position[cluster];
      // What began no later than another of its cluster shows nothing new.
      if (read <= latest.get(own)) continue;
      const begin = clusters.begin(cluster);
      const end = clusters.beginOfLater(cluster, read);
      const begun = Math.max(latest.maximum(begin, Math.min(own, end)), latest.maximum(own + 1, end));
      if (begun >= clusters.end(cluster)) {
        this.violations.found(operations.responded[read], () => {
          const old = cluster < operations.count ? first[cluster] : -1;
          return contradiction.outdated(read, old, first[of[begun]], begun);
        });
      } else latest.raise(own, read);
    }
  }
}

function readsByEnd(operations: Operations, after: Int32Array): Int32Array {
  const { count, responded } = operations;
  const reads = new Int32Array(count);
  let length = 0;
  for (let operation = 0; operation < count; operation++) {
    if (operations.isRead(operation) && Number.isFinite(responded[operation])) reads[length++] = operation;
  }
  return reads
    .subarray(0, length)
    .sort((a, b) => after[a] - after[b] || responded[a] - responded[b] || a - b);
}
