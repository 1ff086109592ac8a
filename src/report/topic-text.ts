import type { DurabilityResult } from '../result/durability.js';
import type { ShardsThroughput } from '../result/throughput.js';
import type { AvailabilityExplanation, ThroughputExplanation } from '../result/topics.js';
import { listed } from '../spelling/listed.js';
import { type Column, table, wrap } from './document/table.js';
import { durableWrites } from './group-commit-words.js';
import { heading, notes } from './heading.js';
import { count, ms, percent } from './number.js';
import { bitRate } from './rate.js';
import { boundBy, duration, often, perSecond, serviceOf, share, span } from './service-text.js';

const right = (title: string): Column => ({ title, align: 'right' });
const left = (title: string): Column => ({ title, align: 'left' });
const text = (lines: readonly string[]): string => `${lines.join('\n')}\n`;

/** `quorate explain throughput` for a terminal. */
export function throughputText(result: ThroughputExplanation, columns: number): string {
  const { throughput, demands, curve, provenance } = result;
  const lines = [...heading(result.topology, result.protocol, provenance, columns), ''];
  lines.push(...wrap(serviceOf.throughput(throughput), columns, '  '), '');
  lines.push('What one operation of the mix asks of each replica, counted by running the protocol');
  lines.push(
    ...table(
      [left('replica'), right('received'), right('sent'), right('bytes out'), right('durable writes')],
      demands.map(({ replica, received, sent, bytes, durableWrites }) => [
        replica,
        received.toFixed(2),
        sent.toFixed(2),
        bytes.toFixed(0),
        durableWrites.toFixed(2),
      ]),
    ),
  );
  if (throughput.shards !== undefined) lines.push('', ...shardLines(throughput.shards, columns));
  if (throughput.limits.length > 0) {
    lines.push('', 'Every bound, the lowest first');
    const rows = throughput.limits.slice(0, 10).map((limit) => [boundBy(limit), perSecond(limit.max)]);
    lines.push(...table([left(''), right('operations/s')], rows));
    if (throughput.groupCommit !== undefined)
      lines.push('', ...wrap(`With group commit ${durableWrites(throughput.groupCommit)}.`, columns));
  }
  if (throughput.utilisation.length > 0) {
    lines.push('', 'Busy at the clients’ rates');
    const rows = throughput.utilisation.map(({ replica, processor, disk, interface: wire }) => [
      replica,
      percent(processor),
      percent(disk),
      percent(wire),
    ]);
    lines.push(...table([left('replica'), right('processor'), right('disk'), right('interface')], rows));
  }
  if (curve.length > 0) lines.push('', ...hockeyStick(curve));
  lines.push(
    '',
    ...wrap(
      curve.length === 0 && throughput.shards !== undefined
        ? 'Bounds are of all groups together; latency under load is worked out for a single group only.'
        : howFound(curve),
      columns,
    ),
    ...notes(provenance, '', columns),
  );
  return text(lines);
}

/** Where the leaders of many groups are, what leaves their replicas, and what their logs do to the disks. */
function shardLines({ leaders, log, disks }: ShardsThroughput, columns: number): string[] {
  const rows = leaders.map(({ replica, leaders: groups, bytesPerSecond }) => {
    const disk = disks.find((one) => one.replica === replica);
    return [
      replica,
      count(groups),
      bytesPerSecond === null ? '–' : bitRate(bytesPerSecond),
      disk === undefined ? '–' : perSecond(disk.busyFrom),
      disk === undefined ? '–' : duration(disk.longestWait),
    ];
  });
  const logs =
    log === 'combined'
      ? 'One log for all groups: where the disk commits in groups, one durable write carries the records of all of them.'
      : 'A log for each group: a durable write carries records of one group only. From the load at which single records fill the disk (always busy from), one may have to wait for a write of every other group first.';
  return [
    'Groups and their leaders; what leaves each replica at the clients’ rates',
    ...table(
      [
        left('replica'),
        right('leads'),
        right('out'),
        right('always busy from, ops/s'),
        right('longest wait'),
      ],
      rows,
      [{ title: 'disk', first: 3, last: 4 }],
    ),
    ...wrap(logs, columns, '  '),
  ];
}

/** By the model, or by running the machines: why, of how many operations, and how sure the highest load is. */
function howFound(curve: ThroughputExplanation['curve']): string {
  const points = curve.filter(({ simulated }) => simulated !== undefined);
  const [first] = points;
  if (first?.simulated === undefined)
    return 'Queues are M/G/1 where arrivals are independent (Pollaczek–Khinchine); docs/models.md says what is approximated.';
  const sentences = [
    `Simulated but for load 0: the model does not hold under load, because ${first.simulated.because}.`,
  ];
  const beyond = points.find(({ simulated }) => simulated?.sustained === false);
  const held = points.filter(({ simulated }) => simulated?.sustained);
  const last = held[held.length - 1];
  if (last?.simulated !== undefined) {
    const spread = Math.max(...last.clients.flatMap(({ write, read }) => [off(write), off(read)]));
    const sure = Number.isFinite(spread)
      ? `p99 is within ${percent(spread)} of what is shown (95 %)`
      : 'which are too few to say how near p99 is';
    sentences.push(`At ${percent(last.load)}, of ${count(last.simulated.operations)} operations, ${sure}.`);
  }
  if (beyond !== undefined)
    sentences.push(`It does not keep up with ${percent(beyond.load)}: more comes than is answered.`);
  return sentences.join(' ');
}

/** How far the end of its interval is from a p99, as a share of it; 0 where there is none to speak of. */
function off(figures: ThroughputExplanation['curve'][number]['clients'][number]['write']): number {
  if (figures?.confidence === undefined) return 0;
  const { p99, confidence } = figures;
  const [low, high] = confidence.p99;
  if (p99 === null || low === null || high === null) return Number.POSITIVE_INFINITY;
  return Math.max(p99 - low, high - p99) / p99;
}

function hockeyStick(curve: ThroughputExplanation['curve']): string[] {
  const rows = curve.flatMap(({ load, perSecond: rate, clients }) =>
    clients.map(({ id, write, read }, i) => [
      i === 0 ? percent(load) : '',
      i === 0 ? perSecond(rate) : '',
      id,
      ...[write, read].flatMap((figures) =>
        figures === null ? ['–', '–', '–'] : [ms(figures.mean), ms(figures.p50), ms(figures.p99)],
      ),
    ]),
  );
  const figures = [right('mean'), right('p50'), right('p99')];
  return [
    'Latency as a function of the load, the clients’ shares staying as they are',
    ...table([right('load'), right('ops/s'), left('client'), ...figures, ...figures], rows, [
      { title: 'write, ms', first: 3, last: 5 },
      { title: 'read, ms', first: 6, last: 8 },
    ]),
  ];
}

/** What a client goes without writes for. */
const CAUSES = [
  ['quorumLoss', 'quorum loss'],
  ['failover', 'failover'],
  ['maintenance', 'maintenance'],
  ['clientCutOff', 'cut off'],
] as const;

/** `quorate explain availability` for a terminal. */
export function availabilityText(result: AvailabilityExplanation, columns: number): string {
  const { availability, survives, survival, needs, provenance } = result;
  const lines = [...heading(result.topology, result.protocol, provenance, columns), ''];
  lines.push(...wrap(`Writes need ${listed(needs.write)} up; reads ${listed(needs.read)}.`, columns, '  '));
  lines.push(...wrap(serviceOf.survival(survives, survival), columns, '  '));
  for (const [level, smallest] of Object.entries(survival.smallest)) {
    if (smallest !== null)
      lines.push(
        ...wrap(`  A smallest set of ${level}s that stops them: ${listed(smallest)}.`, columns, '    '),
      );
  }
  if (availability === null) {
    lines.push('', 'The file gives no failure figures (failures:), so there are no nines to count.');
    return text([...lines, ...notes(provenance, '', columns)]);
  }
  const { write, downtimePerYear, failoverMean, clients, contributions, maintenanceWindow } = availability;
  lines.push('', ...wrap(serviceOf.availability(availability), columns, '  '));
  const interrupted =
    failoverMean === null
      ? 'Nobody takes over from the leader: its outage lasts until it is repaired.'
      : `A failover takes ${duration(failoverMean)} on average.`;
  lines.push(...wrap(interrupted, columns, '  '));
  if (clients.length > 0) {
    lines.push('', 'As each client sees it while its own place is up');
    const parts = CAUSES.filter(([key]) => clients.some(({ downtimePerYear: year }) => year[key] > 0));
    const rows = clients.map(({ id, write: writes, read: reads, downtimePerYear: year }) => [
      id,
      share(writes),
      span(year.total),
      ...parts.map(([key]) => span(year[key])),
      share(reads),
    ]);
    const titles = ['writes', 'a year', ...parts.map(([, title]) => title), 'reads'];
    lines.push(
      ...table([left('client'), ...titles.map(right)], rows, [
        ...(parts.length === 0 ? [] : [{ title: 'of which (writes)', first: 3, last: 2 + parts.length }]),
      ]),
    );
  }
  const worth = contributions.filter((domain) => domain.share >= 0.001).slice(0, 12);
  if (worth.length > 0) {
    lines.push('', 'What loses write quorums: what would go if the domain never failed');
    const rows = worth.map(({ kind, name, unavailability, share: part, secondsPerYear }) => [
      `${kind} ${name}`,
      (100 * unavailability).toPrecision(3),
      percent(part),
      span(secondsPerYear),
    ]);
    lines.push(...table([left('domain'), right('down, %'), right('share'), right('a year')], rows));
  }
  lines.push('', ...durabilityLines(availability.durability, columns));
  if (maintenanceWindow !== null) {
    const { machines, share: part, smallest } = maintenanceWindow;
    const nothing = 'During maintenance of one machine the loss of any one more is survived.';
    const sentence =
      machines.length === 0
        ? nothing
        : `For ${percent(part)} of the time (${span(part * 365 * 86_400)} a year) maintenance of ${listed(machines)} leaves nothing to spare: ${listed(smallest ?? [])} out stops writes.`;
    lines.push('', ...wrap(sentence, columns, '  '));
  }
  lines.push(
    '',
    ...wrap(
      `Quorum loss ${availability.quorumLossProbability.toExponential(3)} (${availability.method}); writes ${share(write)}, ${span(downtimePerYear.total)} a year.`,
      columns,
      '  ',
    ),
  );
  lines.push(
    ...wrap(`Assumed of failures: ${availability.assumptions.join(' ')}`, columns, '  '),
    ...notes(provenance, '', columns),
  );
  return text(lines);
}

/** How likely it is that an acknowledged write is lost, and with what. */
function durabilityLines(durability: DurabilityResult, columns: number): string[] {
  const { holders, lag, perWrite, lossyTakeoversPerYear, perYear, lostWith, assumptions } = durability;
  const takeovers =
    holders === null || lag === null
      ? 'Durability: no crash, and no change of leader, loses an acknowledged write.'
      : `Durability: an acknowledged write is with ${listed(holders)}, and with all others ${duration(lag)} later. A ` +
        `takeover in between loses it: ${perWrite.toExponential(2)} of a given write, ` +
        `${lossyTakeoversPerYear === 0 ? 'never' : often(lossyTakeoversPerYear)} of some write, writes being under way ` +
        `all the time; ${percent(perYear)} that it happens within a year.`;
  const disks = Object.entries(lostWith).map(([level, names]) => `${level}s: ${listed(names)}`);
  return [
    ...wrap(takeovers, columns, '  '),
    ...(disks.length === 0
      ? []
      : wrap(
          `  Fewest that, lost for good with their disks, can take such a write along: ${disks.join('; ')}.`,
          columns,
          '    ',
        )),
    ...wrap(`  Assumed: ${assumptions.join(' ')}`, columns, '    '),
  ];
}
