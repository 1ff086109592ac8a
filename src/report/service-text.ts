import type { AvailabilityResult, DowntimeResult, SurvivalResult } from '../result/availability.js';
import type { DurabilityResult } from '../result/durability.js';
import type { EstimateResult } from '../result/estimate.js';
import type { FailoverBlock, UnfinishedResult } from '../result/failover.js';
import type { Judgement } from '../result/objectives.js';
import type { Recovery } from '../result/recovery.js';
import type { StabilityResult } from '../result/stability.js';
import type { ShardsThroughput, ThroughputResult } from '../result/throughput.js';
import { listed } from '../spelling/listed.js';
import { durableWrites } from './group-commit-words.js';
import { nextLeadersText } from './leaders.js';
import { count, percent } from './number.js';

/** What an estimate says of load and failures: one sentence each. */
export function serviceSentences(result: EstimateResult): string[] {
  const { throughput, availability, failover } = result;
  return [
    throughputLine(throughput),
    ...(availability === null
      ? []
      : [availabilityLine(availability), ...durabilityLine(availability.durability)]),
    survivalLine(result.survives, result.survival),
    ...(failover === null ? recoveryLine(result) : [failoverLine(failover, result)]),
    ...(result.stability === null ? [] : stabilityLine(result.stability, failover)),
  ];
}

/** "11,065", "86.2": operations per second. */
export function perSecond(rate: number): string {
  return rate >= 100 ? count(rate) : rate.toFixed(1);
}

/** "va1's disk", "va1's link to eu-west-1". */
export function boundBy({ replica, resource, to }: ThroughputResult['limits'][number]): string {
  return to === undefined ? `${replica}'s ${resource}` : `${replica}'s ${resource} to ${to}`;
}

function throughputLine({ max, bottleneck, load, shards, groupCommit }: ThroughputResult): string {
  const whose =
    shards === undefined ? '' : ` of ${count(shards.count)} ${shards.count === 1 ? 'group' : 'groups'}`;
  const disk = shards?.disks.reduce<ShardsThroughput['disks'][number] | undefined>(
    (first, one) => (first === undefined || one.busyFrom < first.busyFrom ? one : first),
    undefined,
  );
  const busy =
    disk === undefined || (max !== null && disk.busyFrom >= max)
      ? ''
      : ` From ${perSecond(disk.busyFrom)}/s on ${disk.replica}'s disk writes all the time, a record of one group after those of others.`;
  if (max === 0) return `Throughput${whose}: nothing goes on.`;
  if (max === null || bottleneck === null) {
    if (groupCommit !== undefined)
      return `Throughput${whose}: nothing in the file limits operations/s (no processing, bandwidth or window); with group commit ${durableWrites(groupCommit)}.`;
    if (busy !== '')
      return `Throughput${whose}: nothing in the file limits it (no processing, bandwidth or window).${busy}`;
    return `Throughput${whose}: nothing in the file limits it (no disk that it writes to, no processing, bandwidth or window).`;
  }
  const of = load === null ? '' : `; ${ratesText(load)}`;
  return `Throughput${whose}: at most ${perSecond(max)} operations/s of this mix, bound by ${bottleneck.replica}'s ${bottleneck.resource}${of}.${busy}`;
}

/** "the clients' rates are 120 % of that: OVER CAPACITY" */
export function ratesText(load: number): string {
  return `the clients' rates are ${percent(load)} of that${load > 1 ? ': OVER CAPACITY' : ''}`;
}

function availabilityLine({
  write,
  read,
  downtimePerYear,
  readDowntimePerYear,
  method,
  clients,
}: AvailabilityResult): string {
  const sampled = method === 'sampled' ? ' (sampled)' : '';
  const parts = causes(downtimePerYear);
  const why = parts.length === 0 ? '' : `: ${parts.join(', ')}`;
  const reads =
    Math.abs(read - write) < 1e-12
      ? 'reads the same'
      : `reads ${share(read)}, ${span(readDowntimePerYear.total)}`;
  const seen = seenBy(
    clients.map((client) => client.downtimePerYear.total),
    downtimePerYear.total,
  );
  return `Availability${sampled}: writes ${share(write)}, ${span(downtimePerYear.total)} downtime/year${why}; ${reads}.${seen}`;
}

/** Downtime as clients see it where that is notably more: they ask a lost replica until their request times out. */
function seenBy(clients: readonly number[], service: number): string {
  const [least, most] = [Math.min(...clients), Math.max(...clients)];
  if (clients.length === 0 || most < 1.05 * service) return '';
  const range = span(least) === span(most) ? span(most) : `${span(least)} to ${span(most)}`;
  return ` Clients wait for a lost replica before they ask another: to them it is ${range}.`;
}

/** Losses a year below this are not worth a line. */
const NEGLIGIBLE = 1e-9;

/** Where an acknowledged write may be lost: to a takeover, or with one region. Empty where neither is to be feared. */
function durabilityLine({
  holders,
  lag,
  perYear,
  lossyTakeoversPerYear,
  lostWith,
}: DurabilityResult): string[] {
  const said: string[] = [];
  if (holders !== null && lag !== null && perYear > NEGLIGIBLE)
    said.push(
      `a takeover within ${duration(lag)} of an acknowledgement, while only ${listed(holders)} ${holders.length === 1 ? 'has' : 'have'} the write, loses it (${often(lossyTakeoversPerYear)})`,
    );
  const [region, more] = lostWith.region ?? [];
  if (region !== undefined && more === undefined)
    said.push(`${region} lost permanently can take acknowledged writes with it`);
  return said.length === 0 ? [] : [`Durability: ${said.join('; ')}.`];
}

/** "3.2 times a year", "once in 40 years": expected events a year. */
export function often(perYear: number): string {
  if (perYear >= 1) return `${perYear.toFixed(1)} times a year`;
  const years = 1 / perYear;
  return `once in ${years < 100 ? years.toFixed(years < 10 ? 1 : 0) : count(Number(years.toPrecision(2)))} years`;
}

/** "quorum loss 2 s", what is below a hundredth of the whole left out, largest first. */
export function causes({ total, quorumLoss, failover, maintenance, clientCutOff }: DowntimeResult): string[] {
  const all: [string, number][] = [
    ['quorum loss', quorumLoss],
    ['failover', failover],
    ['maintenance', maintenance],
    ['client cut off', clientCutOff],
  ];
  return all
    .filter(([, seconds]) => seconds > total / 100)
    .sort(([, a], [, b]) => b - a)
    .map(([cause, seconds]) => `${cause} ${span(seconds)}`);
}

const PLURAL: Readonly<Record<string, string>> = {
  machine: 'machines',
  rack: 'racks',
  zone: 'zones',
  region: 'regions',
};

function survivalLine(survives: EstimateResult['survives'], survival: SurvivalResult): string {
  const levels = Object.entries(survives).map(([level, any]) =>
    any === 0 ? `no ${level}` : `any ${any} ${any === 1 ? level : PLURAL[level]}`,
  );
  const fatal = survival.fatalShared;
  const shared =
    fatal.length === 0
      ? ''
      : ` ${listed(fatal)} ${fatal.length === 1 ? 'stops' : 'stop'} them by ${fatal.length === 1 ? 'itself' : 'themselves'}.`;
  return `Writes survive the loss of ${levels.join(', ')}.${shared}`;
}

function failoverLine(failover: FailoverBlock, { recovery, protocol: { leaders } }: EstimateResult): string {
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
  const load = given ? '' : ` (assuming ${perSecond(writesPerSecond)} writes/s: no client has a rate)`;
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
function recoveryLine({ recovery, losses, protocol: { leader } }: EstimateResult): string[] {
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

/** Leader changes without a failure are worth a line from one in two months on; of a single write, from one in 10 billion. */
const OFTEN = 1 / 60;
const LIKELY = 1e-10;
/** A leader that is deposed more often than every quarter of an hour does not lead. */
const UNSTABLE = 24 * 4;

function stabilityLine(
  { leaderChangesPerDay: perDay, causes, leader, perWrite, writesPerSecond, stall }: StabilityResult,
  failover: FailoverBlock | null,
): string[] {
  const disk = causes.some(({ what }) => what === 'disk');
  const why =
    disk && stall !== null ? `a durable write of ${duration(stall)} or more holds up its heartbeats` : '';
  if (perDay === null)
    return perWrite < LIKELY
      ? []
      : [
          `Leadership: ${one(perWrite)} durable writes costs ${leader} its leadership (${why}); no client has a rate.`,
        ];
  if (perDay < OFTEN) return [];
  const network = causes.filter(({ what }) => what === 'network').map(({ replica }) => replica);
  const late =
    network.length === 0
      ? ''
      : `${listed(network)} ${network.length === 1 ? 'receives' : 'receive'} it too late`;
  const reasons = [
    disk
      ? `${why}, ${one(perWrite)} of ${perSecond(writesPerSecond ?? 0)} writes/s costs it its leadership`
      : '',
    late,
  ].filter((text) => text !== '');
  const outage = failover?.lost === leader ? `; each stops writes for ${duration(failover.total.mean)}` : '';
  const stays = `on average it is deposed after ${span(86_400 / perDay)}`;
  const verdict =
    perDay >= UNSTABLE
      ? `${leader} cannot stay leader: ${stays}`
      : `about ${perDay >= 1 ? `${perDay.toFixed(perDay < 10 ? 1 : 0)} leader changes a day` : `one leader change in ${span(86_400 / perDay)}`} without a failure while ${leader} leads${outage}`;
  return [`Leadership: ${verdict} (${reasons.join('; ')}).`];
}

/** "one in 40,000" */
function one(share: number): string {
  return `one in ${count(Number((1 / share).toPrecision(2)))}`;
}

/** "Objectives: 2 of 3 met; MISSED: …" */
export function objectivesSentence(objectives: readonly Judgement[]): string {
  const met = objectives.filter((objective) => objective.met === true).length;
  const judged = objectives.filter((objective) => objective.met !== null).length;
  const missed = objectives.filter((objective) => objective.met === false);
  const open = objectives.filter((objective) => objective.met === null);
  const misses = missed.map(
    (objective) =>
      `; MISSED: ${objective.objective}, ${/may be lost/.test(objective.objective) ? '' : 'it is '}${actual(objective)}`,
  );
  const rest = open.map(({ objective, reason }) => `; not judged: ${objective} (${reason ?? ''})`);
  return `Objectives: ${met} of ${judged} met${misses.join('')}${rest.join('')}.`;
}

/** The figure that an objective was held against, in its unit. */
export function actual({ objective, actual: value }: Judgement): string {
  if (value === null) return 'never';
  if (/may be lost/.test(objective)) return value === 0 ? 'none may' : String(value);
  if (/availability/.test(objective)) return share(value);
  if (/failure/.test(objective)) return percent(value);
  if (/throughput/.test(objective)) return `${perSecond(value)}/s`;
  return `${value.toFixed(value >= 10 ? 1 : 2)} ms`;
}

/** A share close to 1, with as many nines as it has and two digits more: "99.99991 %"; "100 %" where 12 digits are not enough. */
export function share(value: number): string {
  if (value === 1) return '100 %';
  const missing = 100 * (1 - value);
  const digits = Math.min(12, Math.max(2, Math.ceil(-Math.log10(missing)) + 1));
  const hundred = (100 * value).toFixed(digits);
  return `${Number(hundred) === 100 ? '100' : hundred} %`;
}

/** A span of time, given in seconds: "3.2 ms", "29 s", "6.8 min", "4.1 h", "2.0 d". */
export function span(seconds: number): string {
  if (seconds === 0) return '0 s';
  if (seconds < 1e-6) return '< 0.001 ms';
  if (seconds < 1)
    return `${seconds < 0.01 ? (seconds * 1000).toPrecision(2) : (seconds * 1000).toFixed(0)} ms`;
  if (seconds < 100) return `${seconds.toFixed(seconds < 10 ? 1 : 0)} s`;
  if (seconds < 6000) return `${(seconds / 60).toFixed(seconds < 600 ? 1 : 0)} min`;
  if (seconds < 172_800) return `${(seconds / 3600).toFixed(1)} h`;
  return `${(seconds / 86_400).toFixed(1)} d`;
}

/** A duration given in ms: "140 ms", "1.38 s". */
export function duration(ms: number): string {
  if (ms < 1) return `${ms.toFixed(2)} ms`;
  if (ms >= 100_000) return span(ms / 1000);
  return ms < 1000 ? `${ms.toFixed(0)} ms` : `${(ms / 1000).toFixed(2)} s`;
}

/** The sentences one by one, for pages about one of them. */
export const serviceOf = {
  throughput: throughputLine,
  availability: availabilityLine,
  survival: survivalLine,
  stability: stabilityLine,
  recovery: recoveryLine,
};
