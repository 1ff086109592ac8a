import { quorumsOf } from '../../group/quorums.js';
import type { Standing } from '../../group/standing.js';

/** A write under a primary, in mean times since it came to the primary (ms). */
export interface Replication {
  /** Who has it when it is acknowledged: the primary, and the first that make a quorum with it. */
  readonly holders: readonly string[];
  readonly acknowledged: number;
  /** When it is at each of the others, and on its disk, by id. */
  readonly arrived: ReadonlyMap<string, number>;
  readonly written: ReadonlyMap<string, number>;
}

/** Where a write is on its way from the leader to all others; undefined where nobody leads. */
export function replicationOf({ deployment, protocol, leader }: Standing): Replication | undefined {
  const primary = deployment.replicas.find(({ id }) => id === leader);
  if (primary === undefined) return undefined;
  const { phase2 } = quorumsOf(deployment, protocol);
  const serial = (deployment.protocol.disk ?? protocol.traits.disk[0]) === 'serial';
  const { processing } = deployment.protocol;
  const own = primary.disk.fsync.mean;
  const others = deployment.replicas
    .filter((replica) => replica !== primary)
    .map(({ id, index, at, disk }) => {
      const { oneWay, rtt } = deployment.network.link(primary.at, at);
      const arrived = (serial ? own : 0) + oneWay.mean + processing;
      const written = arrived + disk.fsync.mean;
      return { id, index, arrived, written, answered: written + rtt.mean - oneWay.mean + processing };
    })
    .sort((a, b) => a.answered - b.answered || a.index - b.index);
  const holders = [primary.id];
  let set = 1 << primary.index;
  let acknowledged = own;
  for (const { id, index, answered } of others) {
    if (phase2.contains(set)) break;
    set |= 1 << index;
    holders.push(id);
    acknowledged = Math.max(acknowledged, answered);
  }
  return {
    holders,
    acknowledged,
    arrived: new Map(others.map(({ id, arrived }) => [id, arrived])),
    written: new Map(others.map(({ id, written }) => [id, written])),
  };
}
