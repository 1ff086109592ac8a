import type { ThroughputResult } from '../result/throughput.js';
import { listed } from '../spelling/listed.js';
import { perSecond } from './rate.js';

/** "r0, r1 and r2 make at most 500 durable writes/s each, and each write takes all queued records". */
export function durableWrites(disks: NonNullable<ThroughputResult['groupCommit']>): string {
  const byRate = new Map<string, string[]>();
  for (const { replica, writesPerSecond } of disks) {
    const rate = perSecond(writesPerSecond);
    byRate.set(rate, [...(byRate.get(rate) ?? []), replica]);
  }
  const made = [...byRate].map(
    ([rate, who], i) =>
      `${listed(who)}${i > 0 ? '' : who.length === 1 ? ' makes' : ' make'} at most ${rate} durable writes/s${who.length === 1 ? '' : ' each'}`,
  );
  return `${made.join(', ')}, and each write takes all queued records`;
}
