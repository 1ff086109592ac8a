import type { QuorumScheme } from '../../quorum/system.js';
import type { Deployment, Replica } from '../../topology/deployment.js';
import type { Diagnostic } from '../../topology/diagnostic.js';
import type { Constitution, Needs } from '../needs.js';
import type { MachineFactory } from './host.js';
import type { Model } from './model.js';
import type { Traits } from './traits.js';

/**
 * A replication protocol, written down once per reading: traits (what it is), model (what an operation waits
 * for), machine (what one replica does). Tests hold the readings equal.
 */
export interface Protocol {
  readonly name: string;
  /** "Multi-Paxos" */
  readonly title: string;
  /** One sentence. */
  readonly summary: string;
  /** The paper and section it follows. */
  readonly source: string;
  readonly traits: Traits;
  /**
   * What of this deployment the protocol cannot do, beyond what its traits tell (see `fitOf`, which asks both): a quorum
   * that need not intersect, a lease that is too short.
   */
  check(deployment: Deployment): Diagnostic[];
  /**
   * The quorums that it really uses where the file asks for these, among the members that have a vote: a fast quorum where
   * none is given, all where the protocol knows nothing less. As asked where absent.
   */
  quorums?(asked: QuorumScheme, replicas: readonly Replica[]): QuorumScheme;
  /** What must be up for its reads and writes to go on, and for another to lead: the one place that says so. */
  needs(constitution: Constitution): Needs;
  /**
   * Where reads that are up to date are another's than the leader's: whose, among the replicas that are up, in file order.
   * Clients whose entry the file leaves open send their reads there. Absent: to the leader, where one leads.
   */
  readContact?(leader: string, up: readonly Replica[]): string;
  readonly model: Model;
  readonly machine: MachineFactory;
  /** By which messages others see that replicas get over a loss; absent where nobody but an operator helps. */
  readonly takeover?: Takeover;
}

/** The types of the messages that tell how far replicas have got with a loss. */
export interface Takeover {
  /** With which one that has given the lost up first speaks. */
  readonly call: string;
  /** With which the one that goes on in place of the lost first speaks, where nobody leads. Absent: `Machine.leads` tells. */
  readonly elected?: string;
}
