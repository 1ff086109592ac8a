import type { AvailabilityBySize } from '../result/chart-data.js';
import {
  bottomRoom,
  type Chart,
  chart,
  fieldWidth,
  given,
  leftAxis,
  leftRoom,
  sourceLine,
  topRoom,
  wordsLayers,
} from './chart.js';
import { around, boxesAlong, placed } from './label-placement.js';
import { endLabels, endRoom } from './line-ends.js';
import { ninesText, perYear } from './number-text.js';
import { isNarrow, lettersOf, type Page } from './page.js';
import { styleOf } from './palette.js';
import { textWidth } from './text-width.js';

/** What is rarer stands at the edge (share of the time, 0.03 s a year): nobody's failure figures are known so well. */
const FLOOR = 1e-9;

/** How the time without a quorum shrinks with more replicas, when they fail apart and when they fail together. */
export function availabilityBySizeChart(data: AvailabilityBySize, page: Page): Chart {
  const { label } = lettersOf(page);
  const narrow = isNarrow(page);
  const kinds = [
    { correlated: true, text: narrow ? 'together' : 'failing together', style: styleOf(1) },
    { correlated: false, text: narrow ? 'apart' : 'failing apart', style: styleOf(0) },
  ].filter(({ correlated }) => data.points.some((point) => point.correlated === correlated));
  const drawn = data.points.map((point) => ({ ...point, edge: Math.max(FLOOR, point.unavailability) }));
  const shares = drawn.map(({ edge }) => edge);
  const low = Math.floor(Math.log10(Math.min(...shares, 0.1)));
  const high = Math.min(0, Math.ceil(Math.log10(Math.max(...shares, 10 ** (low + 1)))));
  const decades = Math.max(1, high - low);
  const step = Math.max(1, Math.ceil(decades / 8));
  const ticks = Array.from({ length: Math.floor(decades / step) + 1 }, (_, k) => 10 ** (high - k * step));
  const sizes = [...new Set(data.points.map(({ replicas }) => replicas))].sort((a, b) => a - b);
  const left = leftRoom(page, ticks.map(ninesText));
  const room = {
    left,
    right: endRoom(
      page,
      kinds.map(({ text }) => text),
    ),
    top: topRoom(page),
    bottom: bottomRoom(page),
  };
  const width = fieldWidth(page, room);
  const height = Math.round(Math.min(400, Math.max(210, width * 0.48)));
  const domain = [10 ** low, 10 ** high];
  const y = (share: number): number => ((Math.log10(share) - low) / (high - low)) * height;
  const [first, last] = [sizes[0], sizes[sizes.length - 1]];
  const span = Math.max(1, last - first);
  const pad = 0.07 * span;
  const x = (replicas: number): number => ((replicas - first + pad) / (span + 2 * pad)) * width;
  const rows = drawn.flatMap(({ replicas, correlated, unavailability, edge }) => {
    const kind = kinds.find((other) => other.correlated === correlated);
    if (kind === undefined) return [];
    const { colour, ink, shape } = kind.style;
    return [
      {
        replicas,
        kind: kind.text,
        unavailability,
        edge,
        downtime: perYear(unavailability),
        colour,
        ink,
        shape,
      },
    ];
  });
  const lines = kinds.map(({ text }) =>
    rows.filter(({ kind }) => kind === text).map((row): [number, number] => [x(row.replicas), y(row.edge)]),
  );
  // Where both are as good, or nothing changes any more, one figure says so.
  const told = rows.filter(
    (row, i) =>
      !rows
        .slice(0, i)
        .some(
          (other) =>
            other.downtime === row.downtime &&
            (other.replicas === row.replicas || (other.kind === row.kind && other.edge === row.edge)),
        ),
  );
  const found = placed(
    told.map((row) => ({
      candidates: [...around([x(row.replicas), y(row.edge)], textWidth(row.downtime, label), label, 8)]
        // Above or below the point reads best; beside it the line goes on.
        .reverse(),
    })),
    lines.flatMap((line) => boxesAlong(line, 6)),
    { x: 0, y: -6, width: width + 4, height: height + 4 },
  );
  const labels = told.flatMap(({ downtime, ink }, i) => {
    const box = found[i];
    return box === undefined
      ? []
      : [{ x: r(box.x), y: r(box.y + box.height / 2), text: downtime, colour: ink }];
  });
  const ends = kinds.flatMap(({ text, style }, i) => {
    const end = lines[i].at(-1);
    return end === undefined ? [] : [{ text, x: end[0] + 4, y: end[1], colour: style.ink }];
  });
  const title = titleOf(data, last);
  const encodeX = {
    field: 'replicas',
    type: 'quantitative',
    scale: { type: 'linear', domain: [first - pad, last + pad], nice: false, zero: false },
    axis: { title: 'Replicas, a majority of which must be up', values: sizes, format: 'd', grid: false },
  };
  const encodeY = {
    field: 'edge',
    type: 'quantitative',
    // Better is up: the axis is of what is missing to 100 %.
    scale: { type: 'log', domain, nice: false, reverse: true },
    axis: leftAxis(room, 'Share of the time with a quorum (log scale of the rest)', {
      values: ticks,
      // As many digits as tell the share from 100 %.
      labelExpr:
        "datum.value >= 1 ? '0 %' : format(100 * (1 - datum.value), '.' + max(0, round(-log(datum.value) / 2.302585092994046) - 2) + 'f') + ' %'",
    }),
  };
  const values = rows.map(({ ink: _, ...row }) => row);
  return chart({
    page,
    title,
    subtitle: ['Figures at the points: time without a quorum in a year.', sourceLine(data.about)],
    description: `${title}. Time without a quorum in a year: ${kinds
      .map(
        ({ text, correlated }) =>
          `${text}: ${data.points
            .filter((point) => point.correlated === correlated)
            .map(({ replicas, unavailability }) => `${replicas} replicas ${perYear(unavailability)}`)
            .join(', ')}`,
      )
      .join('; ')}. ${sourceLine(data.about)}.`,
    room,
    height,
    layers: [
      {
        data: { values },
        mark: { type: 'line', strokeWidth: 2, interpolate: 'linear' },
        encoding: {
          x: encodeX,
          y: encodeY,
          detail: { field: 'kind', type: 'nominal' },
          stroke: given('colour'),
        },
      },
      {
        data: { values },
        mark: { type: 'point', filled: true, size: 60, opacity: 1, stroke: 'white', strokeWidth: 1 },
        encoding: { x: encodeX, y: encodeY, fill: given('colour'), shape: given('shape') },
      },
      ...wordsLayers(page, labels),
      ...wordsLayers(page, endLabels(page, ends, height), true),
    ],
  });
}

/** What the shared causes make of the largest group. */
function titleOf({ points }: AvailabilityBySize, most: number): string {
  const at = (correlated: boolean): number | undefined =>
    points.find((point) => point.replicas === most && point.correlated === correlated)?.unavailability;
  const [apart, together] = [at(false), at(true)];
  if (together === undefined) return 'Time without a quorum by the number of replicas';
  const now = `${most} replicas: ${perYear(together)} without a quorum in a year`;
  return apart === undefined || perYear(apart) === perYear(together)
    ? now
    : `${now}, ${perYear(apart)} if they failed apart`;
}

function r(value: number): number {
  return Math.round(value * 10) / 10;
}
