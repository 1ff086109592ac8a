import type { FigureChange, ScenarioResult, WhatIfResult } from '../../result/what-if.js';
import { share } from '../nines.js';
import { change } from '../number.js';
import { operationsPerSecond } from '../rate.js';
import { duration, span } from '../spans.js';

/** What remains of the service as a whole: cells of tables, for all renderers. */

/** Smaller changes than this share are none that a figure could mean. */
const SAME = 0.0005;

interface Row {
  readonly title: string;
  readonly key: string;
  /** A figure in words, and what stands where there is none. */
  readonly text: (value: number) => string;
  readonly none: string;
  /** Whether a change in per cent says anything. */
  readonly relative: boolean;
}

const LEVELS = ['machine', 'rack', 'zone', 'region'] as const;

const ROWS: readonly Row[] = [
  { title: 'sustains, ops/s', key: 'throughput', text: sustains, none: 'no limit', relative: true },
  { title: 'writes available', key: 'availability.write', text: share, none: '–', relative: false },
  { title: 'downtime/year', key: 'downtime.write', text: span, none: '–', relative: false },
  { title: 'reads available', key: 'availability.read', text: share, none: '–', relative: false },
  {
    title: 'next failover',
    key: 'failover',
    text: (ms) => (ms === 0 ? 'no outage' : duration(ms)),
    none: 'nobody takes over',
    relative: true,
  },
  ...LEVELS.map((level) => ({
    title: `survives, ${level}s`,
    key: `survives.${level}`,
    text: String,
    none: '–',
    relative: false,
  })),
];

/** Rows of "what, before, after, change"; figures that no side has are left out, and all where none is given. */
export function serviceRows({ service }: ScenarioResult): string[][] {
  return ROWS.flatMap(({ title, key, text, none, relative }) => {
    const figure = service[key];
    if (figure === undefined || (figure.before === null && figure.after === null && key !== 'throughput'))
      return [];
    const { before, after } = figure;
    if (before === null && after === null) return [];
    const words = [before, after].map((value) => (value === null ? none : text(value)));
    return [[title, ...words, changed(figure, relative)]];
  });
}

function changed({ before, after }: FigureChange, relative: boolean): string {
  if (before === after) return 'same';
  if (before === null || after === null || before === 0) return '';
  if (Math.abs(after - before) <= SAME * Math.abs(before)) return relative ? 'same' : '';
  return relative ? change(before, after) : '';
}

function sustains(rate: number): string {
  return rate === 0 ? 'nothing' : operationsPerSecond(rate);
}

/** What the rows mean. */
export const SERVICE_MEANS =
  'Yearly figures are for a year in which what is lost stays down, while everything else fails and is repaired as the file says.';

export const REMAINS = [
  'sustains, ops/s',
  'writes available',
  'downtime/year',
  'next failover',
  'then survives',
];

/** One line for each loss: the keys of `REMAINS`; undefined where nothing is told of the service. */
export function remainsCells(
  { before, each }: WhatIfResult,
  scenario: ScenarioResult | undefined,
): string[] | undefined {
  const level = each === 'replica' ? 'machine' : each;
  const pick = (key: string): number | null => {
    if (scenario !== undefined) return scenario.service[key]?.after ?? null;
    switch (key) {
      case 'throughput':
        return before.throughput.max;
      case 'availability.write':
        return before.availability?.write ?? null;
      case 'downtime.write':
        return before.availability?.downtimePerYear.total ?? null;
      case 'failover':
        return before.failover?.total.mean ?? before.availability?.failoverMean ?? null;
      default:
        return level === null ? null : (before.survives[level] ?? null);
    }
  };
  if (scenario !== undefined && Object.keys(scenario.service).length === 0) return undefined;
  return ['throughput', 'availability.write', 'downtime.write', 'failover', `survives.${level}`].map(
    (key) => {
      const row = ROWS.find((one) => one.key === key);
      const value = pick(key);
      if (row === undefined) return '–';
      if (key === 'failover' && value === null) return 'none';
      return value === null ? row.none : row.text(value);
    },
  );
}
