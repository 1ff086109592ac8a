import type { Operations } from '../operations.js';

/** The operation that wrote this value, of whatever key; −1 where none did. */
export function writerOf(operations: Operations, value: number): number {
  const operation = value - 1;
  const known = Number.isInteger(operation) && operation >= 0 && operation < operations.count;
  return known && !operations.isRead(operation) && operations.value(operation) === value ? operation : -1;
}

/**
 * The clusters of a history of registers: a write with all the reads that returned what it wrote (Gibbons & Korach,
 * "Testing Shared Memories", SIAM J. Comput. 26(4), 1997, §4). A write's cluster has the write's number. Reads of what
 * a key holds at first, 0, are in a cluster of their own with a write that ended before all: these are numbered from
 * `operations.count` on, one for each key.
 */
export class Clusters {
  /** Each operation's cluster; −1 for a read that no write of its key, invoked before its end, explains. */
  readonly of: Int32Array;
  /** Each cluster's operation that ended first; −1 where none did, and in initial clusters. */
  readonly first: Int32Array;
  /** Clusters of which an operation has ended, initial ones included: by key, then by that end. */
  readonly sorted: Int32Array;
  /** Each cluster's position in `sorted`. */
  readonly position: Int32Array;
  /** The initial cluster of each operation's key. */
  private readonly initial: Int32Array;

  /** @param after as `realTimeOrder` has it. */
  constructor(
    private readonly operations: Operations,
    private readonly after: Int32Array,
  ) {
    const { count } = operations;
    this.initial = initialClusters(operations);
    const clusters = this.initial.reduce((most, cluster) => Math.max(most, cluster + 1), count);
    this.of = new Int32Array(count);
    this.first = new Int32Array(clusters).fill(-1);
    for (let operation = 0; operation < count; operation++) this.enter(operation);

    const numbers = new Int32Array(clusters).map((_, cluster) => cluster);
    this.sorted = numbers
      .filter((cluster) => cluster >= count || this.first[cluster] >= 0)
      .sort((a, b) => this.initialOf(a) - this.initialOf(b) || this.end(a) - this.end(b));
    this.position = new Int32Array(clusters).fill(-1);
    for (let i = 0; i < this.sorted.length; i++) this.position[this.sorted[i]] = i;
  }

  /** The number of the first operation invoked after an operation of this cluster, which is in `sorted`, had ended. */
  end(cluster: number): number {
    return cluster < this.operations.count ? this.after[this.first[cluster]] : 0;
  }

  /** Where in `sorted` the clusters of this one's key begin. */
  begin(cluster: number): number {
    return this.position[this.initialOf(cluster)];
  }

  /** Where in `sorted` those clusters of this one's key end of which an operation ended before `operation` began. */
  beginOfLater(cluster: number, operation: number): number {
    const next = this.initialOf(cluster) + 1;
    let low = this.begin(cluster);
    let high = next < this.position.length ? this.position[next] : this.sorted.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.end(this.sorted[middle]) > operation) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  private initialOf(cluster: number): number {
    return cluster < this.operations.count ? this.initial[cluster] : cluster;
  }

  private enter(operation: number): void {
    const { operations, after, first } = this;
    const finished = Number.isFinite(operations.responded[operation]);
    const cluster = operations.isRead(operation) ? (finished ? this.explain(operation) : -1) : operation;
    this.of[operation] = cluster;
    if (!finished || cluster < 0 || cluster >= operations.count) return;
    if (first[cluster] < 0 || after[operation] < after[first[cluster]]) first[cluster] = operation;
  }

  private explain(read: number): number {
    const { key, result } = this.operations;
    if (result[read] === 0) return this.initial[read];
    const write = writerOf(this.operations, result[read]);
    return write >= 0 && key[write] === key[read] && write < this.after[read] ? write : -1;
  }
}

function initialClusters({ count, key }: Operations): Int32Array {
  const known = new Map<number, number>();
  const initial = new Int32Array(count);
  for (let operation = 0; operation < count; operation++) {
    let cluster = known.get(key[operation]);
    if (cluster === undefined) {
      cluster = count + known.size;
      known.set(key[operation], cluster);
    }
    initial[operation] = cluster;
  }
  return initial;
}
