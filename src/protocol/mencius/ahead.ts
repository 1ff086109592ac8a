/** What a replica knows, and has executed, ahead of `executed`, where commands commute. See out-of-order.ts. */
export interface Ahead {
  /** Every slot below is heard of: decided, or its owner's suggestion is here. */
  heard: number;
  /** By key, the slots below `heard` with commands on it that are not executed, in ascending order. */
  pending: Map<number, number[]>;
  /** Slots below `heard` that were decided since the last look. */
  decided: number[];
  /** Slots that are executed, though not all below them. */
  done: Map<number, true>;
}

export function freshAhead(from: number): Ahead {
  return { heard: from, pending: new Map(), decided: [], done: new Map() };
}
