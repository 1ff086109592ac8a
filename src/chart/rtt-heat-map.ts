import type { RttMatrix } from '../result/chart-data.js';
import { type Chart, chart, given, leftRoom, lineHeight, pixels, sourceLine } from './chart.js';
import { msNumber, msText } from './number-text.js';
import { isNarrow, lettersOf, MOST_FIELD, type Page } from './page.js';
import { INK, STEPS } from './palette.js';
import { fitted, textWidth } from './text-width.js';

/** Lower ends of the steps of colour (ms): within a zone, a metropolis, a country, a continent, across an ocean, around the globe. */
const ENDS = [0, 2, 10, 40, 90, 160, 240] as const;
/** Between replicas and clients (px). */
const GAP = 10;

/** Round trips between replicas, and from clients to replicas, each with its figure. */
export function rttHeatMap(data: RttMatrix, page: Page): Chart {
  const letters = lettersOf(page);
  const names = data.rows.map(({ id }) => fitted(id, page.width * 0.28, letters.axis));
  const left = leftRoom(page, [...names, 'from']);
  const right = 2;
  const across = Math.min(page.width - 24 - left - right, MOST_FIELD);
  const n = data.columns.length;
  const cell = Math.min(120, across / n);
  const tall = Math.min(40, Math.max(isNarrow(page) ? 22 : 26, cell * 0.62));
  const headers = data.columns.map((id) => fitted(id, 140, letters.axis));
  const widest = Math.max(...headers.map((id) => textWidth(id, letters.axis)));
  const upright = widest <= cell - 4;
  // Names that stand on end need a line's height each.
  const every = upright ? 1 : Math.ceil(lineHeight(letters.axis) / cell);
  const top = upright ? lineHeight(letters.axis) + 6 : widest + 8;
  const y = (row: number): number =>
    row * tall + (data.rows[row]?.kind === 'client' && data.rows[0].kind === 'replica' ? GAP : 0);
  const cells = data.rows.flatMap(({ id, cells }, row) =>
    cells.map((ms, column) => {
      const step = ms === null ? -1 : ENDS.filter((end) => ms >= end).length - 1;
      const text = ms === null ? '–' : ms >= 10 ? ms.toFixed(0) : msNumber(ms);
      return {
        from: id,
        to: data.columns[column],
        ms: ms === null ? null : Number(ms.toPrecision(6)),
        text: textWidth(text, letters.label) <= cell - 3 ? text : '',
        x: round(column * cell),
        x2: round((column + 1) * cell - 2),
        middle: round((column + 0.5) * cell - 1),
        y: round(y(row)),
        y2: round(y(row) + tall - 2),
        centre: round(y(row) + tall / 2 - 1),
        fill: ms === null ? '#ffffff' : STEPS[step],
        ink: step >= 4 ? '#ffffff' : INK,
      };
    }),
  );
  const values = data.rows.flatMap(({ id, cells }) =>
    cells.flatMap((ms, column) => (ms === null ? [] : [{ from: id, to: data.columns[column], ms }])),
  );
  const farthest = values.reduce((a, b) => (b.ms > a.ms ? b : a), values[0]);
  const title =
    farthest === undefined
      ? 'Round trips'
      : `Round trips: up to ${msText(farthest.ms)}, between ${farthest.from} and ${farthest.to}`;
  const height = y(data.rows.length - 1) + tall;
  const clients = data.rows.some(({ kind }) => kind === 'client');
  return chart({
    page,
    title,
    subtitle: [
      `Median in ms to each replica (columns), from replicas${clients ? ' (rows above) and clients (rows below)' : ''}; the darker, the longer.`,
      sourceLine(data.about),
    ],
    description: `${title}. Medians: ${data.rows
      .map(
        ({ id, cells }) =>
          `from ${id} to ${cells.flatMap((ms, k) => (ms === null ? [] : [`${data.columns[k]} ${msText(ms)}`])).join(', ')}`,
      )
      .join('; ')}. ${sourceLine(data.about)}.`,
    room: { left, right, top, bottom: 0 },
    height,
    layers: [
      {
        data: { values: cells },
        mark: { type: 'rect', cornerRadius: 2 },
        encoding: {
          x: pixels('x'),
          x2: { field: 'x2' },
          y: pixels('y'),
          y2: { field: 'y2' },
          color: given('fill'),
        },
      },
      {
        data: { values: cells },
        mark: { type: 'text', align: 'center', baseline: 'middle', fontSize: letters.label },
        encoding: {
          x: pixels('middle'),
          y: pixels('centre'),
          text: { field: 'text', type: 'nominal' },
          color: given('ink'),
        },
      },
      {
        data: { values: names.map((text, row) => ({ text, x: -6, y: round(y(row) + tall / 2 - 1) })) },
        mark: { type: 'text', align: 'right', baseline: 'middle', fontSize: letters.axis },
        encoding: { x: pixels('x'), y: pixels('y'), text: { field: 'text', type: 'nominal' } },
      },
      {
        data: {
          values: headers
            .map((text, k) => ({ text, x: round((k + 0.5) * cell - 1), y: -6 }))
            .filter((_, k) => k % every === 0),
        },
        mark: {
          type: 'text',
          align: upright ? 'center' : 'left',
          baseline: upright ? 'bottom' : 'middle',
          angle: upright ? 0 : 270,
          fontSize: letters.axis,
        },
        encoding: { x: pixels('x'), y: pixels('y'), text: { field: 'text', type: 'nominal' } },
      },
    ],
  });
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
