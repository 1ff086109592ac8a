import type { MapData, MapPlace } from '../estimate/curves/result.js';
import {
  type Chart,
  chart,
  fieldWidth,
  givenNumber,
  type Layer,
  lineHeight,
  pixels,
  sourceLine,
  type Words,
  wordsLayers,
} from './chart.js';
import { project } from './equal-earth.js';
import { greatCircle } from './great-circle.js';
import { around, type Box, boxesAlong, overlap, placed } from './label-placement.js';
import { LAND } from './land.generated.js';
import { mapExtent } from './map-projection.js';
import { listText, msText, percentText } from './number-text.js';
import { isNarrow, lettersOf, type Page } from './page.js';
import { COLOURS, FAINT, INK, INKS, MUTED } from './palette.js';
import { fitted, textWidth } from './text-width.js';

export type { MapData } from '../estimate/curves/result.js';

const [BLUE, ORANGE] = COLOURS;
const SEA = '#f3f7fb';
const GROUND = '#dcdfe3';
/** Height of the row under the map that says what its marks mean (px). */
const LEGEND = 22;
/** Links that fewer of the writes need are left out: they would be lines that nobody uses. */
const LEAST_SHARE = 0.01;
/** A round trip is written beside links that at least this share of the writes needs. */
const WORTH_A_FIGURE = 0.05;

/**
 * Replicas, clients and the links by which writes gather their quorum, on the globe.
 *
 * @throws RangeError where no region has known coordinates: there is no map then.
 */
export function worldMap(whole: MapData, page: Page): Chart {
  if (whole.places.length === 0) {
    throw new RangeError(
      `no region of ${whole.about.name} has known coordinates (${whole.unplaced.join(', ')}), so there is no map of it`,
    );
  }
  const data = {
    ...whole,
    links: whole.links.filter(({ kind, share }) => kind === 'request' || share >= LEAST_SHARE),
  };
  const rare = whole.links.length - data.links.length;
  const room = { left: 0, right: 0, top: 0, bottom: LEGEND };
  const width = fieldWidth(page, room);
  const narrow = isNarrow(page);
  const ways = data.links.map((link) => ({
    ...link,
    points: greatCircle(data.places[link.from], data.places[link.to], 48),
  }));
  const points = [...data.places, ...ways.flatMap(({ points }) => points)];
  const { projection, height } = mapExtent(points, width, narrow ? 34 : 90);
  const at = (place: { lat: number; lon: number }): [number, number] =>
    project(projection, place.lon, place.lat);
  const drawn = ways.map((way) => ({ ...way, line: way.points.map(at) }));
  const spots = data.places.map(at);
  const field = { x: 0, y: 0, width, height };
  const radius = narrow ? 5 : 7;
  const dots = spots.map(([x, y]): Box => {
    const r = radius + 3;
    return { x: x - r, y: y - r, width: 2 * r, height: 2 * r };
  });
  const names = placeNames(
    data.places,
    spots,
    page,
    [...dots, ...drawn.flatMap(({ line }) => boxesAlong(line, 4))],
    field,
    radius,
  );
  const times = linkTimes(drawn, page, [...dots, ...names.boxes], field);
  const title = titleOf(data);
  return chart({
    page,
    title,
    subtitle: [
      `Lines are great circles: a link is the wider the more of the writes gather their quorum over it${times.length > 0 ? '; times are median round trips' : ''}.${rare > 0 ? ' Links that fewer than 1 % of the writes need are left out.' : ''}${data.unplaced.length > 0 ? ` Not on the map, for want of coordinates: ${listText(data.unplaced)}.` : ''}`,
      sourceLine(data.about),
    ],
    description: describe(whole, title),
    room,
    height,
    layers: [
      {
        data: { values: JSON.parse(LAND), format: { type: 'topojson', feature: 'land' } },
        mark: { type: 'geoshape', fill: GROUND, stroke: 'white', strokeWidth: 0.4, clip: true },
      },
      ...linkLayers(data),
      ...placeLayers(data.places, radius),
      ...wordsLayers(page, times),
      ...wordsLayers(page, names.bold, true),
      ...wordsLayers(page, names.plain),
      ...legendLayers(page, width, height, data),
    ],
    more: {
      projection: {
        type: 'equalEarth',
        rotate: [-projection.centre, 0, 0],
        scale: projection.scale,
        translate: projection.translate,
        precision: 0.1,
      },
      view: { fill: SEA },
    },
  });
}

function titleOf({ about, places }: MapData): string {
  const replicas = places.flatMap((place) => place.replicas.map((replica) => ({ ...replica, place })));
  const leader = replicas.find(({ leads }) => leads);
  const where = places.filter((place) => place.replicas.length > 0).length;
  const spread = `${replicas.length} replicas in ${where} ${where === 1 ? 'region' : 'regions'}`;
  return leader === undefined
    ? `${about.name}: ${spread}`
    : `${about.name}: ${spread}, led from ${leader.place.city}`;
}

function describe({ about, places, links, unplaced }: MapData, title: string): string {
  const stands = places.map(({ city, region, replicas, clients }) => {
    const ids = replicas.map(({ id, leads }) => (leads ? `${id}, which leads` : id));
    const what = [
      ...(ids.length > 0 ? [`replicas ${ids.join(', ')}`] : []),
      ...(clients.length > 0 ? [`clients ${clients.join(', ')}`] : []),
    ];
    return `${city} (${region}): ${what.join('; ')}`;
  });
  const by = (kind: 'quorum' | 'request'): string =>
    links
      .filter((link) => link.kind === kind)
      .map(
        ({ from, to, share, rtt }) =>
          `${places[from].city} to ${places[to].city} for ${percentText(share)} of writes, ${msText(rtt)} there and back`,
      )
      .join('; ');
  return [
    `World map. ${title}.`,
    `${stands.join('. ')}.`,
    links.some(({ kind }) => kind === 'quorum') ? `Quorums are gathered over: ${by('quorum')}.` : '',
    links.some(({ kind }) => kind === 'request') ? `Requests go from ${by('request')}.` : '',
    unplaced.length > 0 ? `Not on the map: ${unplaced.join(', ')}.` : '',
    `${sourceLine(about)}.`,
  ]
    .filter((part) => part !== '')
    .join(' ');
}

function linkLayers({ links, places }: MapData): Layer[] {
  const shape = (kind: 'quorum' | 'request', more: Layer): Layer[] => {
    const values = links
      .filter((link) => link.kind === kind)
      .sort((a, b) => a.share - b.share)
      .map(({ from, to, share, rtt }) => ({
        type: 'Feature',
        geometry: {
          type: 'LineString',
          coordinates: [from, to].map((place) => [places[place].lon, places[place].lat]),
        },
        properties: {
          from: places[from].region,
          to: places[to].region,
          share: round(share),
          rtt: round(rtt),
        },
        width: Math.round(10 * (kind === 'quorum' ? 0.8 + 4 * share : 1 + share)) / 10,
      }));
    if (values.length === 0) return [];
    return [
      {
        data: { values },
        mark: { type: 'geoshape', filled: false, clip: true, ...more },
        encoding: { strokeWidth: givenNumber('width') },
      },
    ];
  };
  return [
    ...shape('quorum', { stroke: BLUE, strokeOpacity: 0.75 }),
    ...shape('request', { stroke: ORANGE, strokeDash: [4, 3] }),
  ];
}

/** A replica is a disc, the leader a disc with a ring, a client a diamond around it all: shapes before colours. */
function placeLayers(places: readonly MapPlace[], radius: number): Layer[] {
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

interface Names {
  readonly bold: Words[];
  readonly plain: Words[];
  readonly boxes: Box[];
}

/** The names of what stands at each place: replicas in bold, clients under them. The fullest places first. */
function placeNames(
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
    if (box === undefined) continue;
    boxes.push(box);
    for (const [k, { text, bold: heavy, colour }] of lines.entries()) {
      const words = { x: round(box.x), y: round(box.y + (k + 0.5) * line), text, colour };
      (heavy ? bold : plain).push(words);
    }
  }
  return { bold, plain, boxes };
}

/** Round trips beside the quorum's links, where there is room: the widest links first. */
function linkTimes(
  links: readonly { kind: string; share: number; rtt: number; line: readonly [number, number][] }[],
  page: Page,
  obstacles: readonly Box[],
  field: Box,
): Words[] {
  const { label } = lettersOf(page);
  const height = Math.round(label);
  const taken = [...obstacles];
  const words: Words[] = [];
  for (const { rtt, line } of links
    .filter(({ kind, share }) => kind === 'quorum' && share >= WORTH_A_FIGURE)
    .sort((a, b) => b.share - a.share || a.rtt - b.rtt)) {
    const text = msText(rtt >= 10 ? Math.round(rtt) : rtt);
    const width = textWidth(text, label);
    const box = [24, 20, 28, 16, 32, 12, 36]
      .flatMap((i) => beside(line, i, width, height))
      .find(
        (candidate) =>
          overlap(candidate, field) >= width * height - 1e-6 &&
          taken.every((other) => overlap(candidate, other) === 0),
      );
    if (box === undefined) continue;
    taken.push(box);
    words.push({ x: round(box.x), y: round(box.y + height / 2), text, colour: INKS[0] });
  }
  return words;
}

/** Boxes on both sides of a line at its i-th point, as near as its slope lets them be. */
function beside(
  line: readonly (readonly [number, number])[],
  i: number,
  width: number,
  height: number,
): Box[] {
  const [x0, y0] = line[i - 1];
  const [x1, y1] = line[i + 1];
  const length = Math.hypot(x1 - x0, y1 - y0) || 1;
  const [nx, ny] = [-(y1 - y0) / length, (x1 - x0) / length];
  const away = (Math.abs(nx) * width + Math.abs(ny) * height) / 2 + 5;
  return [-1, 1].map((side) => ({
    x: line[i][0] + side * nx * away - width / 2,
    y: line[i][1] + side * ny * away - height / 2,
    width,
    height,
  }));
}

/** What the marks mean, in a row under the map. */
function legendLayers(page: Page, width: number, height: number, data: MapData): Layer[] {
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

function round(value: number): number {
  return Number(value.toPrecision(5));
}
