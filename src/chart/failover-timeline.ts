import type { FailoverTimeline } from '../result/chart-data.js';
import {
  bottomRoom,
  type Chart,
  chart,
  fieldWidth,
  given,
  type Layer,
  leftRoom,
  lineHeight,
  pixels,
  sourceLine,
  type Words,
  wordsLayers,
} from './chart.js';
import { overlap } from './label-placement.js';
import { msNumber, msText, rateText } from './number-text.js';
import { isNarrow, lettersOf, type Page } from './page.js';
import { ALARM, MUTED, styleOf } from './palette.js';
import { fitted, textWidth } from './text-width.js';
import { linearTicks, logTicks } from './ticks.js';

/** Answers per second and their 99th percentile, one above the other on one axis of time, with what happened. */
export function failoverTimeline(data: FailoverTimeline, page: Page): Chart {
  const { label, axis } = lettersOf(page);
  const narrow = isNarrow(page);
  const ids = data.clients.map(({ id }) => id);
  const rows = data.clients.flatMap(({ id, seconds }, index) =>
    seconds.map(({ at, answered, p99 }) => {
      const { colour, dash } = styleOf(index);
      return { client: id, at, middle: at + 0.5, answered, p99, colour, dash: dash.join() };
    }),
  );
  const from = Math.min(...rows.map(({ at }) => at));
  const until = Math.max(...rows.map(({ at }) => at)) + 1;
  const answers = linearTicks(Math.max(1, ...rows.map(({ answered }) => answered)), 4);
  const delays = rows.flatMap(({ p99 }) => (p99 === null ? [] : [p99]));
  const log = delays.length > 0 && Math.max(...delays) / Math.min(...delays) > 20;
  const times = log
    ? logTicks(Math.min(...delays), Math.max(...delays), 4)
    : linearTicks(Math.max(1, ...delays), 4);
  const left = leftRoom(page, [...answers.map(String), ...times.map(msNumber)]);
  const names = ids.map((id) => fitted(id, page.width * 0.3, label));
  const line = lineHeight(label);
  const upper = narrow ? 110 : 160;
  const lower = narrow ? 90 : 130;
  // Between the panels: the lower one's title, and air.
  const between = lineHeight(axis) + 22;
  const height = upper + between + lower;
  const provisional = { left, right: 8 };
  const width = fieldWidth(page, provisional);
  const x = (at: number): number => ((at - from) / (until - from)) * width;
  const events = eventWords(data.events, x, width, label, line);
  const titleY = -Math.max(1, events.rows) * line - 8 - lineHeight(axis) / 2;
  const legend = clientNames(names, -left, width, label, line, titleY - lineHeight(axis) / 2 - 2);
  const room = {
    ...provisional,
    top: -titleY + lineHeight(axis) / 2 + 2 + legend.rows * line,
    bottom: bottomRoom(page),
  };
  const ticks = linearTicks(until - from, narrow ? 5 : 12)
    .map((tick) => tick + from)
    .filter((tick) => tick <= until);
  const encodeX = {
    field: 'middle',
    type: 'quantitative',
    scale: { type: 'linear', domain: [from, until], nice: false, zero: false },
    axis: { title: 'Time, s', values: ticks, format: '~r', grid: false },
  };
  const panel = (field: string, range: [number, number], more: Layer, values: readonly number[]): Layer => ({
    field,
    type: 'quantitative',
    scale: { domain: [values[0], values[values.length - 1]], nice: false, range, ...more },
    axis: { orient: 'left', title: null, values, format: ',~r', domain: false, ticks: false },
  });
  const lines = (field: string, y: Layer): Layer[] =>
    [...new Set(rows.map(({ dash }) => dash))].map((dash) => ({
      data: { values: rows.filter((row) => row.dash === dash).map(({ dash: _, ...row }) => row) },
      mark: {
        type: 'line',
        interpolate: field === 'answered' ? 'step' : 'linear',
        strokeWidth: 1.8,
        strokeDash: dash.split(',').map(Number),
        ...(field === 'p99' ? { point: { size: 14, filled: true, opacity: 1 } } : {}),
      },
      encoding: {
        x: encodeX,
        y,
        detail: { field: 'client', type: 'nominal' },
        color: given('colour'),
      },
    }));
  const gap = longestGap(data);
  const title =
    gap === undefined
      ? 'Nobody waits: every client is answered in every second'
      : `${gap.client} goes ${gap.seconds} s without an answer`;
  return chart({
    page,
    title,
    subtitle: [
      'Above: answers in each second; below: how long the slowest hundredth of them took.',
      sourceLine(data.about),
    ],
    description: `Timeline of ${until - from} seconds. ${title}. ${data.events.map(({ at, what }) => `At ${at} s ${what}`).join('. ')}. ${data.clients
      .map(({ id, seconds }) => {
        const least = Math.min(...seconds.map(({ answered }) => answered));
        const most = Math.max(...seconds.map(({ answered }) => answered));
        const slow = seconds.flatMap(({ p99 }) => (p99 === null ? [] : [p99]));
        return `${id}: between ${rateText(least)} and ${rateText(most)}${slow.length > 0 ? `, 99th percentile up to ${msText(Math.max(...slow))}` : ''}`;
      })
      .join('; ')}. ${sourceLine(data.about)}.`,
    room,
    height,
    layers: [
      {
        data: {
          values: data.events.map(({ at, bad }) => ({
            x: r(x(at)),
            y: -4,
            y2: height,
            colour: bad ? ALARM : MUTED,
          })),
        },
        mark: { type: 'rule', strokeDash: [3, 3] },
        encoding: { x: pixels('x'), y: pixels('y'), y2: { field: 'y2' }, stroke: given('colour') },
      },
      { layer: lines('answered', panel('answered', [upper, 0], {}, answers)) },
      {
        layer: lines(
          'p99',
          panel('p99', [height, height - lower], log ? { type: 'log' } : { zero: true }, times),
        ),
      },
      ...wordsLayers(page, events.words),
      ...wordsLayers(page, legend.words, true),
      titles(axis, [
        { x: -left, y: titleY, text: 'Answers per second' },
        {
          x: -left,
          y: height - lower - lineHeight(axis),
          text: `p99 of them, ms${log ? ' (log scale)' : ''}`,
        },
      ]),
    ],
    more: { resolve: { scale: { y: 'independent' }, axis: { y: 'independent' } } },
  });
}

function titles(size: number, values: readonly Layer[]): Layer {
  return {
    data: { values },
    mark: { type: 'text', align: 'left', baseline: 'middle', fontSize: size, color: MUTED },
    encoding: { x: pixels('x'), y: pixels('y'), text: { field: 'text', type: 'nominal' } },
  };
}

/** What happened, above the field beside its moment, in as many rows as it takes for none to meet. */
function eventWords(
  events: FailoverTimeline['events'],
  x: (at: number) => number,
  width: number,
  size: number,
  line: number,
): { words: Words[]; rows: number } {
  const taken: { x: number; y: number; width: number; height: number }[] = [];
  let rows = 0;
  const words = events.map(({ at, what, bad }) => {
    const text = fitted(what, width, size);
    const wide = textWidth(text, size) + 8;
    const start = Math.max(0, Math.min(x(at) - 2, width - wide + 8));
    let row = 0;
    while (taken.some((box) => overlap(box, { x: start, y: row, width: wide, height: 1 }) > 0)) row++;
    taken.push({ x: start, y: row, width: wide, height: 1 });
    rows = Math.max(rows, row + 1);
    return { x: r(start), y: -(row + 0.5) * line - 4, text, colour: bad ? ALARM : MUTED };
  });
  return { words, rows };
}

/** The clients' names in their colours, in rows above the field. */
function clientNames(
  names: readonly string[],
  left: number,
  width: number,
  size: number,
  line: number,
  bottom: number,
): { words: Words[]; rows: number } {
  let [x, row] = [left, 0];
  const at = names.map((text, index) => {
    const wide = textWidth(text, size, true);
    if (x > left && x + wide > width) [x, row] = [left, row + 1];
    const words = { x: r(x), row, text, colour: styleOf(index).ink };
    x += wide + 16;
    return words;
  });
  const rows = row + 1;
  return {
    words: at.map(({ row: own, ...words }) => ({ ...words, y: bottom - (rows - own - 0.5) * line })),
    rows,
  };
}

/** The longest run of seconds in which a client had no answer. */
function longestGap({ clients }: FailoverTimeline): { client: string; seconds: number } | undefined {
  let longest: { client: string; seconds: number } | undefined;
  for (const { id, seconds } of clients) {
    let run = 0;
    for (const { answered } of seconds) {
      run = answered === 0 ? run + 1 : 0;
      if (run > (longest?.seconds ?? 0)) longest = { client: id, seconds: run };
    }
  }
  return longest;
}

function r(value: number): number {
  return Math.round(value * 10) / 10;
}
