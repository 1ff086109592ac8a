import type { DurationResult, FailoverBlock } from '../../result/failover.js';
import type { FailoverExplanation, LeaseResult } from '../../result/topics.js';
import { listed } from '../../spelling/listed.js';
import {
  type Block,
  type Document,
  left,
  list,
  paragraph,
  right,
  sentence,
  type Table,
} from '../document/blocks.js';
import { unfinishedText } from '../failover-words.js';
import { nextLeadersText } from '../leaders.js';
import { count, ms } from '../number.js';
import { duration, span } from '../spans.js';
import { topicDocument } from './topic.js';

/** `quorate explain failover`: how long writes stop when the leader is lost, who leads next, and what clients see. */
export function failoverDocument(result: FailoverExplanation): Document {
  const { failover, timeline, leases } = result;
  if (failover === null || timeline === null)
    return topicDocument(result, [
      paragraph(
        'No replica takes over by itself here: an outage lasts until the one that is lost is back, or where the file names an operator (timeouts.operator) and writes can go on without it, until another is promoted. “quorate estimate” says which.',
      ),
    ]);
  return topicDocument(result, [
    ...list([lossSentence(failover), waiting(failover)]),
    ...phaseTable(failover),
    paragraph(rowNote(failover), 'quiet'),
    ...timelineBlocks(timeline),
    ...(leases === null ? [] : leaseBlocks(leases)),
  ]);
}

/** "Losing va1 stops writes for 2.05 s on average, p99 2.78 s. Next leader: ie1 24 %, …" */
export function lossSentence({ lost, total, nextLeaders, never, unfinished }: FailoverBlock): string {
  if (unfinished !== null && total.mean === 0)
    return `Losing ${lost} stops no writes. ${unfinishedText(unfinished)}`;
  const next = nextLeadersText(nextLeaders, never);
  const leads = next === '' ? '' : ` Next leader: ${next}.`;
  return `Losing ${lost} stops writes for ${duration(total.mean)} on average, p99 ${duration(total.p99)}.${leads}`;
}

/** The phases of a failover; where writes do not stop, those of getting over what the lost one leaves unfinished. Empty where it leaves nothing. */
export function phaseTable(failover: FailoverBlock): Table[] {
  const { lost, total, unfinished } = failover;
  const row = (phase: string, { mean, p50, p90, p99 }: DurationResult): string[] => [
    phase,
    ...[mean, p50, p90, p99].map(duration),
  ];
  const table = (caption: string, rows: string[][]): Table[] => [
    {
      kind: 'table',
      caption,
      columns: [left('phase'), right('mean'), right('p50'), right('p90'), right('p99')],
      rows,
    },
  ];
  if (unfinished !== null && total.mean === 0) {
    const { detection, wait } = unfinished;
    if (detection === null || wait === null) return [];
    return table(`How long what depends on unfinished writes of ${lost} waits, where it leaves any`, [
      row('detection', detection),
      row('executed', wait),
    ]);
  }
  return table(
    `How long it takes without ${lost}`,
    (['detection', 'election', 'reconciliation', 'total'] as const).map((phase) =>
      row(phase, failover[phase]),
    ),
  );
}

/** What the last row of the table is. */
function rowNote({ total, unfinished, note }: FailoverBlock): string {
  const until =
    unfinished !== null && total.mean === 0
      ? 'executed: from the loss until a write on the same key, sent to a survivor at that moment, is executed there.'
      : 'total: from the loss until the group answers a write again.';
  return `${until} ${sentence(note)}`;
}

/** How long clients wait, which is another thing than how long the group is without service. */
function waiting({ lost, perceived, total }: FailoverBlock): string {
  const { clients, patience, given, mean, p99 } = perceived;
  if (clients.length === 0)
    return total.mean === 0
      ? `No client asks ${lost}.`
      : `No client asks ${lost}, so all wait as long as that.`;
  const whose = given ? 'timeouts.request' : 'no timeouts.request in the file';
  return (
    `What clients see is another figure: ${listed(clients)} ${clients.length === 1 ? 'asks' : 'ask'} ${lost}, and another ` +
    `replica only after ${duration(patience)} without an answer (${whose}): ${duration(mean)} on average, p99 ${duration(p99)}.`
  );
}

type Timeline = NonNullable<FailoverExplanation['timeline']>;

function timelineBlocks({ crash, bin, clients, steadyAfter }: Timeline): Block[] {
  const after = (b: number): string => ((clients[0].bins[b].at - crash.at) / 1000).toFixed(0);
  const gaps = clients.map(({ id, longestGap }) => `${id} ${duration(longestGap)}`);
  const steady =
    steadyAfter === null
      ? 'Service was not steady again while it was watched.'
      : `Steady again ${duration(steadyAfter)} after the crash.`;
  return [
    paragraph(`Simulated: longest without an answer: ${gaps.join(', ')}. ${steady}`),
    {
      kind: 'table',
      caption: `${crash.replica} crashes after ${duration(crash.at)} under a closed load: operations answered each ${duration(bin)}, and their mean latency in ms`,
      columns: [right('after'), ...clients.flatMap(() => [right('n'), right('mean')])],
      groups: clients.map(({ id }, c) => ({ title: id, first: 1 + 2 * c, last: 2 + 2 * c })),
      keys: 1,
      rows: stretches(clients).map(([first, last]) => [
        first === last ? `${after(first)} s` : `${after(first)} to ${after(last)} s`,
        ...clients.flatMap((client) => {
          const { answered, mean } = client.bins[first];
          return [count(answered), mean === null ? '–' : ms(mean)];
        }),
      ]),
    },
  ];
}

/** The rows of the timeline, as first and last bin: one each, and one for all of a time in which no client is answered. */
function stretches(clients: Timeline['clients']): [number, number][] {
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

function leaseBlocks({ holder, hiccups, crashesPerYear, crashesGiven, rows }: LeaseResult): Block[] {
  const name = holder ?? 'the leader';
  const assumed =
    `Assumed: each connection of ${name} pauses ${count(hiccups.perYear)} times a year for ` +
    `${duration(hiccups.meanLength)} on average (exponential). ${crashesGiven ? 'By the failure figures' : 'Assumed, too'}: ` +
    `each replica crashes ${crashesPerYear.toFixed(1)} times a year. A short lease takes healthy replicas for dead, a long ` +
    `one takes long to detect dead ones; the grace period matters when ${name} is lost, and must be the longer of the two.`;
  return [
    {
      kind: 'table',
      caption: 'Lease and grace periods: replicas wrongly taken for dead in a year, and write downtime/year',
      columns: [
        ...['lease', 'grace', 'suspected', `${holder ?? 'leader'} lost`, 'other lost', 'hiccups', 'all'].map(
          right,
        ),
        left(''),
      ],
      groups: [{ title: 'write downtime/year', first: 3, last: 6 }],
      rows: rows.map(({ lease, grace, chosen, suspicionsPerYear, unavailable }) => [
        duration(lease),
        duration(grace),
        suspicionsPerYear < 10 ? suspicionsPerYear.toFixed(1) : count(suspicionsPerYear),
        ...[unavailable.leader, unavailable.others, unavailable.hiccups, unavailable.total].map(span),
        chosen ? '← the file' : '',
      ]),
    },
    paragraph(assumed, 'quiet'),
  ];
}
