import type { AskedQuorum, FoundScheme, MinimalQuorums, QuorumResult } from '../../result/quorum.js';
import { listed } from '../../spelling/listed.js';
import {
  type Block,
  type Cell,
  type Document,
  left,
  list,
  paragraph,
  right,
  type Section,
  sentence,
} from '../document/blocks.js';
import { count, ms, percent } from '../number.js';
import { perSecond } from '../rate.js';
import { capacity, figure, metricValue, probability, set } from './words.js';

/** `quorate quorum`: what the quorums give, which to ask how often, and what the search found. */
export function quorumDocument(result: QuorumResult): Document {
  const { reads, writes } = result.quorums;
  return {
    title: result.name,
    subtitle: '',
    facts: [`reads: ${reads}`, `writes: ${writes}`],
    sections: [
      { id: 'verdict', title: '', blocks: list(verdict(result)) },
      ...searchSection(result),
      { id: 'strategy', title: 'Which quorums to ask', blocks: strategyBlocks(result) },
      { id: 'nodes', title: 'What each node does', blocks: [nodeTable(result)] },
      { id: 'shares', title: 'By share of reads', blocks: [shareTable(result)] },
      { id: 'quorums', title: 'Minimal quorums', blocks: minimalBlocks(result) },
    ],
    notes: notes(result),
  };
}

function verdict(result: QuorumResult): string[] {
  const { network, latency, resilience, failure } = result;
  const first = { load: loadSentence(result), network: '', latency: '' }[result.minimise];
  const rest = [
    ...(result.minimise === 'network'
      ? [`Network: ${metricValue('network', network)}, the least there is ${atShares(result)}.`]
      : []),
    ...(result.minimise === 'latency' && latency !== null
      ? [`Latency: ${ms(latency)} ms on average, the least there is ${atShares(result)}.`]
      : []),
    ...(result.minimise === 'load' ? [] : [loadSentence(result)]),
  ];
  const others = [
    ...(result.minimise === 'network' ? [] : [`${figure(network)} nodes are asked per operation`]),
    ...(latency === null || result.minimise === 'latency' ? [] : [`latency is ${ms(latency)} ms on average`]),
  ];
  return [
    ...(first === '' ? [] : [first]),
    ...rest,
    ...limitSentences(result),
    ...(others.length === 0 ? [] : [sentence(listed(others))]),
    resilienceSentence(resilience.read, resilience.write),
    ...(failure === null
      ? []
      : [
          `No read quorum is up with probability ${probability(failure.read)}, no write quorum with ${probability(failure.write)}, nodes failing independently.`,
        ]),
  ];
}

/** "at 50 % reads", "over 9 shares of reads" */
function atShares({ readShares }: QuorumResult): string {
  return readShares.length === 1
    ? `at ${percent(readShares[0].share)} reads`
    : `over ${readShares.length} shares of reads, by their weights`;
}

function loadSentence(result: QuorumResult): string {
  const { load, capacitiesGiven, nodes } = result;
  const most = Math.max(...nodes.map((node) => node.load));
  const busiest = nodes.filter((node) => node.load > most * (1 - 1e-6)).map(({ id }) => id);
  const who =
    busiest.length === nodes.length
      ? 'Every node is equally busy'
      : busiest.length > 1
        ? `The busiest nodes are ${listed(busiest)}`
        : `The busiest node is ${busiest[0]}`;
  const part = capacitiesGiven
    ? `with ${ms(1000 * load)} ms of work per operation`
    : `at a load of ${figure(load)}`;
  return `Capacity: ${capacity(result.capacity, result)} ${atShares(result)}. ${who}, ${part}.`;
}

function limitSentences(result: QuorumResult): string[] {
  const { limits, f, minimise, unrestricted, value } = result;
  const kept = (['load', 'network', 'latency'] as const).flatMap((metric) => {
    const limit = limits[metric];
    return limit === null ? [] : [`${metric} at most ${metricValue(metric, limit)}`];
  });
  const asked = [...kept, ...(f === 0 ? [] : [`any ${f} of the nodes asked may fail to answer`])];
  if (asked.length === 0) return [];
  const price =
    unrestricted === null || Math.abs(value / unrestricted - 1) < 1e-6
      ? `This costs no ${minimise}.`
      : `Without this the ${minimise} would be ${metricValue(minimise, unrestricted)} instead of ${metricValue(minimise, value)}.`;
  return [`Kept: ${listed(asked)}. ${price}`];
}

function resilienceSentence(read: number, write: number): string {
  if (read === write)
    return read === 0
      ? 'The loss of one node may stop reads and writes.'
      : `Reads and writes tolerate the loss of any ${nodesOf(read)}.`;
  const one = (what: string, k: number) =>
    k === 0 ? `${what} may stop with the loss of one node` : `${what} tolerate the loss of any ${nodesOf(k)}`;
  return `${sentence(one('reads', read)).slice(0, -1)}; ${one('writes', write)}.`;
}

function nodesOf(k: number): string {
  return k === 1 ? 'one node' : `${k} nodes`;
}

function strategyBlocks({ strategy, readShares, f }: QuorumResult): Block[] {
  const share = readShares.reduce((sum, each) => sum + each.share * each.weight, 0);
  return [
    ...(share > 0 ? [askedTable('reads', strategy.reads, f)] : []),
    ...(share < 1 ? [askedTable('writes', strategy.writes, f)] : []),
  ];
}

function askedTable(what: string, asked: readonly AskedQuorum[], f: number): Block {
  return {
    kind: 'table',
    caption: f === 0 ? '' : `${what}: any ${f} of these nodes may fail to answer`,
    columns: [left(what), right(`of ${what}`)],
    rows: asked.map(({ quorum, probability: part }) => [set(quorum), { text: percent(part), bar: part }]),
  };
}

function nodeTable({ nodes, capacitiesGiven }: QuorumResult): Block {
  const timed = nodes.some(({ latency }) => latency !== null);
  const most = Math.max(...nodes.map((node) => node.load));
  return {
    kind: 'table',
    caption: '',
    columns: [
      left('node'),
      ...(capacitiesGiven ? [right('takes reads/s'), right('writes/s')] : []),
      ...(timed ? [right('latency, ms')] : []),
      right('asked by reads'),
      right('by writes'),
      right('of the busiest'),
    ],
    keys: 1,
    rows: nodes.map((node) => [
      node.id,
      ...(capacitiesGiven ? [perSecond(node.reads), perSecond(node.writes)] : []),
      ...(timed ? [ms(node.latency)] : []),
      percent(node.asked.reads),
      percent(node.asked.writes),
      busy(node.load / most),
    ]),
  };
}

/** Rid of a solver's rounding. */
function busy(part: number): Cell {
  const bar = Number(part.toFixed(6));
  return { text: percent(bar), bar };
}

function shareTable({ byReadShare, capacitiesGiven, latency }: QuorumResult): Block {
  const number = (value: number) => (capacitiesGiven ? perSecond(value) : figure(value));
  return {
    kind: 'table',
    caption: '',
    columns: [
      left('reads'),
      right(capacitiesGiven ? 'capacity, operations/s' : 'capacity, × one node'),
      right('best for this share'),
      right('nodes asked'),
      ...(latency === null ? [] : [right('latency, ms')]),
    ],
    keys: 1,
    rows: byReadShare.map((at) => [
      percent(at.share),
      number(at.capacity),
      number(at.best.capacity),
      figure(at.network),
      ...(latency === null ? [] : [ms(at.latency)]),
    ]),
  };
}

/** So many minimal quorums are listed for people. */
const SHOWN = 12;

function minimalBlocks({ minimal }: QuorumResult): Block[] {
  return list([minimalSentence('reads', minimal.reads), minimalSentence('writes', minimal.writes)]);
}

function minimalSentence(what: string, { count: number, smallest, quorums }: MinimalQuorums): string {
  const largest = number <= quorums.length ? (quorums.at(-1)?.length ?? smallest) : undefined;
  const sizes =
    largest === undefined
      ? `${smallest} nodes or more`
      : largest === smallest
        ? `${nodes(smallest)}`
        : `${smallest} to ${nodes(largest)}`;
  const shown = number <= SHOWN ? `: ${quorums.map(set).join(' ')}` : '';
  return `${number === 1 ? `One for ${what}` : `${count(number)} for ${what}`}, of ${sizes}${shown}.`;
}

function nodes(k: number): string {
  return k === 1 ? '1 node' : `${k} nodes`;
}

function searchSection(result: QuorumResult): Section[] {
  const { search, minimise } = result;
  if (search === null) return [];
  const { best, given, candidates, evaluated, kinds } = search;
  const gain =
    given === null
      ? []
      : [
          Math.abs(given.value / best[0].value - 1) < 1e-6
            ? `The quorums given are as good: ${minimise} ${metricValue(minimise, given.value)}.`
            : `The quorums given (reads ${given.reads}) have ${minimise} ${metricValue(minimise, given.value)}, ${figure(given.value / best[0].value)} times the best.`,
        ];
  return [
    {
      id: 'search',
      title: 'The best schemes',
      blocks: [
        schemeTable(best, result),
        ...list(gain),
        paragraph(
          `${count(candidates)} schemes (${kinds.join(', ')}); ${count(evaluated)} had to be worked out, a bound excludes the others. All else on this page is of the first.`,
          'quiet',
        ),
      ],
    },
  ];
}

function schemeTable(best: readonly FoundScheme[], { capacitiesGiven, latency }: QuorumResult): Block {
  return {
    kind: 'table',
    caption: '',
    columns: [
      left('reads'),
      left('writes'),
      left('kind'),
      right(capacitiesGiven ? 'capacity, /s' : 'capacity'),
      right('nodes asked'),
      ...(latency === null ? [] : [right('latency, ms')]),
      right('tolerates (r/w)'),
    ],
    keys: 1,
    rows: best.map((each) => [
      each.reads,
      each.writes,
      each.kind,
      capacitiesGiven ? perSecond(each.capacity) : figure(each.capacity),
      figure(each.network),
      ...(latency === null ? [] : [ms(each.latency)]),
      `${each.resilience.read}/${each.resilience.write}`,
    ]),
  };
}

function notes({ capacitiesGiven, nodes: all, quorums }: QuorumResult): string[] {
  return [
    ...(quorums.dual === null
      ? []
      : [
          `The quorums of ${quorums.dual} are all sets that meet every quorum of ${quorums.dual === 'writes' ? 'reads' : 'writes'}.`,
        ]),
    ...(capacitiesGiven
      ? []
      : [
          'No capacities are given: each node counts as one, and a load of 1 is a node that takes part in everything.',
        ]),
    ...(all.some(({ latency }) => latency === null) ? ['No latencies are given, so none are told.'] : []),
  ];
}
