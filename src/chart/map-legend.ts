import type { MapData } from '../result/chart-data.js';
import { type Layer, pixels } from './chart.js';
import { isNarrow, lettersOf, type Page } from './page.js';
import { COLOURS, FAINT, INK, MUTED } from './palette.js';
import { textWidth } from './text-width.js';

const [BLUE, ORANGE] = COLOURS;

/** What the marks mean, in a row under the map. */
export function legendLayers(page: Page, width: number, height: number, data: MapData): Layer[] {
  const { axis } = lettersOf(page);
  const entries = [
    ...(data.places.some(({ replicas }) => replicas.some(({ leads }) => leads))
      ? [{ text: 'leader', mark: 'leader' }]
      : []),
    { text: 'replica', mark: 'replica' },
    { text: 'client', mark: 'client' },
    ...(data.links.some(({ kind }) => kind === 'quorum') ? [{ text: 'quorum', mark: 'quorum' }] : []),
    ...(data.links.some(({ kind }) => kind === 'request') ? [{ text: 'request', mark: 'request' }] : []),
  ];
  let x = 2;
  const y = height + 14;
  const placedEntries = entries.map(({ text, mark }) => {
    const sign = mark === 'quorum' || mark === 'request' ? 22 : 12;
    const entry = { text, mark, x, sign, words: x + sign + 5 };
    x += sign + 5 + Math.ceil(textWidth(text, axis)) + (isNarrow(page) ? 10 : 18);
    return entry;
  });
  const point = (mark: string, more: Layer): Layer[] =>
    placedEntries
      .filter((entry) => entry.mark === mark)
      .map((entry) => ({
        data: { values: [{ x: entry.x + entry.sign / 2, y }] },
        mark: { type: 'point', opacity: 1, ...more },
        encoding: { x: pixels('x'), y: pixels('y') },
      }));
  const rule = (mark: string, more: Layer): Layer[] =>
    placedEntries
      .filter((entry) => entry.mark === mark)
      .map((entry) => ({
        data: { values: [{ x: entry.x, x2: entry.x + entry.sign, y }] },
        mark: { type: 'rule', ...more },
        encoding: { x: pixels('x'), x2: { field: 'x2' }, y: pixels('y') },
      }));
  return [
    ...point('leader', { shape: 'circle', size: 100, fill: BLUE, stroke: INK, strokeWidth: 2 }),
    ...point('leader', { shape: 'circle', size: 18, fill: 'white', stroke: null }),
    ...point('replica', { shape: 'circle', size: 70, fill: BLUE, stroke: 'white' }),
    ...point('client', { shape: 'diamond', size: 110, fill: 'white', stroke: ORANGE, strokeWidth: 2 }),
    ...rule('quorum', { stroke: BLUE, strokeWidth: 3.5, strokeOpacity: 0.75 }),
    ...rule('request', { stroke: ORANGE, strokeWidth: 1.5, strokeDash: [4, 3] }),
    {
      data: { values: placedEntries.map(({ text, words }) => ({ x: words, y, text })) },
      mark: { type: 'text', align: 'left', baseline: 'middle', fontSize: axis, color: MUTED },
      encoding: { x: pixels('x'), y: pixels('y'), text: { field: 'text', type: 'nominal' } },
    },
    {
      data: { values: [{ x: 0, x2: width, y: 0, y2: height }] },
      mark: { type: 'rect', filled: false, stroke: FAINT, strokeWidth: 0.5 },
      encoding: { x: pixels('x'), x2: { field: 'x2' }, y: pixels('y'), y2: { field: 'y2' } },
    },
  ];
}
