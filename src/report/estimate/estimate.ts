import type { EstimateResult } from '../../result/estimate.js';
import type { ClientEstimate, Decider, Figures } from '../../result/latency.js';
import { availabilityLine, durabilityLine, survivalLine } from '../availability-words.js';
import { type Document, left, list, paragraph, right, type Table } from '../document/blocks.js';
import { failoverLine, recoveryLine } from '../failover-words.js';
import { factsOf, notesOf } from '../heading.js';
import { lateSentence } from '../late-text.js';
import { leaderStays, noLeaderSentence } from '../leadership-words.js';
import { linchpinSentence } from '../linchpin-words.js';
import { ms, percent } from '../number.js';
import { objectivesSentence } from '../objectives-words.js';
import { stabilityLine } from '../stability-words.js';
import { throughputLine } from '../throughput-words.js';

/** `quorate estimate`: one screen that can be pasted into a design review. */
export function estimateDocument(result: EstimateResult): Document {
  const { topology, protocol, provenance, clients, linchpin, objectives, method } = result;
  return {
    title: topology.name,
    subtitle: '',
    facts: factsOf(protocol, provenance),
    sections: [
      {
        id: 'estimate',
        title: '',
        blocks: [
          ...(leaderStays(result) ? [] : [paragraph(noLeaderSentence(result), 'lead')]),
          ...(objectives.length === 0 ? [] : [paragraph(objectivesSentence(objectives))]),
          latencyTable(clients, ['p50', 'p99', 'p999']),
          ...list([
            ...(result.late === undefined ? [] : [lateSentence(result.late)]),
            linchpinSentence(linchpin),
            ...serviceSentences(result),
          ]),
          ...(method === 'exact'
            ? []
            : [
                paragraph(
                  'Sampled, 131,072 draws: delays are shared within an operation, or a tail is too long to be exact.',
                ),
              ]),
        ],
      },
    ],
    notes: [...notesOf(provenance), ['Why: ', { code: `quorate explain ${topology.file}` }]],
  };
}

type Quantile = 'p50' | 'p90' | 'p99' | 'p999';

const TITLES: Readonly<Record<Quantile, string>> = { p50: 'p50', p90: 'p90', p99: 'p99', p999: 'p99.9' };

/** What each client's writes and reads take, and who decides. */
export function latencyTable(clients: readonly ClientEstimate[], quantiles: readonly Quantile[]): Table {
  const several = new Set(clients.map(({ entry }) => entry)).size > 1;
  const figures = (of: Figures): string[] => quantiles.map((quantile) => ms(of[quantile]));
  const group = quantiles.map((quantile) => right(TITLES[quantile]));
  const n = quantiles.length;
  return {
    kind: 'table',
    caption: 'Latency of each client, ms',
    columns: [left('client'), left(several ? 'at → entry' : 'at'), ...group, ...group, left('decided by')],
    groups: [
      { title: 'write, ms', first: 2, last: 1 + n },
      { title: 'read, ms', first: 2 + n, last: 1 + 2 * n },
      { title: 'write', first: 2 + 2 * n, last: 2 + 2 * n },
    ],
    keys: 1,
    rows: clients.map(({ id, at, entry, write, read, decidedBy }) => [
      id,
      several ? `${at} → ${entry ?? 'none up'}` : at,
      ...figures(write),
      ...figures(read),
      deciders(decidedBy),
    ]),
  };
}

/** "oh1 81 %, or1 19 %": at most two, and whoever decides less than one time in a hundred is left out. */
function deciders(all: readonly Decider[]): string {
  const named = all.filter(({ decides }) => decides >= 0.005).slice(0, 2);
  if (named.length === 0) return '–';
  return named.map(({ replica, decides }) => `${replica} ${percent(decides)}`).join(', ');
}

/** What an estimate says of load and failures: one sentence each. */
function serviceSentences(result: EstimateResult): string[] {
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
