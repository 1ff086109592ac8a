import { isInstant } from '../outcome/build.js';
import type { Outcome } from '../outcome/outcome.js';
import { including } from '../quorum/including.js';
import type { QuorumSystem } from '../quorum/system.js';
import type { ProtocolChoice } from '../topology/deployment.js';
import type { Traits } from './contract/traits.js';

/** What decides about a replica's loop. */
type Choice = Pick<ProtocolChoice, 'loop'>;

/**
 * Does a durable write hold up all else that its replica does, heartbeats, votes and acknowledgements included? So it is
 * in etcd and Consul, where one loop sends, writes the log and only then turns again (etcd's `raftNode.start`).
 */
export function isBlocking({ loop }: Choice, traits: Pick<Traits, 'loop'>): boolean {
  return (loop ?? traits.loop[0]) === 'blocking';
}

const known = new WeakMap<QuorumSystem, Map<string, QuorumSystem>>();

/**
 * The quorums that count for a leader that writes an entry while it sends it. With a blocking loop it comes to the
 * answers of the others once its own write `own` is over: whatever quorum it then has, its own disk was waited for.
 */
export function countedQuorums(
  system: QuorumSystem,
  leader: string,
  own: Outcome,
  blocking: boolean,
): QuorumSystem {
  if (!blocking || isInstant(own)) return system;
  let byLeader = known.get(system);
  if (byLeader === undefined) {
    byLeader = new Map();
    known.set(system, byLeader);
  }
  let found = byLeader.get(leader);
  if (found === undefined) {
    found = including(system, [leader]);
    byLeader.set(leader, found);
  }
  return found;
}
