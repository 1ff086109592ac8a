import type { HockeyStick } from '../result/chart-data.js';
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
  pixels,
  sourceLine,
  topRoom,
  wordsLayers,
} from './chart.js';
import { boxesAlong, placed } from './label-placement.js';
import { endLabels, endRoom } from './line-ends.js';
import { msNumber, msText, percentText, rateText } from './number-text.js';
import { isNarrow, lettersOf, type Page } from './page.js';
import { ALARM, styleOf } from './palette.js';
import { fitted, textWidth } from './text-width.js';
import { along, linearTicks, logTicks } from './ticks.js';

/** How latency rises as the load nears the capacity: p99 as a line, the median as a thin one under it. */
export function hockeyStick(data: HockeyStick, page: Page): Chart {
  const { label } = lettersOf(page);
  const ids = [...new Set(data.points.flatMap(({ clients }) => clients.map(({ client }) => client)))];
  const names = ids.map((id) => fitted(id, page.width * 0.25, label));
  const rows = data.points.flatMap(({ rate, clients }) =>
    clients.flatMap(({ client, p50, p99 }) => {
      const { colour, shape } = styleOf(ids.indexOf(client));
      return (['p50', 'p99'] as const).flatMap((figure) => {
        const ms = figure === 'p50' ? p50 : p99;
        return ms === null ? [] : [{ client, figure, rate, ms, colour, shape }];
      });
    }),
  );
  const all = rows.map(({ ms }) => ms);
  const log = Math.max(...all) / Math.min(...all) > 20;
  const values = log ? logTicks(Math.min(...all), Math.max(...all), 8) : linearTicks(Math.max(...all), 5);
  const domain: [number, number] = [log ? Math.min(values[0], ...all) : 0, values[values.length - 1]];
  const left = leftRoom(page, values.map(msNumber));
  const room = { left, right: endRoom(page, names), top: topRoom(page), bottom: bottomRoom(page) };
  const width = fieldWidth(page, room);
  const height = Math.round(Math.min(400, Math.max(210, width * 0.48)));
  const mostRate = Math.max(data.capacity?.rate ?? 0, ...data.points.map(({ rate }) => rate));
  const rates = linearTicks(mostRate, isNarrow(page) ? 4 : 8);
  const endRate = Math.max(mostRate * 1.01, rates[rates.length - 2] ?? 0);
  const x = (rate: number): number => along(rate, [0, endRate], width, false);
  const y = (ms: number): number => height - along(ms, domain, height, log);
  const encodeX = {
    field: 'rate',
    type: 'quantitative',
    scale: { type: 'linear', domain: [0, endRate], nice: false },
    axis: {
      title: 'Load, operations per second of all clients',
      values: rates.filter((rate) => rate <= endRate),
      format: ',~r',
      grid: false,
    },
  };
  const encodeY = {
    field: 'ms',
    type: 'quantitative',
    scale: { type: log ? 'log' : 'linear', domain, nice: false },
    axis: leftAxis(room, `Latency of ${data.operation}s, ms${log ? ' (log scale)' : ''}`, {
      values,
      format: '~r',
    }),
  };
  const lines = (figure: 'p50' | 'p99'): Layer => ({
    data: { values: rows.filter((row) => row.figure === figure) },
    mark: {
      type: 'line',
      interpolate: 'linear',
      strokeWidth: figure === 'p99' ? 2.2 : 1.2,
      ...(figure === 'p50' ? { strokeDash: [4, 3] } : {}),
    },
    encoding: {
      x: encodeX,
      y: encodeY,
      detail: { field: 'client', type: 'nominal' },
      stroke: given('colour'),
    },
  });
  const ends = ids.flatMap((id, index) => {
    const last = rows.filter(({ client, figure }) => client === id && figure === 'p99').at(-1);
    return last === undefined
      ? []
      : [
          {
            text: names[index],
            x: Math.max(x(last.rate), data.capacity === null ? 0 : x(data.capacity.rate)),
            y: y(last.ms),
            colour: styleOf(index).ink,
          },
        ];
  });
  const { capacity } = data;
  const title =
    capacity === null
      ? `${operationName(data)} as the load rises${data.points.length === 0 ? ': the file names nothing that limits it' : ''}`
      : `${operationName(data)} as the load rises to the capacity of ${rateText(capacity.rate)}`;
  const said = capacity === null ? '' : fitted(`capacity: ${capacity.bottleneck}`, width - 12, label);
  // Beside the rule, where no line passes: at the top, or as far below as it takes.
  const wide = textWidth(said, label);
  const beside = Math.max(4, Math.round((capacity === null ? 0 : x(capacity.rate)) - 6 - wide));
  const [free] = placed(
    [
      {
        candidates: Array.from({ length: Math.floor(height / 12) }, (_, k) => ({
          x: beside,
          y: 12 * k,
          width: wide,
          height: lineHeight(label),
        })),
      },
    ],
    ids.flatMap((id) =>
      (['p50', 'p99'] as const).flatMap((figure) =>
        boxesAlong(
          rows
            .filter((row) => row.client === id && row.figure === figure)
            .map((row): [number, number] => [x(row.rate), y(row.ms)]),
          9,
        ),
      ),
    ),
    { x: 0, y: 0, width: width + 8, height },
  );
  const capacityAt = { x: beside, y: Math.round((free?.y ?? 0) + lineHeight(label) / 2) };
  return chart({
    page,
    title,
    subtitle: ['Whole lines: 99th percentile; dashed: median.', sourceLine(data.about)],
    description: `${title}${capacity === null ? '' : `, where ${capacity.bottleneck} gives out`}. ${data.points
      .map(
        ({ rate, clients }) =>
          `At ${rateText(rate)}${capacity === null ? '' : ` (${percentText(rate / capacity.rate)})`}: ${clients.map(({ client, p50, p99 }) => `${client} median ${p50 === null ? 'never' : msText(p50)}, 99th percentile ${p99 === null ? 'never' : msText(p99)}`).join('; ')}`,
      )
      .join('. ')}. ${sourceLine(data.about)}.`,
    room,
    height,
    layers: [
      lines('p50'),
      lines('p99'),
      {
        data: { values: rows.filter(({ figure }) => figure === 'p99') },
        mark: { type: 'point', filled: true, size: 42, opacity: 1, stroke: 'white', strokeWidth: 1 },
        encoding: { x: encodeX, y: encodeY, fill: given('colour'), shape: given('shape') },
      },
      ...(capacity === null
        ? []
        : [
            {
              data: { values: [{ x: Math.round(x(capacity.rate)), y: 0, y2: height }] },
              mark: { type: 'rule', stroke: ALARM, strokeDash: [2, 2], strokeWidth: 1.5 },
              encoding: { x: pixels('x'), y: pixels('y'), y2: { field: 'y2' } },
            },
            ...wordsLayers(page, [{ ...capacityAt, text: said, colour: ALARM }]),
          ]),
      ...wordsLayers(page, endLabels(page, ends, height)),
    ],
  });
}

function operationName({ operation }: HockeyStick): string {
  return operation === 'write' ? 'Write latency' : 'Read latency';
}
