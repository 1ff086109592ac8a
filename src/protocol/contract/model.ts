import type { Outcome } from '../../outcome/outcome.js';
import type { QuorumScheme } from '../../quorum/system.js';
import type { Deployment } from '../../topology/deployment.js';

/** What each operation waits for, as an outcome expression over the delays of `view`. */
export interface Model {
  write(view: View): Outcome;
  read(view: View): Outcome;
  /** Where the protocol answers early: until the answer would have come, had it waited for the execution of the write. */
  execution?(view: View): Outcome;
}

/** The deployment as one client's operation sees it. Endpoints are replica ids, or CLIENT. */
export interface View {
  readonly deployment: Deployment;
  /** The replica the client talks to. */
  readonly entry: string;
  /** The leader now; undefined for leaderless protocols. */
  readonly leader: string | undefined;
  readonly quorum: QuorumScheme;
  /** Replica ids in file order, failed ones included. */
  readonly replicas: readonly string[];
  /** One message from → to and its receiver's processing; instant from a replica to itself; never where an end is down. */
  hop(from: string, to: string, what: string): Outcome;
  /** One durable write at a replica. */
  fsync(replica: string, what: string): Outcome;
}

/** The endpoint that stands for the client in `View.hop`. */
export const CLIENT = '<client>';
