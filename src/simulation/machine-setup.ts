import type { MachineSetup } from '../protocol/contract/machine.js';
import type { Deployment } from '../topology/deployment.js';
import type { SimulatedTraits } from './options.js';

/** What a deployment leaves open of its machines. */
export interface MachineChoices {
  /** Position of the replica that should lead at first; undefined: none leads. */
  readonly leader: number | undefined;
  /** The quorums that the protocol really uses. */
  readonly quorum: MachineSetup['quorum'];
  readonly traits: Pick<SimulatedTraits, 'disk' | 'reads'>;
}

/** What each machine of a deployment is told, in file order: wherever machines run, this is where they learn it. */
export function machineSetups(
  deployment: Deployment,
  { leader, quorum, traits }: MachineChoices,
): readonly MachineSetup[] {
  const { replicas, protocol, timeouts } = deployment;
  const members = replicas.map(({ role, leads, election }) => ({
    role,
    leads,
    election: election ?? timeouts.election,
  }));
  return replicas.map(({ index }) => ({
    self: index,
    n: replicas.length,
    leader,
    quorum,
    disk: protocol.disk ?? traits.disk[0],
    reads: protocol.reads ?? traits.reads[0],
    heartbeat: timeouts.heartbeat,
    election: timeouts.election,
    lease: timeouts.lease,
    grace: timeouts.grace,
    members,
    leaderLease: timeouts.leaderLease,
    returnsAfter: protocol.returnsAfter,
    commuting: protocol.commuting,
    learner: protocol.learner ?? 'client',
  }));
}
