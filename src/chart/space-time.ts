import type { SpaceTime } from '../result/chart-data.js';
import {
  bottomRoom,
  type Chart,
  chart,
  fieldWidth,
  given,
  givenNumber,
  type Layer,
  leftRoom,
  lineHeight,
  pixels,
  sourceLine,
  type Words,
  wordsLayers,
} from './chart.js';
import { type Box, boxesAlong, overlap } from './label-placement.js';
import { listText, msText } from './number-text.js';
import { isNarrow, lettersOf, type Page } from './page.js';
import { COLOURS, FAINT, GRID, INK, INKS, MUTED } from './palette.js';
import { fitted, textWidth } from './text-width.js';
import { linearTicks } from './ticks.js';

const [BLUE, ORANGE, GREEN] = COLOURS;
/** Radius of a message's head, and half the height of a disk write's bar (px). */
const HEAD = 5;

/** One command on its way: time to the right, a lane for each place, what the answer waited for in colour. */
export function spaceTime(data: SpaceTime, page: Page): Chart {
  const { axis, label } = lettersOf(page);
  const narrow = isNarrow(page);
  const names = data.lanes.map((lane) => fitted(lane, page.width * 0.28, axis, true));
  const left = leftRoom(page, names) + 6;
  const room = { left, right: 14, top: lineHeight(label), bottom: bottomRoom(page) };
  const width = fieldWidth(page, room);
  const lane = narrow ? 34 : 48;
  const height = (data.lanes.length - 1) * lane + 20;
  const end = Math.max(
    1e-3,
    data.answered ?? 0,
    ...data.messages.map(({ sent, received }) => received ?? sent),
    ...data.diskWrites.map(({ to }) => to),
    ...data.commits.map(({ at }) => at),
  );
  const ticks = linearTicks(end, narrow ? 4 : 9).filter((tick) => tick <= end * 1.0001);
  const domain = [0, end * 1.02];
  const x = (at: number): number => (at / domain[1]) * width;
  const y = (place: string): number => 10 + data.lanes.indexOf(place) * lane;
  const encodeX = {
    field: 'at',
    type: 'quantitative',
    scale: { type: 'linear', domain, nice: false, zero: false },
    axis: {
      title: `Time since ${fitted(data.client, width * 0.4, axis)} sent its ${data.kind}, ms`,
      values: ticks,
      format: '~r',
      grid: false,
    },
  };
  // What the answer waited for is drawn last, over the rest.
  const messages = [...data.messages].sort((a, b) => Number(a.critical) - Number(b.critical));
  const arrows = messages.flatMap(({ from, to, type, sent, received, critical }) => {
    if (received === null || !data.lanes.includes(to)) return [];
    const [x1, y1, x2, y2] = [x(sent), y(from), x(received), y(to)];
    const colour = critical ? BLUE : FAINT;
    const angle = (Math.atan2(y2 - y1, x2 - x1) * 180) / Math.PI;
    // The head's point, not its middle, is where the message arrives.
    const back = HEAD * 0.9;
    const length = Math.hypot(x2 - x1, y2 - y1) || 1;
    return [
      {
        from,
        to,
        type,
        at: sent,
        until: received,
        x: r(x1),
        y: r(y1),
        x2: r(x2),
        y2: r(y2),
        hx: r(x2 - (back * (x2 - x1)) / length),
        hy: r(y2 - (back * (y2 - y1)) / length),
        angle: Math.round(angle + 90),
        colour,
        width: critical ? 2.2 : 1,
      },
    ];
  });
  const writes = data.diskWrites.map(({ place, from, to, critical }) => ({
    place,
    at: from,
    until: to,
    x: r(x(from)),
    x2: r(Math.max(x(to), x(from) + 2)),
    y: y(place) - HEAD,
    y2: y(place) + HEAD,
    colour: critical ? ORANGE : '#f0b48c',
  }));
  const commits = data.commits.map(({ place, at }) => ({ place, at, x: r(x(at)), y: y(place) }));
  const labels = messageNames(
    arrows,
    label,
    [
      ...writes.map(
        (write): Box => ({ x: write.x, y: write.y, width: write.x2 - write.x, height: 2 * HEAD }),
      ),
      ...commits.map((commit): Box => ({ x: commit.x - 6, y: commit.y - 6, width: 12, height: 12 })),
      ...data.lanes.flatMap((place) => ({ x: 0, y: y(place) - 1, width, height: 2 })),
      ...arrows.flatMap((arrow) =>
        boxesAlong(
          [
            [arrow.x, arrow.y],
            [arrow.x2, arrow.y2],
          ],
          3,
        ),
      ),
    ],
    width,
  );
  const answered = data.answered === null ? 'never answered' : `answered after ${msText(data.answered)}`;
  const title = `A ${data.kind} of ${data.client}: ${answered}`;
  const answer = `answer: ${data.answered === null ? '' : msText(data.answered)}`;
  const points = (values: readonly Layer[], mark: Layer, more: Layer = {}): Layer[] =>
    values.length === 0
      ? []
      : [
          {
            data: { values },
            mark: { type: 'point', opacity: 1, ...mark },
            encoding: { x: pixels('x'), y: pixels('y'), ...more },
          },
        ];
  return chart({
    page,
    title,
    subtitle: [
      `Arrows are messages, bars disk writes${commits.length > 0 ? ', diamonds executions' : ''}; in strong colours what the answer waited for.`,
      sourceLine(data.about),
    ],
    description: describe(data, title),
    room,
    height,
    layers: [
      {
        data: { values: data.lanes.map((place) => ({ x: 0, x2: width, y: y(place) })) },
        mark: { type: 'rule', stroke: GRID, strokeWidth: 1.5 },
        encoding: { x: pixels('x'), x2: { field: 'x2' }, y: pixels('y') },
      },
      {
        // The axis of time needs a scale; the marks' places are worked out above, so that words can avoid them.
        data: { values: [{ at: 0 }, { at: end }] },
        mark: { type: 'point', opacity: 0, size: 1 },
        encoding: { x: encodeX },
      },
      ...(data.answered === null
        ? []
        : [
            {
              data: { values: [{ x: r(x(data.answered)), y: -2, y2: height }] },
              mark: { type: 'rule', stroke: GREEN, strokeDash: [3, 3], strokeWidth: 1.5 },
              encoding: { x: pixels('x'), y: pixels('y'), y2: { field: 'y2' } },
            },
          ]),
      {
        data: { values: arrows },
        mark: { type: 'rule' },
        encoding: {
          x: pixels('x'),
          x2: { field: 'x2' },
          y: pixels('y'),
          y2: { field: 'y2' },
          stroke: given('colour'),
          strokeWidth: givenNumber('width'),
        },
      },
      ...points(
        arrows.map(({ hx, hy, angle, colour }) => ({ x: hx, y: hy, angle, colour })),
        { shape: 'triangle-up', filled: true, size: 42 },
        { angle: { field: 'angle', type: 'quantitative', scale: null }, color: given('colour') },
      ),
      {
        data: { values: writes },
        mark: { type: 'rect', cornerRadius: 1 },
        encoding: {
          x: pixels('x'),
          x2: { field: 'x2' },
          y: pixels('y'),
          y2: { field: 'y2' },
          color: given('colour'),
        },
      },
      ...points(commits, { shape: 'diamond', size: 70, fill: 'white', stroke: INK, strokeWidth: 1.3 }),
      {
        data: { values: data.lanes.map((place, i) => ({ x: -8, y: y(place), text: names[i] })) },
        mark: { type: 'text', align: 'right', baseline: 'middle', fontSize: axis, fontWeight: 'bold' },
        encoding: { x: pixels('x'), y: pixels('y'), text: { field: 'text', type: 'nominal' } },
      },
      ...wordsLayers(page, labels),
      ...(data.answered === null
        ? []
        : wordsLayers(page, [
            {
              x: r(
                Math.min(width - textWidth(answer, label), x(data.answered) - textWidth(answer, label) / 2),
              ),
              y: -10,
              text: answer,
              colour: INKS[2],
            },
          ])),
    ],
  });
}

interface Arrow {
  readonly type: string;
  readonly x: number;
  readonly y: number;
  readonly x2: number;
  readonly y2: number;
  readonly colour: string;
}

/**
 * Names beside messages where they meet nothing: those that the answer waited for first, then one of each type. What does
 * not fit has none; the description names all.
 */
function messageNames(
  arrows: readonly Arrow[],
  size: number,
  obstacles: readonly Box[],
  width: number,
): Words[] {
  const height = Math.round(size);
  const taken: Box[] = [];
  const named = new Set<string>();
  const words: Words[] = [];
  const order = [
    ...arrows.filter(({ colour }) => colour === BLUE),
    ...arrows.filter(({ colour }) => colour !== BLUE),
  ];
  for (const { type, x, y, x2, y2, colour } of order) {
    const critical = colour === BLUE;
    if (!critical && named.has(type)) continue;
    const wide = textWidth(type, size);
    const candidates = [0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8].flatMap((share) => {
      const [px, py] = [x + share * (x2 - x), y + share * (y2 - y)];
      return [
        { x: px + 6, y: py - height / 2, width: wide, height },
        { x: px - 6 - wide, y: py - height / 2, width: wide, height },
        { x: px - wide / 2, y: py - height - 5, width: wide, height },
        { x: px - wide / 2, y: py + 5, width: wide, height },
      ];
    });
    const cost = (box: Box): number => obstacles.reduce((sum, other) => sum + overlap(box, other), 0);
    const free = candidates
      .filter((box) => box.x >= 0 && box.x + box.width <= width + 10)
      .filter((box) => taken.every((other) => overlap(box, other) === 0));
    const box =
      free.find((candidate) => cost(candidate) === 0) ??
      (critical
        ? free.reduce<Box | undefined>((a, b) => (a === undefined || cost(b) < cost(a) ? b : a), undefined)
        : undefined);
    if (box === undefined || cost(box) > 0.35 * box.width * box.height) continue;
    named.add(type);
    // Two names side by side need air between them.
    taken.push({ ...box, x: box.x - 8, width: box.width + 16 });
    words.push({
      x: r(box.x),
      y: r(box.y + height / 2),
      text: type,
      colour: critical ? INKS[0] : MUTED,
    });
  }
  return words;
}

function describe(data: SpaceTime, title: string): string {
  const waited = data.messages.filter(({ critical }) => critical);
  const others = data.messages.length - waited.length;
  const way = waited
    .sort((a, b) => a.sent - b.sent)
    .map(
      ({ from, to, type, sent, received }) =>
        `${type} from ${from} at ${msText(sent)}, at ${to} after ${received === null ? 'never' : msText(received)}`,
    );
  const writes = data.diskWrites
    .filter(({ critical }) => critical)
    .map(({ place, from, to }) => `${place} for ${msText(to - from)}`);
  return [
    `Space-time diagram. ${title}.`,
    way.length > 0 ? `The answer waited for these messages: ${way.join('; ')}.` : '',
    writes.length > 0 ? `And for disk writes at ${listText(writes, 9)}.` : '',
    others > 0 ? `${others} other messages are drawn.` : '',
    data.commits.length > 0
      ? `Executed at ${data.commits.map(({ place, at }) => `${place} after ${msText(at)}`).join(', ')}.`
      : '',
    `${sourceLine(data.about)}.`,
  ]
    .filter((part) => part !== '')
    .join(' ');
}

function r(value: number): number {
  return Math.round(value * 10) / 10;
}
