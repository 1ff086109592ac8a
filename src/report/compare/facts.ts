import type { Alternative } from '../../result/compare.js';
import { available } from '../nines.js';
import { perSecond } from '../rate.js';

/** What is said once for each alternative: messages, availability, capacity, objectives; only what any of them has. */
export interface Facts {
  readonly titles: readonly string[];
  /** Of an alternative that has an estimate. */
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
    title: 'availability',
    has: ({ estimate }) => estimate?.availability != null,
    cell: (_, { availability }) => (availability == null ? '–' : available(availability.write, 1)),
  },
  {
    title: 'at most',
    has: ({ estimate }) => estimate?.throughput?.max != null,
    cell: (_, { throughput }) => (throughput?.max == null ? '–' : `${perSecond(throughput.max)}/s`),
  },
  {
    title: 'objectives',
    has: ({ estimate }) => (estimate?.objectives.length ?? 0) > 0,
    cell: (_, { objectives }) => {
      const judged = objectives.filter(({ met }) => met !== null);
      return judged.length === 0 ? '–' : `${judged.filter(({ met }) => met).length} of ${judged.length}`;
    },
  },
];
