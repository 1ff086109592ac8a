import type {
  AvailabilityExplanation,
  FailoverExplanation,
  ThroughputExplanation,
} from '../estimate/topic-result.js';
import { listed } from '../spelling/listed.js';
import { heading, notes } from './heading.js';
import { count, ms, percent } from './number.js';
import { boundBy, causes, duration, perSecond, serviceOf, share, span } from './service-text.js';
import { type Column, table, wrap } from './table.js';

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
  if (throughput.limits.length > 0) {
    lines.push('', 'Every bound, the lowest first');
    const rows = throughput.limits.slice(0, 10).map((limit) => [boundBy(limit), perSecond(limit.max)]);
    lines.push(...table([left(''), right('operations/s')], rows));
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
      'Queues are M/G/1 where arrivals are independent (Pollaczek–Khinchine); docs/models.md says what is approximated.',
      columns,
    ),
    ...notes(provenance, '', columns),
  );
  return text(lines);
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
    const rows = clients.map((client) => [
      client.id,
      share(client.write),
      span(client.downtimePerYear.total),
      share(client.read),
      causes(client.downtimePerYear).join(', '),
    ]);
    lines.push(
      ...table(
        [left('client'), right('writes'), right('a year'), right('reads'), left('of which (writes)')],
        rows,
      ),
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

/** `quorate explain failover` for a terminal. */
export function failoverText(result: FailoverExplanation, columns: number): string {
  const { failover, timeline, provenance } = result;
  const lines = [...heading(result.topology, result.protocol, provenance, columns), ''];
  if (failover === null || timeline === null) {
    lines.push(
      ...wrap(
        'Nobody takes over by itself here (or how long that takes is not modelled for this protocol): an outage lasts until the replica is back or somebody outside acts.',
        columns,
      ),
    );
    return text([...lines, ...notes(provenance, '', columns)]);
  }
  const phases = (['detection', 'election', 'reconciliation', 'total'] as const).map((name) => {
    const { mean, p50, p90, p99 } = failover[name];
    return [name, ...[mean, p50, p90, p99].map((value) => duration(value))];
  });
  lines.push(
    `${failover.lost} is lost`,
    ...table([left(''), right('mean'), right('p50'), right('p90'), right('p99')], phases),
  );
  const heirs = failover.nextLeaders.map(({ replica, share: of }) => `${replica} ${percent(of)}`);
  if (heirs.length > 0) lines.push(...wrap(`Then leads: ${heirs.join(', ')}.`, columns, '  '));
  lines.push(...wrap(`${failover.note}.`, columns, '  '), '');
  const { crash, bin, clients } = timeline;
  lines.push(
    ...wrap(
      `Simulated: ${crash.replica} crashes after ${duration(crash.at)} under a closed load; operations answered each ${duration(bin)}, and their mean latency in ms`,
      columns,
      '  ',
    ),
  );
  const bins = clients[0]?.bins.length ?? 0;
  const rows = Array.from({ length: bins }, (_, b) => [
    `${((clients[0].bins[b].at - crash.at) / 1000).toFixed(0)} s`,
    ...clients.flatMap((client) => {
      const { answered, mean } = client.bins[b];
      return [count(answered), mean === null ? '–' : ms(mean)];
    }),
  ]);
  lines.push(
    ...table(
      [right('after'), ...clients.flatMap(() => [right('n'), right('mean')])],
      rows,
      clients.map(({ id }, c) => ({ title: id, first: 1 + 2 * c, last: 2 + 2 * c })),
    ),
  );
  const gaps = clients.map(({ id, longestGap }) => `${id} ${duration(longestGap)}`);
  lines.push(
    '',
    ...wrap(`Longest without an answer: ${gaps.join(', ')}.`, columns, '  '),
    ...notes(provenance, '', columns),
  );
  return text(lines);
}
