import type { ReadMode, Role } from '../../topology/deployment.js';

/** What others may ask about a protocol instead of its name. */
export interface Traits {
  /** 'stable': one replica leads until it fails; 'none': every replica proposes. */
  readonly leadership: 'stable' | 'none';
  /**
   * Who puts another in the place of a replica that others cannot do without. 'automatic': the replicas themselves, by
   * timeouts, which takes a phase-1 quorum; 'operator': somebody outside; 'none': it has to come back.
   */
  readonly failover: 'automatic' | 'operator' | 'none';
  /**
   * What a loss stops until the others have got over it, quorums being left: all, if it is the 'leader'; all, if it is 'any'
   * replica, for each is waited for; or only what depends on commands that the lost replica left 'unfinished'.
   */
  readonly interruptedBy: 'leader' | 'any' | 'unfinished';
  /** It goes on with fewer copies where some are lost: a phase-1 quorum decides who is left, and only they are waited for. */
  readonly reconfigures?: boolean;
  /** Roles that its members may have. */
  readonly roles: readonly Role[];
  /** Who puts commands before the acceptors: a replica that the client talks to, or the clients themselves. */
  readonly proposers: 'replicas' | 'clients';
  /** Read modes it can serve, the default first. */
  readonly reads: readonly ReadMode[];
  /** Orders of the leader's own disk write that it knows, the default first. */
  readonly disk: readonly ('parallel' | 'serial')[];
  /**
   * Whether a durable write holds up all else that its replica does ('blocking': one loop writes, sends and takes in) or
   * not ('free'): what its model knows, the default first. The machine knows nothing of it, its host does.
   */
  readonly loop: readonly ('blocking' | 'free')[];
  /**
   * How followers that have heard no leader for an election timeout depose it; absent where nobody is deposed so. With a
   * pre-vote they first ask who would vote for them, and those who hear the leader would not.
   */
  readonly elections?: { readonly preVote: boolean };
  /** Members go by election ranges of their own (`replicas[].election`); absent: they make no difference. */
  readonly ownElections?: boolean;
  /** A leader hands over to members that come before it (`leads`) once they are back, after `leadership.returns-after`. */
  readonly handsBack?: boolean;
  /** Orders of an operator that it obeys; absent: none. */
  readonly orders?: readonly ('promote' | 'remove' | 'add')[];
  /** Read modes under which the history of all clients is linearizable, whatever crashes and partitions do. */
  readonly linearizable: readonly ReadMode[];
  /** Timeouts about leases that it goes by, by their keys in the file; absent: none. */
  readonly leases?: readonly ('lease' | 'grace' | 'leader-lease')[];
  /** Has a fast quorum beside the classic one. */
  readonly fastQuorum: boolean;
  /** All replicas execute all commands in one order; else commands on one key are (interfering ones). */
  readonly ordered: boolean;
  /** Does it know that commands on different keys commute? 'optional': where the deployment asks for it. */
  readonly commuting: 'never' | 'optional' | 'always';
  /** It may answer a write before the answering replica has executed it: execution latency is another figure then. */
  readonly answersEarly: boolean;
  /** Sizes of its quorums among n where the file asks for a majority. */
  quorumSizes(n: number): { readonly classic: number; readonly fast?: number };
  /** Of n replicas, how many may crash, any of them, so that writes go on without anybody's help, with those quorums. */
  survives(n: number): number;
  /** Messages between replicas for one write entered at the leader of n, in the steady state. */
  messagesPerWrite(n: number): number;
  /** What it promises and what kind of fault it tolerates, for `quorate protocols`. */
  readonly tolerates: string;
}
