import type { Protocol } from '../protocol/contract/protocol.js';
import type { QuorumScheme } from '../quorum/system.js';
import type { Deployment } from '../topology/deployment.js';

const kept = new WeakMap<QuorumScheme, Map<string, QuorumScheme>>();

/** The quorums that a protocol uses in this deployment: as its file asks, as far as the protocol knows such quorums. */
export function quorumsOf(deployment: Deployment, protocol: Protocol): QuorumScheme {
  const asked = deployment.protocol.quorum;
  if (protocol.quorums === undefined) return asked;
  let mine = kept.get(asked);
  if (mine === undefined) {
    mine = new Map();
    kept.set(asked, mine);
  }
  let used = mine.get(protocol.name);
  if (used === undefined) {
    used = protocol.quorums(asked, deployment.replicas);
    mine.set(protocol.name, used);
  }
  return used;
}
