import type { MapPlace } from '../result/chart-data.js';
import { type Layer, lineHeight, type Words } from './chart.js';
import { around, type Box, overlap, placed } from './label-placement.js';
import { listText } from './number-text.js';
import { isNarrow, lettersOf, type Page } from './page.js';
import { COLOURS, INK, INKS } from './palette.js';
import { fitted, textWidth } from './text-width.js';

const [BLUE, ORANGE] = COLOURS;

/** A replica is a disc, the leader a disc with a ring, a client a diamond around it all: shapes before colours. */
export function placeLayers(places: readonly MapPlace[], radius: number): Layer[] {
  const layer = (chosen: readonly MapPlace[], mark: Layer): Layer[] =>
    chosen.length === 0
      ? []
      : [
          {
            data: { values: chosen.map(({ region, lat, lon }) => ({ region, lat, lon })) },
            mark: { type: 'point', opacity: 1, ...mark },
            encoding: {
              longitude: { field: 'lon', type: 'quantitative' },
              latitude: { field: 'lat', type: 'quantitative' },
            },
          },
        ];
  const area = Math.PI * radius * radius;
  const replicas = places.filter((place) => place.replicas.length > 0);
  const leads = replicas.filter((place) => place.replicas.some((replica) => replica.leads));
  return [
    ...layer(
      places.filter(({ clients }) => clients.length > 0),
      { shape: 'diamond', size: area * 3.4, fill: 'white', stroke: ORANGE, strokeWidth: 2 },
    ),
    ...layer(replicas, { shape: 'circle', size: area * 0.75, fill: BLUE, stroke: 'white', strokeWidth: 1 }),
    ...layer(leads, { shape: 'circle', size: area * 1.3, stroke: INK, strokeWidth: 2, fill: BLUE }),
    ...layer(leads, { shape: 'circle', size: area * 0.3, stroke: null, fill: 'white' }),
  ];
}

export interface Names {
  readonly bold: Words[];
  readonly plain: Words[];
  readonly boxes: Box[];
  /** How many places had no room for theirs. */
  readonly left: number;
}

/** The names of what stands at each place: replicas in bold, clients under them. The fullest places first. */
export function placeNames(
  places: readonly MapPlace[],
  spots: readonly [number, number][],
  page: Page,
  obstacles: readonly Box[],
  field: Box,
  radius: number,
): Names {
  const { label } = lettersOf(page);
  const line = lineHeight(label);
  const most = isNarrow(page) ? 110 : 240;
  const blocks = places.map(({ replicas, clients }, index) => {
    const ids = replicas.map(({ id }) => id);
    const lines = [
      ...(ids.length > 0
        ? [
            {
              text: fitted(listText(ids, isNarrow(page) ? 2 : 4), most, label, true),
              bold: true,
              colour: INK,
            },
          ]
        : []),
      ...(clients.length > 0
        ? [
            {
              text: fitted(listText(clients, isNarrow(page) ? 2 : 3), most, label),
              bold: false,
              colour: INKS[1],
            },
          ]
        : []),
    ];
    const width = Math.max(...lines.map(({ text, bold }) => textWidth(text, label, bold)));
    return { index, lines, width, height: lines.length * line };
  });
  // Where others are near there is little choice: those places choose first.
  const crowd = (index: number): number =>
    spots.filter(([x, y]) => Math.hypot(x - spots[index][0], y - spots[index][1]) < 120).length;
  const order = [...blocks].sort((a, b) => crowd(b.index) - crowd(a.index) || a.index - b.index);
  const found = placed(
    order.map(({ index, width, height }) => ({
      candidates: [radius + 5, radius + 12, radius + 24].flatMap((gap) =>
        around(spots[index], width, height, gap),
      ),
    })),
    obstacles,
    field,
  );
  const bold: Words[] = [];
  const plain: Words[] = [];
  const boxes: Box[] = [];
  for (const [rank, { lines }] of order.entries()) {
    const box = found[rank];
    // Two names on top of each other are two that nobody can read; the description has them all.
    if (box === undefined || boxes.some((other) => overlap(other, box) > 0)) continue;
    boxes.push(box);
    for (const [k, { text, bold: heavy, colour }] of lines.entries()) {
      const words = { x: round(box.x), y: round(box.y + (k + 0.5) * line), text, colour };
      (heavy ? bold : plain).push(words);
    }
  }
  return { bold, plain, boxes, left: places.length - boxes.length };
}

function round(value: number): number {
  return Number(value.toPrecision(5));
}
