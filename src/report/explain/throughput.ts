import type { ShardsThroughput, ThroughputResult } from '../../result/throughput.js';
import type { ThroughputExplanation } from '../../result/topics.js';
import { type Block, type Cell, type Document, left, paragraph, right } from '../document/blocks.js';
import { durableWrites } from '../group-commit-words.js';
import { count, ms, percent } from '../number.js';
import { bitRate, operationsPerSecond } from '../rate.js';
import { duration } from '../spans.js';
import { boundBy, throughputLine } from '../throughput-words.js';
import { topicDocument } from './topic.js';

/** So many bounds are listed. */
const BOUNDS = 10;
/** Busier than this, queues are what one waits for. */
const BUSY = 0.7;

type Curve = ThroughputExplanation['curve'];

/** `quorate explain throughput`: what the group sustains, what bounds it, and how latency rises until then. */
export function throughputDocument(result: ThroughputExplanation): Document {
  const { throughput, demands, curve } = result;
  return topicDocument(result, [
    paragraph(throughputLine(throughput)),
    ...bounds(throughput),
    {
      kind: 'table',
      caption: 'What one operation of the mix asks of each replica, counted by running the protocol',
      columns: [left('replica'), ...['received', 'sent', 'bytes out', 'durable writes'].map(right)],
      rows: demands.map(({ replica, received, sent, bytes, durableWrites: writes }) => [
        replica,
        received.toFixed(2),
        sent.toFixed(2),
        bytes.toFixed(0),
        writes.toFixed(2),
      ]),
    },
    ...(throughput.shards === undefined ? [] : shards(throughput.shards)),
    ...busyTable(throughput),
    ...hockeyStick(curve),
    paragraph(
      curve.length === 0 && throughput.shards !== undefined
        ? 'Bounds are of all groups together; latency under load is worked out for a single group only.'
        : howFound(curve),
      curve.length === 0 ? undefined : 'quiet',
    ),
  ]);
}

function bounds({ limits, groupCommit }: ThroughputResult): Block[] {
  if (limits.length === 0) return [];
  return [
    {
      kind: 'table',
      caption: 'Every bound, the lowest first',
      columns: [left(''), right('operations/s')],
      rows: limits.slice(0, BOUNDS).map((limit) => [boundBy(limit), operationsPerSecond(limit.max)]),
    },
    ...(groupCommit === undefined
      ? []
      : [paragraph(`With group commit ${durableWrites(groupCommit)}.`, 'quiet')]),
  ];
}

/** How busy the parts of each replica are. */
export function busyTable({ utilisation }: ThroughputResult): Block[] {
  if (utilisation.length === 0) return [];
  return [
    {
      kind: 'table',
      caption: 'Busy at the clients’ rates',
      columns: [left('replica'), right('processor'), right('disk'), right('interface')],
      rows: utilisation.map(({ replica, processor, disk, interface: wire }) => [
        replica,
        ...[processor, disk, wire].map(busy),
      ]),
    },
  ];
}

function busy(share: number): Cell {
  return {
    text: percent(share),
    bar: Math.min(1, share),
    ...(share > BUSY ? { tone: 'bad' as const } : {}),
  };
}

/** Where the leaders of many groups are, what leaves their replicas, and what their logs do to the disks. */
function shards({ leaders, log, disks }: ShardsThroughput): Block[] {
  const rows = leaders.map(({ replica, leaders: groups, bytesPerSecond }) => {
    const disk = disks.find((one) => one.replica === replica);
    return [
      replica,
      count(groups),
      bytesPerSecond === null ? '–' : bitRate(bytesPerSecond),
      disk === undefined ? '–' : operationsPerSecond(disk.busyFrom),
      disk === undefined ? '–' : duration(disk.longestWait),
    ];
  });
  const logs =
    log === 'combined'
      ? 'One log for all groups: where the disk commits in groups, one durable write carries the records of all of them.'
      : 'A log for each group: a durable write carries records of one group only. From the load at which single records fill the disk (always busy from), one may have to wait for a write of every other group first.';
  return [
    {
      kind: 'table',
      caption: 'Groups and their leaders; what leaves each replica at the clients’ rates',
      columns: [left('replica'), ...['leads', 'out', 'always busy from, ops/s', 'longest wait'].map(right)],
      groups: [{ title: 'disk', first: 3, last: 4 }],
      rows,
    },
    paragraph(logs, 'quiet'),
  ];
}

function hockeyStick(curve: Curve): Block[] {
  if (curve.length === 0) return [];
  const figures = [right('mean'), right('p50'), right('p99')];
  return [
    {
      kind: 'table',
      caption: 'Latency as a function of the load, the clients’ shares staying as they are',
      columns: [right('load'), right('ops/s'), left('client'), ...figures, ...figures],
      groups: [
        { title: 'write, ms', first: 3, last: 5 },
        { title: 'read, ms', first: 6, last: 8 },
      ],
      keys: 3,
      rows: curve.flatMap(({ load, perSecond, clients }) =>
        clients.map(({ id, write, read }, i) => [
          i === 0 ? percent(load) : '',
          i === 0 ? operationsPerSecond(perSecond) : '',
          id,
          ...[write, read].flatMap((of) =>
            of === null ? ['–', '–', '–'] : [ms(of.mean), ms(of.p50), ms(of.p99)],
          ),
        ]),
      ),
    },
  ];
}

/** By the model, or by running the machines: why, of how many operations, and how sure the highest load is. */
function howFound(curve: Curve): string {
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
function off(figures: Curve[number]['clients'][number]['write']): number {
  if (figures?.confidence === undefined) return 0;
  const { p99, confidence } = figures;
  const [low, high] = confidence.p99;
  if (p99 === null || low === null || high === null) return Number.POSITIVE_INFINITY;
  return Math.max(p99 - low, high - p99) / p99;
}
