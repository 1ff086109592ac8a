import type { ShardsThroughput, ThroughputResult } from '../result/throughput.js';
import { durableWrites } from './group-commit-words.js';
import { count, percent } from './number.js';
import { operationsPerSecond } from './rate.js';

/** "va1's disk", "va1's link to eu-west-1". */
export function boundBy({ replica, resource, to }: ThroughputResult['limits'][number]): string {
  return to === undefined ? `${replica}'s ${resource}` : `${replica}'s ${resource} to ${to}`;
}

/** What is sustained, what bounds it, and how much of it the clients' rates are. */
export function throughputLine({ max, bottleneck, load, shards, groupCommit }: ThroughputResult): string {
  const whose =
    shards === undefined ? '' : ` of ${count(shards.count)} ${shards.count === 1 ? 'group' : 'groups'}`;
  const disk = shards?.disks.reduce<ShardsThroughput['disks'][number] | undefined>(
    (first, one) => (first === undefined || one.busyFrom < first.busyFrom ? one : first),
    undefined,
  );
  const busy =
    disk === undefined || (max !== null && disk.busyFrom >= max)
      ? ''
      : ` From ${operationsPerSecond(disk.busyFrom)}/s on ${disk.replica}'s disk writes all the time, a record of one group after those of others.`;
  if (max === 0) return `Throughput${whose}: nothing goes on.`;
  if (max === null || bottleneck === null) {
    if (groupCommit !== undefined)
      return `Throughput${whose}: nothing in the file limits operations/s (no processing, bandwidth or window); with group commit ${durableWrites(groupCommit)}.`;
    if (busy !== '')
      return `Throughput${whose}: nothing in the file limits it (no processing, bandwidth or window).${busy}`;
    return `Throughput${whose}: nothing in the file limits it (no disk that it writes to, no processing, bandwidth or window).`;
  }
  const of = load === null ? '' : `; ${ratesText(load)}`;
  return `Throughput${whose}: at most ${operationsPerSecond(max)} operations/s of this mix, bound by ${bottleneck.replica}'s ${bottleneck.resource}${of}.${busy}`;
}

/** "the clients' rates are 120 % of that: OVER CAPACITY" */
export function ratesText(load: number): string {
  return `the clients' rates are ${percent(load)} of that${load > 1 ? ': OVER CAPACITY' : ''}`;
}
