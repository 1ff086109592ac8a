import type { ThroughputResult } from '../../result/throughput.js';
import type { Deployment } from '../../topology/deployment.js';
import { hasGroupCommit } from '../../topology/group-commit.js';

/** Disks with group commit and how many durable writes a second they make at most; absent where there are none. */
export function writeLimitsOf({ replicas, protocol }: Deployment): Pick<ThroughputResult, 'groupCommit'> {
  const disks = replicas.filter((replica) => {
    const { fsync } = replica.disk;
    return hasGroupCommit(replica, protocol) && fsync.end > 0 && Number.isFinite(fsync.mean);
  });
  if (disks.length === 0) return {};
  return {
    groupCommit: disks.map(({ id, disk }) => ({ replica: id, writesPerSecond: 1000 / disk.fsync.mean })),
  };
}
