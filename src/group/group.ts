import type { Protocol } from '../protocol/contract/protocol.js';
import { isBlocking } from '../protocol/loop.js';
import { mayLead, type Needs } from '../protocol/needs.js';
import type { QuorumScheme } from '../quorum/system.js';
import type { Deployment, ReadMode, Replica } from '../topology/deployment.js';
import { quorumsOf } from './quorums.js';

/**
 * A deployment and a protocol, resolved once: what the file leaves open is filled in with the protocol's own, who is what
 * is settled. Whoever wants to know one of these asks here.
 */
export interface Group {
  readonly deployment: Deployment;
  readonly protocol: Protocol;
  /** How reads are answered, in what order the leader writes and sends, who learns what is chosen. */
  readonly reads: ReadMode;
  readonly disk: 'parallel' | 'serial';
  /** Does a durable write hold up all else that its replica does? */
  readonly loop: 'blocking' | 'free';
  readonly learner: 'client' | 'coordinator';
  /** The quorums really used. */
  readonly quorum: QuorumScheme;
  /** What must be up for reads and writes to go on, and for another to lead. */
  readonly needs: Needs;
  /** Those that may lead, in file order; none where nobody leads. */
  readonly candidates: readonly Replica[];
}

const groups = new WeakMap<Deployment, Map<Protocol, Group>>();

/** The group of a deployment under a protocol: the same object each time. */
export function groupOf(deployment: Deployment, protocol: Protocol): Group {
  let mine = groups.get(deployment);
  if (mine === undefined) {
    mine = new Map();
    groups.set(deployment, mine);
  }
  let group = mine.get(protocol);
  if (group === undefined) {
    group = resolved(deployment, protocol);
    mine.set(protocol, group);
  }
  return group;
}

function resolved(deployment: Deployment, protocol: Protocol): Group {
  const { replicas, timeouts } = deployment;
  const { traits } = protocol;
  const choice = deployment.protocol;
  const reads = choice.reads ?? traits.reads[0];
  const quorum = quorumsOf(deployment, protocol);
  return {
    deployment,
    protocol,
    reads,
    disk: choice.disk ?? traits.disk[0],
    loop: isBlocking(choice, traits) ? 'blocking' : 'free',
    learner: choice.learner ?? 'client',
    quorum,
    needs: protocol.needs({ replicas, quorum, reads, operator: timeouts.operator !== undefined }),
    candidates: traits.leadership === 'none' ? [] : replicas.filter(mayLead),
  };
}
