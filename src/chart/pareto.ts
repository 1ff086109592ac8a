import type { Pareto } from '../result/chart-data.js';
import type { CompareResult } from '../result/compare.js';
import { sourceOf } from './alternatives.js';
import {
  bottomRoom,
  type Chart,
  chart,
  fieldWidth,
  given,
  leftAxis,
  leftRoom,
  topRoom,
  type Words,
  wordsLayers,
} from './chart.js';
import { around, boxesAlong, placed } from './label-placement.js';
import { msText, ninesText, perYear } from './number-text.js';
import { isNarrow, lettersOf, type Page } from './page.js';
import { COLOURS, FAINT, INKS, MUTED } from './palette.js';
import { fitted, textWidth } from './text-width.js';
import { along, linearTicks } from './ticks.js';

/** The alternatives of a comparison that have both figures: the mean latency of all writes, and how available writes are. */
export function paretoOf({ alternatives }: CompareResult): Pareto {
  const known = alternatives.flatMap(({ name, estimate, meanWrite }) => {
    const availability = estimate?.availability?.write;
    if (meanWrite === null || availability === undefined || availability === null) return [];
    return [{ name, ms: meanWrite, availability }];
  });
  return { source: sourceOf(alternatives), time: 'Mean latency of all clients’ writes', alternatives: known };
}

const [BLUE] = COLOURS;
/** Better than this no availability is told from another (share of the time). */
const FLOOR = 1e-12;

/** Latency against availability: on the line are those that no other beats in both. */
export function pareto(data: Pareto, page: Page): Chart {
  const { label } = lettersOf(page);
  const front = frontOf(data.alternatives);
  const shown = data.alternatives.map((one) => ({
    ...one,
    down: Math.max(FLOOR, 1 - one.availability),
    best: front.has(one.name),
  }));
  const downs = shown.map(({ down }) => down);
  const [low, high] = decades(downs);
  const ticks = Array.from({ length: high - low + 1 }, (_, k) => 10 ** (high - k)).filter(
    (_, k) => high - low <= 7 || k % 2 === 0,
  );
  const left = leftRoom(page, ticks.map(ninesText));
  const room = { left, right: 14, top: topRoom(page), bottom: bottomRoom(page) };
  const width = fieldWidth(page, room);
  const height = Math.round(Math.min(460, Math.max(250, width * 0.5)));
  const times = linearTicks(Math.max(1e-3, ...shown.map(({ ms }) => ms)), isNarrow(page) ? 4 : 9);
  const end = times[times.length - 1];
  const x = (ms: number): number => along(ms, [0, end], width, false);
  const y = (down: number): number => ((Math.log10(down) - low) / (high - low)) * height;
  const line = frontLine(shown.filter(({ best }) => best));
  const found = placed(
    shown.map(({ name, ms, down, best }) => ({
      candidates: [8, 14, 24].flatMap((gap) =>
        around([x(ms), y(down)], textWidth(fitted(name, width * 0.45, label, best), label, best), label, gap),
      ),
    })),
    [
      ...shown.map(({ ms, down }) => ({ x: x(ms) - 6, y: y(down) - 6, width: 12, height: 12 })),
      ...boxesAlong(
        line.map(({ ms, down }): [number, number] => [x(ms), y(down)]),
        4,
      ),
    ],
    { x: 0, y: 0, width: width + 12, height },
  );
  const words = (best: boolean): Words[] =>
    shown.flatMap((one, i) => {
      const box = found[i];
      if (box === undefined || one.best !== best) return [];
      return [
        {
          x: Math.round(box.x * 10) / 10,
          y: Math.round((box.y + box.height / 2) * 10) / 10,
          text: fitted(one.name, width * 0.45, label, best),
          colour: best ? INKS[0] : MUTED,
        },
      ];
    });
  const names = shown.filter(({ best }) => best).map(({ name }) => name);
  const title =
    names.length === 1
      ? `${names[0]} is both the fastest and the most available`
      : `${names.length} of ${shown.length} alternatives are beaten by no other in both latency and availability`;
  const encodeX = {
    field: 'ms',
    type: 'quantitative',
    scale: { type: 'linear', domain: [0, end], nice: false },
    axis: {
      title: `${data.time}, ms (less is better)`,
      values: times,
      format: '~r',
      gridDash: [2, 3],
    },
  };
  const encodeY = {
    field: 'down',
    type: 'quantitative',
    // Better is up: the axis is of what is missing to 100 %.
    scale: { type: 'log', domain: [10 ** low, 10 ** high], nice: false, reverse: true },
    axis: leftAxis(room, 'Availability of writes (log scale of the rest)', {
      values: ticks,
      labelExpr:
        "datum.value >= 1 ? '0 %' : format(100 * (1 - datum.value), '.' + max(0, round(-log(datum.value) / 2.302585092994046) - 2) + 'f') + ' %'",
    }),
  };
  // The front lies on top of whatever is beside it.
  const drawn = [...shown.filter(({ best }) => !best), ...shown.filter(({ best }) => best)];
  const values = drawn.map(({ name, ms, availability, down, best }) => ({
    name,
    ms,
    availability,
    down,
    colour: best ? BLUE : FAINT,
    shape: best ? 'circle' : 'diamond',
  }));
  return chart({
    page,
    title,
    subtitle: [
      names.length === 1
        ? 'Grey diamonds: another is as good in both, and better in one.'
        : 'Blue discs on the line: to gain in one, they give in the other. Grey diamonds: another is as good in both, and better in one.',
      data.source,
    ],
    description: `${title}. ${shown
      .map(
        ({ name, ms, availability, best }) =>
          `${name}: ${msText(ms)}, available ${ninesText(1 - availability)} of the time, down ${perYear(1 - availability)} a year${best ? ', beaten by none' : ''}`,
      )
      .join('; ')}. ${data.source}.`,
    room,
    height,
    layers: [
      {
        data: { values: line },
        mark: { type: 'line', stroke: BLUE, strokeWidth: 1.2, strokeDash: [4, 3], interpolate: 'linear' },
        encoding: { x: encodeX, y: encodeY, order: { field: 'rank', type: 'quantitative' } },
      },
      {
        data: { values },
        mark: { type: 'point', filled: true, size: 85, opacity: 1, stroke: 'white', strokeWidth: 1 },
        encoding: { x: encodeX, y: encodeY, fill: given('colour'), shape: given('shape') },
      },
      ...wordsLayers(page, words(false)),
      ...wordsLayers(page, words(true), true),
    ],
  });
}

/** Names of the alternatives that no other is at least as good as in both, and better in one. */
function frontOf(alternatives: Pareto['alternatives']): Set<string> {
  const beats = (a: Pareto['alternatives'][number], b: Pareto['alternatives'][number]): boolean =>
    a.ms <= b.ms && a.availability >= b.availability && (a.ms < b.ms || a.availability > b.availability);
  return new Set(
    alternatives.filter((one) => !alternatives.some((other) => beats(other, one))).map(({ name }) => name),
  );
}

/** The front as steps: between two of its members one has the worse of both. */
function frontLine(
  front: readonly { readonly ms: number; readonly down: number }[],
): { ms: number; down: number; rank: number }[] {
  const sorted = [...front].sort((a, b) => a.ms - b.ms || a.down - b.down);
  const line: { ms: number; down: number; rank: number }[] = [];
  for (const [i, { ms, down }] of sorted.entries()) {
    if (i > 0) line.push({ ms, down: sorted[i - 1].down, rank: line.length });
    line.push({ ms, down, rank: line.length });
  }
  return line;
}

/** Powers of ten around these shares. */
function decades(shares: readonly number[]): [number, number] {
  const low = Math.floor(Math.log10(Math.min(...shares)) - 0.2);
  const high = Math.min(0, Math.ceil(Math.log10(Math.max(...shares)) + 0.2));
  return [low, Math.max(high, low + 1)];
}
