/**
 * A quorum system: a monotone boolean function over replicas that says which sets of replicas may act for all.
 *
 * Its one numeric operation is `probability`. Fed with "has replica i answered by time t" it gives the latency
 * of a quorum; fed with "is replica i up" it gives availability. No other reading of "what is a quorum" may
 * exist in the code.
 */
export interface QuorumSystem {
  /** The replicas it speaks of, in the order in which every array argument below is indexed. */
  readonly members: readonly string[];
  /** Does this set (bit i set: members[i] is in) contain a quorum? */
  contains(set: number): boolean;
  /** P(the set of members that are in contains a quorum), members being in independently, member i with probability p[i]. */
  probability(p: ArrayLike<number>): number;
  /** `probability` for many points at once: out[t] from columns[i][t]. No allocation per point. */
  probabilities(columns: readonly Float64Array[], out: Float64Array): void;
  /** In the field's words: "majority (3 of 5)", "2 of 3 groups, 2 of 3 in each", … */
  describe(): string;
}

/** The quorum systems of the phases of a protocol. A scheme that makes no difference has the same system in all. */
export interface QuorumScheme {
  /** Reads and leader changes (Paxos phase 1) need one of these. */
  readonly phase1: QuorumSystem;
  /** Writes (Paxos phase 2) need one of these. */
  readonly phase2: QuorumSystem;
  /** Fast rounds need one of these, where the scheme names them. */
  readonly fast?: QuorumSystem;
  /** One line for people: "majority (3 of 5)", "phase 1: 4 of 5, phase 2: 2 of 5". */
  describe(): string;
}

/** A bit mask holds at most this many replicas: consensus groups are far smaller. */
export const MAX_MEMBERS = 30;
