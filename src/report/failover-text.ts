import type { FailoverBlock } from '../result/failover.js';
import type { FailoverExplanation, LeaseResult } from '../result/topics.js';
import { listed } from '../spelling/listed.js';
import { type Column, table, wrap } from './document/table.js';
import { heading, notes } from './heading.js';
import { count, ms, percent } from './number.js';
import { duration, span } from './service-text.js';

const right = (title: string): Column => ({ title, align: 'right' });
const left = (title: string): Column => ({ title, align: 'left' });
const text = (lines: readonly string[]): string => `${lines.join('\n')}\n`;

/** `quorate explain failover` for a terminal. */
export function failoverText(result: FailoverExplanation, columns: number): string {
  const { failover, timeline, leases, provenance } = result;
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
  lines.push(...wrap(waiting(failover), columns, '  '));
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
  const after = (b: number): string => ((clients[0].bins[b].at - crash.at) / 1000).toFixed(0);
  const rows = stretches(clients).map(([first, last]) => [
    first === last ? `${after(first)} s` : `${after(first)} to ${after(last)} s`,
    ...clients.flatMap((client) => {
      const { answered, mean } = client.bins[first];
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
  const steady =
    timeline.steadyAfter === null
      ? 'Service was not steady again while it was watched.'
      : `Steady again ${duration(timeline.steadyAfter)} after the crash.`;
  lines.push(
    '',
    ...wrap(`Longest without an answer: ${gaps.join(', ')}. ${steady}`, columns, '  '),
    ...(leases === null ? [] : ['', ...leaseLines(leases, columns)]),
    ...notes(provenance, '', columns),
  );
  return text(lines);
}

type Clients = NonNullable<FailoverExplanation['timeline']>['clients'];

/** The rows of the timeline, as first and last bin: one each, and one for all of a time in which nobody is answered. */
function stretches(clients: Clients): [number, number][] {
  const bins = clients[0]?.bins.length ?? 0;
  const silent = (b: number): boolean => clients.every((client) => client.bins[b].answered === 0);
  const rows: [number, number][] = [];
  for (let b = 0; b < bins; b++) {
    const last = rows.at(-1);
    if (last !== undefined && silent(b) && silent(last[0])) last[1] = b;
    else rows.push([b, b]);
  }
  return rows;
}

/** How long clients wait, which is another thing than how long the group is without service. */
function waiting({ lost, perceived }: FailoverBlock): string {
  const { clients, patience, given } = perceived;
  const total = 'total: from the loss until the group answers a write again.';
  if (clients.length === 0) return `${total} No client asks ${lost}, so all wait as long as that.`;
  const whose = given ? 'timeouts.request' : 'no timeouts.request in the file';
  return (
    `${total} What clients see is another figure: ${listed(clients)} ${clients.length === 1 ? 'asks' : 'ask'} ${lost}, and ` +
    `another replica only after ${duration(patience)} without an answer (${whose}): ${duration(perceived.mean)} on ` +
    `average, p99 ${duration(perceived.p99)}.`
  );
}

function leaseLines({ hiccups, crashesPerYear, crashesGiven, rows }: LeaseResult, columns: number): string[] {
  const cells = rows.map(({ lease, grace, chosen, suspicionsPerYear, unavailable }) => [
    duration(lease),
    duration(grace),
    suspicionsPerYear < 10 ? suspicionsPerYear.toFixed(1) : count(suspicionsPerYear),
    ...[unavailable.leader, unavailable.others, unavailable.hiccups, unavailable.total].map(span),
    chosen ? '← the file' : '',
  ]);
  const supposed =
    `Supposed: each connection of the leader pauses ${count(hiccups.perYear)} times a year for ` +
    `${duration(hiccups.meanLength)} on average (exponential). ${crashesGiven ? 'By the failure figures' : 'Supposed, too'}: ` +
    `each replica crashes ${crashesPerYear.toFixed(1)} times a year. A short lease takes healthy replicas for dead, a long ` +
    'one takes long to notice dead ones; the grace period matters when the leader is lost, and must be the longer of the two.';
  return [
    'Lease and grace periods: replicas wrongly taken for dead in a year, and write downtime per year',
    ...table(
      [
        right('lease'),
        right('grace'),
        right('suspected'),
        right('leader lost'),
        right('other lost'),
        right('hiccups'),
        right('all'),
        left(''),
      ],
      cells,
      [{ title: 'without writes', first: 3, last: 6 }],
    ),
    ...wrap(supposed, columns, '  '),
  ];
}
