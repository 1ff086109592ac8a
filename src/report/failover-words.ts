import type { EstimateResult } from '../result/estimate.js';
import type { FailoverBlock, UnfinishedResult } from '../result/failover.js';
import type { Recovery } from '../result/recovery.js';
import { nextLeadersText } from './leaders.js';
import { count, percent } from './number.js';
import { operationsPerSecond } from './rate.js';
import { duration } from './spans.js';

/** What the loss of the leader stops, for how long, and who may lead next. */
export function failoverLine(
  failover: FailoverBlock,
  { recovery, protocol: { leaders } }: EstimateResult,
): string {
  const { lost, total, perceived } = failover;
  const asks =
    perceived.clients.length === 0 || perceived.mean < 1.01 * total.mean
      ? ''
      : ` Clients that ask ${lost} wait ${duration(perceived.mean)} before they ask another (timeouts.request).`;
  const led = leaders?.find(({ leader }) => leader === lost)?.probability;
  return `Failover: ${stopText(failover, recovery, led)}${asks}`;
}

function stopText(
  { lost, total, detection, election, reconciliation, nextLeaders, never, unfinished }: FailoverBlock,
  recovery: Recovery | null,
  led: number | undefined,
): string {
  if (unfinished !== null && total.mean === 0)
    return `losing ${lost} stops no writes (RTO 0; RPO ${rpoText(recovery)}). ${unfinishedText(unfinished)}`;
  const next = nextLeadersText(nextLeaders, never);
  const nextLeader =
    next === '' ? '' : `; next ${led === undefined ? '' : 'leader of each of these '}${next}`;
  const writes = led === undefined ? 'writes' : `the writes of the groups that it leads (${percent(led)})`;
  return (
    `losing ${lost} stops ${writes} for ${duration(total.mean)} on average (RTO p99 ${duration(total.p99)}; RPO ${rpoText(recovery)}): detection ` +
    `${duration(detection.mean)}, election ${duration(election.mean)}, reconciliation ${duration(reconciliation.mean)}${nextLeader}.` +
    (unfinished === null ? '' : ` ${unfinishedText(unfinished)}`)
  );
}

/** "With probability 82 % it leaves writes unfinished: operations on their keys (0.1 % of all) are executed …" */
export function unfinishedText(unfinished: UnfinishedResult): string {
  const { probability, operations, wait, writesPerSecond, given } = unfinished;
  const load = given
    ? ''
    : ` (assuming ${operationsPerSecond(writesPerSecond)} writes/s: no client has a rate)`;
  if (probability === 0) return `It leaves no write unfinished that other operations would wait for${load}.`;
  const when =
    wait === null
      ? 'are not executed until it is back'
      : `are executed ${duration(wait.mean)} after the loss on average, p99 ${duration(wait.p99)}`;
  return (
    `With probability ${percent(probability)} it leaves writes unfinished${load}: operations on their keys ` +
    `(${percent(operations)} of all) ${when}; all others go on.`
  );
}

/** What losing the leader takes where the replicas do not get over it by themselves. */
export function recoveryLine({ recovery, losses, protocol: { leader } }: EstimateResult): string[] {
  if (recovery === null || leader === null) return [];
  const { rto } = recovery;
  const until =
    rto === null
      ? 'writes stop until it is back'
      : `RTO ${duration(rto.p50)} (${rto.by === 'operator' ? 'an operator puts another in its place' : `p99 ${duration(rto.p99)}`})`;
  // What is lost together with the leader may take more along than the leader alone.
  const most = losses.reduce(
    (one, other) => (other.recovery.rpo.ms > one.recovery.rpo.ms ? other : one),
    losses[0],
  );
  const more =
    most === undefined || most.recovery.rpo.ms <= recovery.rpo.ms
      ? ''
      : `; losing ${most.name}, RPO ${rpoText(most.recovery)}`;
  return [`Failover: losing ${leader}, ${until}; RPO ${rpoText(recovery)}${more}.`];
}

/** "0", "12 ms of writes, 4.8 of them". */
export function rpoText(recovery: Recovery | null): string {
  const rpo = recovery?.rpo;
  if (rpo === undefined || rpo.ms === 0) return '0';
  const writes =
    rpo.writes === null ? '' : `, ${rpo.writes < 10 ? rpo.writes.toFixed(1) : count(rpo.writes)} of them`;
  return `${duration(rpo.ms)} of writes${writes}`;
}
