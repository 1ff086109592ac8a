/** Numbers of which any one may grow, and of which the largest in any range is found: both in O(log n). */
export class MaximumTree {
  /** A node's number is the larger of those of its two children; the leaves are the second half. */
  private readonly nodes: Int32Array;

  /** @param values the numbers at first. */
  constructor(values: Int32Array) {
    const { length } = values;
    this.nodes = new Int32Array(2 * length);
    this.nodes.set(values, length);
    for (let node = length - 1; node >= 1; node--) {
      this.nodes[node] = Math.max(this.nodes[2 * node], this.nodes[2 * node + 1]);
    }
  }

  get(position: number): number {
    return this.nodes[this.nodes.length / 2 + position];
  }

  /** The number at this position becomes `value` where that is larger. */
  raise(position: number, value: number): void {
    const { nodes } = this;
    for (let node = nodes.length / 2 + position; node >= 1 && nodes[node] < value; node >>>= 1) {
      nodes[node] = value;
    }
  }

  /** The largest number at positions from … to − 1; −1 where there is none, or none above. */
  maximum(from: number, to: number): number {
    const { nodes } = this;
    let largest = -1;
    let low = nodes.length / 2 + from;
    let high = nodes.length / 2 + to;
    while (low < high) {
      if ((low & 1) === 1) largest = Math.max(largest, nodes[low++]);
      if ((high & 1) === 1) largest = Math.max(largest, nodes[--high]);
      low >>>= 1;
      high >>>= 1;
    }
    return largest;
  }
}
