import type { LatencyCurve, LatencyCurves } from '../result/chart-data.js';
import {
  bottomRoom,
  type Chart,
  chart,
  fieldWidth,
  given,
  type Layer,
  leftAxis,
  leftRoom,
  lineHeight,
  sourceLine,
  topRoom,
  type Words,
  wordsLayers,
} from './chart.js';
import { type Box, boxesAlong, placed } from './label-placement.js';
import { msNumber, msText } from './number-text.js';
import { isNarrow, lettersOf, type Page } from './page.js';
import { styleOf } from './palette.js';
import { fitted, textWidth } from './text-width.js';
import { along, linearTicks, logTicks } from './ticks.js';

/** Beyond this ratio of the longest to the shortest median, times are on a logarithmic axis. */
const WIDE = 25;

/** How much of each client's operations is done by when. */
export function latencyCdf(data: LatencyCurves, page: Page): Chart {
  return curves(data, page, {
    headline: (fastest, slowest) =>
      spanText(`${nameOf(data)}: half are done`, fastest, slowest, ({ p50 }) => p50),
    hint: `Share of each client's ${data.operation}s that is done by when; marks and figures: median / 99th percentile`,
    axisTitle: `Share of ${data.operation}s answered`,
    ticks: [0, 0.25, 0.5, 0.75, 1],
    label: '%',
    log: false,
    until: ({ p99, points }) => (p99 ?? points[points.length - 1].ms) * 1.05,
    from: 0,
  });
}

/** How rare slow operations are: the share that takes longer, on a logarithmic axis. */
export function latencyTail(data: LatencyCurves, page: Page): Chart {
  return curves(data, page, {
    headline: (fastest, slowest) =>
      spanText(`${nameOf(data)}: 99 in 100 are done`, fastest, slowest, ({ p99 }) => p99),
    hint: `Share of each client's ${data.operation}s that takes longer; marks and figures: median / 99th percentile`,
    axisTitle: `Share of ${data.operation}s that take longer (log scale)`,
    ticks: [1, 0.1, 0.01, 0.001, 0.0001, 0.00001],
    label: '1 in',
    log: true,
    until: ({ points }) => points[points.length - 1].ms * 1.02,
    from: 1,
  });
}

interface Kind {
  readonly headline: (fastest: LatencyCurve, slowest: LatencyCurve) => string;
  readonly hint: string;
  readonly axisTitle: string;
  readonly ticks: readonly number[];
  readonly label: '%' | '1 in';
  readonly log: boolean;
  /** Where the time axis may end for this client. */
  readonly until: (curve: LatencyCurve) => number;
  readonly from: number;
}

function curves(data: LatencyCurves, page: Page, kind: Kind): Chart {
  const all = data.clients.map((client, index) => ({ ...client, style: styleOf(index) }));
  const shown = all.filter(({ points }) => points.length > 0);
  const tickText = (share: number): string =>
    kind.label === '%'
      ? `${Math.round(100 * share)} %`
      : share === 1
        ? 'all'
        : `1 in ${Math.round(1 / share)
            .toString()
            .replace(/\B(?=(\d{3})+$)/g, ',')}`;
  const left = leftRoom(page, kind.ticks.map(tickText));
  const room = { left, right: 8, top: topRoom(page), bottom: bottomRoom(page) };
  const width = fieldWidth(page, room);
  const height = Math.round(Math.min(420, Math.max(220, width * 0.5)));
  const medians = shown.map(({ p50, points }) => p50 ?? points[0].ms).filter((ms) => ms > 0);
  const most = Math.max(1e-3, ...shown.map(kind.until));
  const wide = Math.max(...medians) / Math.min(...medians) > WIDE;
  const least = Math.max(1e-3, Math.min(...shown.map(({ points }) => points[0].ms)) * 0.85);
  const ticks = wide
    ? logTicks(least, most, isNarrow(page) ? 4 : 9)
    : linearTicks(most, isNarrow(page) ? 4 : 9).filter((_, i, list) => i === 0 || list[i - 1] < most);
  const domain: [number, number] = wide
    ? [Math.min(least, ticks[0]), Math.max(most, ticks[ticks.length - 1])]
    : [0, Math.max(most, ticks[ticks.length - 1])];
  const yDomain = kind.log ? [kind.ticks[kind.ticks.length - 1], 1] : [0, 1];
  const y = (share: number): number =>
    kind.log ? (Math.log10(Math.max(1 - share, 1e-5)) / -5) * height : height * (1 - share);
  const x = (ms: number): number => along(Math.max(ms, domain[0]), domain, width, wide);
  const value = (share: number): number => (kind.log ? 1 - share : share);

  const rows = shown.flatMap(({ id, points, style }) =>
    points
      .filter(({ ms }) => ms <= domain[1])
      .map(({ ms, share }) => ({
        client: id,
        ms: round(ms),
        share: round(value(share)),
        colour: style.colour,
      })),
  );
  const marks = shown.flatMap(({ id, p50, p99, style }) =>
    (
      [
        [p50, 0.5],
        [p99, 0.99],
      ] as const
    ).flatMap(([ms, share]) =>
      ms === null
        ? []
        : [
            {
              client: id,
              ms: round(ms),
              share: round(value(share)),
              colour: style.colour,
              shape: style.shape,
            },
          ],
    ),
  );
  const words = curveLabels(shown, page, { width, height, x, y });
  const encodeX = {
    field: 'ms',
    type: 'quantitative',
    scale: { type: wide ? 'log' : 'linear', domain, nice: false, ...(wide ? {} : { zero: false }) },
    axis: {
      title: `Time until the client has its answer, ms${wide ? ' (log scale)' : ''}`,
      values: ticks,
      format: '~r',
      grid: true,
      gridDash: [2, 3],
    },
  };
  const encodeY = {
    field: 'share',
    type: 'quantitative',
    scale: {
      type: kind.log ? 'log' : 'linear',
      domain: yDomain,
      nice: false,
    },
    axis: leftAxis(room, kind.axisTitle, {
      values: kind.ticks,
      labelExpr:
        kind.label === '%'
          ? "format(100 * datum.value, '.0f') + ' %'"
          : "datum.value == 1 ? 'all' : '1 in ' + format(1 / datum.value, ',.0f')",
    }),
  };
  const layers: Layer[] = [
    ...[...new Set(shown.map(({ style }) => style.dash.join()))].map((dash) => ({
      data: {
        values: rows.filter(
          ({ client }) => shown.find(({ id }) => id === client)?.style.dash.join() === dash,
        ),
      },
      mark: {
        type: 'line',
        clip: true,
        strokeWidth: 2,
        strokeDash: dash.split(',').map(Number),
        interpolate: 'linear',
      },
      encoding: {
        x: encodeX,
        y: encodeY,
        detail: { field: 'client', type: 'nominal' },
        order: { field: 'share', type: 'quantitative' },
        stroke: given('colour'),
      },
    })),
    {
      data: { values: marks },
      mark: {
        type: 'point',
        clip: false,
        filled: true,
        size: 50,
        opacity: 1,
        stroke: 'white',
        strokeWidth: 1,
      },
      encoding: { x: encodeX, y: encodeY, fill: given('colour'), shape: given('shape') },
    },
    ...wordsLayers(page, words),
  ];
  const byMedian = [...shown].sort((a, b) => (a.p50 ?? Infinity) - (b.p50 ?? Infinity));
  const title =
    shown.length === 0
      ? `${nameOf(data)}: no client is answered`
      : kind.headline(byMedian[0], byMedian[byMedian.length - 1]);
  const missing = all.filter(({ points }) => points.length === 0).map(({ id }) => id);
  const described = all
    .map(
      ({ id, p50, p99 }) =>
        `${id}: median ${p50 === null ? 'never' : msText(p50)}, 99th percentile ${p99 === null ? 'never' : msText(p99)}`,
    )
    .join('; ');
  return chart({
    page,
    title,
    subtitle: [
      `${kind.hint}.${missing.length > 0 ? ` Never answered: ${missing.join(', ')}.` : ''}`,
      sourceLine(data.about),
    ],
    description: `${title}. ${described}. ${sourceLine(data.about)}.`,
    room,
    height,
    layers,
  });
}

function nameOf({ operation }: LatencyCurves): string {
  return operation === 'write' ? 'Writes' : 'Reads';
}

/** "Writes: half are done within 14 ms (web-us) to 82 ms (web-eu)" */
function spanText(
  what: string,
  fastest: LatencyCurve,
  slowest: LatencyCurve,
  figure: (curve: LatencyCurve) => number | null,
): string {
  const one = (curve: LatencyCurve): string => {
    const ms = figure(curve);
    return `${ms === null ? 'never' : msText(ms)} (${curve.id})`;
  };
  return fastest === slowest
    ? `${what} within ${one(fastest)}`
    : `${what} within ${one(fastest)} to ${one(slowest)}`;
}

interface Field {
  readonly width: number;
  readonly height: number;
  readonly x: (ms: number) => number;
  readonly y: (share: number) => number;
}

/** A name beside each line, where it meets no other line and no other name. */
function curveLabels(
  shown: readonly (LatencyCurve & { readonly style: { readonly ink: string } })[],
  page: Page,
  field: Field,
): Words[] {
  const { label } = lettersOf(page);
  const lines = shown.map(({ points }) =>
    points.map(({ ms, share }): [number, number] => [field.x(ms), field.y(share)]),
  );
  const obstacles = lines.flatMap((line) => boxesAlong(line, 5));
  const height = lineHeight(label);
  const texts = shown.map(({ id, p50, p99 }) => {
    const name = fitted(id, field.width * 0.3, label);
    return isNarrow(page) || p50 === null || p99 === null
      ? name
      : `${name} ${msNumber(p50)} / ${msNumber(p99)} ms`;
  });
  const wishes = shown.map((_, index) => {
    const width = textWidth(texts[index], label);
    const candidates: Box[] = [];
    // From the middle of the line outwards, to its right before its left.
    for (const side of [8, -8 - width]) {
      for (let step = 0; step < 40; step++) {
        const at = 0.38 + (step % 2 === 0 ? 1 : -1) * Math.ceil(step / 2) * 0.0245;
        const [px, py] = pointAt(lines[index], at * field.height);
        candidates.push({ x: px + side, y: py - height / 2, width, height });
      }
    }
    return { candidates };
  });
  const page0 = { x: 2, y: 0, width: field.width + 6, height: field.height };
  return placed(wishes, obstacles, page0).flatMap((box, index) =>
    box === undefined
      ? []
      : [
          {
            x: round(box.x),
            y: round(box.y + box.height / 2),
            text: texts[index],
            colour: shown[index].style.ink,
          },
        ],
  );
}

/** Where a line is at a height of the field, or at its end where it does not come so far. */
function pointAt(line: readonly (readonly [number, number])[], y: number): readonly [number, number] {
  for (let i = 1; i < line.length; i++) {
    const [x0, y0] = line[i - 1];
    const [x1, y1] = line[i];
    if ((y0 - y) * (y1 - y) > 0 || y0 === y1) continue;
    return [x0 + ((x1 - x0) * (y - y0)) / (y1 - y0), y];
  }
  const first = line[0];
  const last = line[line.length - 1];
  return Math.abs(first[1] - y) < Math.abs(last[1] - y) ? first : last;
}

/** Five significant digits: finer than a pixel, and fewer bytes. */
function round(value: number): number {
  return Number(value.toPrecision(6));
}
