import { minimalQuorums } from '../quorum/minimal-quorums.js';
import { onePhase, twoPhases } from '../quorum/phases.js';
import { resilience } from '../quorum/resilience.js';
import { majority, threshold } from '../quorum/shapes.js';
import { majoritySize } from '../quorum/sizes.js';
import type { QuorumScheme, QuorumSystem } from '../quorum/system.js';
import type { Deployment, ProtocolChoice } from '../topology/deployment.js';

/** k where the quorums of a system are any k of its members; undefined where they are not. */
export function countOf(system: QuorumSystem): number | undefined {
  const n = system.members.length;
  const enough = n - resilience(system);
  return minimalQuorums(system, 1)[0]?.length === enough ? enough : undefined;
}

/** The deployment with other choices about its protocol. */
export function choosing(deployment: Deployment, choice: Partial<ProtocolChoice>): Deployment {
  return { ...deployment, protocol: { ...deployment.protocol, ...choice } };
}

/**
 * The deployment without one replica: majorities stay majorities, all stays all, other counts stay as they are. Who
 * leads is open where it led. Undefined where its quorums are no counts, or nobody would be left.
 */
export function withoutReplica(deployment: Deployment, id: string): Deployment | undefined {
  const { protocol, shards } = deployment;
  const rest = deployment.replicas.filter((replica) => replica.id !== id);
  const quorum = smaller(
    protocol.quorum,
    rest.map((replica) => replica.id),
  );
  if (quorum === undefined || rest.length === 0) return undefined;
  if (typeof shards?.leaders === 'object' && shards.leaders.has(id)) return undefined;
  return {
    ...deployment,
    replicas: rest.map((replica, index) => ({ ...replica, index })),
    clients: deployment.clients.map((client) =>
      client.entry === id ? { ...client, entry: undefined } : client,
    ),
    protocol: { ...protocol, quorum, leader: protocol.leader === id ? 'best' : protocol.leader },
  };
}

function smaller({ phase1, phase2 }: QuorumScheme, ids: readonly string[]): QuorumScheme | undefined {
  if (ids.length === 0) return undefined;
  const [k1, k2] = [countOf(phase1), countOf(phase2)];
  if (k1 === undefined || k2 === undefined) return undefined;
  const n = phase1.members.length;
  const write = systemOf(k2, n, ids);
  if (phase1 === phase2) return onePhase(write);
  const need = Math.max(systemSize(k1, n, ids.length), ids.length - systemSize(k2, n, ids.length) + 1);
  return twoPhases(threshold(ids, need), write);
}

function systemOf(k: number, n: number, ids: readonly string[]): QuorumSystem {
  const size = systemSize(k, n, ids.length);
  return size === majoritySize(ids.length) ? majority(ids) : threshold(ids, size);
}

function systemSize(k: number, n: number, left: number): number {
  if (k === majoritySize(n)) return majoritySize(left);
  return k === n ? left : Math.min(k, left);
}
