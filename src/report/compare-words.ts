import type { Alternative } from '../result/compare.js';
import { available } from './nines.js';
import { ms } from './number.js';
import { perSecond } from './rate.js';

/** What is said once for each alternative: leader, messages, availability, capacity; only what any of them has. */
export interface Facts {
  readonly titles: readonly string[];
  cellsOf(alternative: Alternative): readonly string[];
}

export function factsOf(alternatives: readonly Alternative[]): Facts {
  const known = COLUMNS.filter(({ has }) => alternatives.some(has));
  return {
    titles: known.map(({ title }) => title),
    cellsOf: (alternative) =>
      known.map(({ cell }) => (alternative.estimate === null ? '' : cell(alternative, alternative.estimate))),
  };
}

type Estimate = NonNullable<Alternative['estimate']>;

interface Fact {
  readonly title: string;
  has(alternative: Alternative): boolean;
  cell(alternative: Alternative, estimate: Estimate): string;
}

const COLUMNS: readonly Fact[] = [
  {
    title: 'messages',
    has: () => true,
    cell: ({ messagesPerWrite }) => String(messagesPerWrite),
  },
  {
    title: 'writes up',
    has: ({ estimate }) => estimate?.availability != null,
    cell: (_, { availability }) => (availability == null ? '–' : available(availability.write, 1)),
  },
  {
    title: 'at most',
    has: ({ estimate }) => estimate?.throughput?.max != null,
    cell: (_, { throughput }) => (throughput?.max == null ? '–' : `${perSecond(throughput.max)}/s`),
  },
];

/** Below the table: what cannot run, what gives way, and which is the fastest. */
export function compareSentences(alternatives: readonly Alternative[]): string[] {
  const said: string[] = [];
  const fastest = fastestOf(alternatives);
  if (fastest !== undefined) said.push(fastest);
  for (const [reason, names] of grouped(alternatives, ({ obstacles }) => obstacles))
    said.push(`${names.join('; ')} cannot run here: ${reason}`);
  for (const [change, names] of grouped(alternatives, ({ changes }) => changes))
    said.push(names.length === 1 ? `Note: ${change}.` : `Note: ${change} (${names.length} alternatives).`);
  const reads = new Map<string, string[]>();
  for (const { name, estimate } of alternatives) {
    if (estimate !== null)
      reads.set(estimate.protocol.reads, [...(reads.get(estimate.protocol.reads) ?? []), name]);
  }
  if (reads.size > 1) {
    const by = alternatives.flatMap(({ name, choices, estimate }) =>
      estimate === null ? [] : [`${choices?.protocol ?? name} ${estimate.protocol.reads}`],
    );
    said.push(`Reads are not all of one kind: ${[...new Set(by)].join(', ')}.`);
  }
  return said;
}

/** Of alternatives of several choices, the one with the least mean write latency; the first in the list among equals. */
function fastestOf(alternatives: readonly Alternative[]): string | undefined {
  if (alternatives.every(({ choices }) => choices === undefined)) return undefined;
  const able = alternatives.filter(({ meanWrite }) => meanWrite !== null);
  if (able.length < 2) return undefined;
  const first = able.reduce((best, one) => ((one.meanWrite ?? 0) < (best.meanWrite ?? 0) ? one : best));
  return `Least mean write latency, clients weighted by their writes: ${first.name}, ${ms(first.meanWrite)} ms.`;
}

/** Sentences and whom they are about, in the order of finding. */
function grouped(
  alternatives: readonly Alternative[],
  of: (alternative: Alternative) => readonly string[],
): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const alternative of alternatives) {
    for (const each of of(alternative)) found.set(each, [...(found.get(each) ?? []), alternative.name]);
  }
  return found;
}
