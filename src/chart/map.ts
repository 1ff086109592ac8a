import type { MapData } from '../result/chart-data.js';
import { type Chart, chart, fieldWidth, sourceLine, wordsLayers } from './chart.js';
import { project } from './equal-earth.js';
import { greatCircle } from './great-circle.js';
import { type Box, boxesAlong } from './label-placement.js';
import { LAND } from './land.generated.js';
import { legendLayers } from './map-legend.js';
import { linkLayers, linkTimes } from './map-links.js';
import { placeLayers, placeNames } from './map-places.js';
import { mapExtent } from './map-projection.js';
import { listText, msText, percentText } from './number-text.js';
import { isNarrow, type Page } from './page.js';

const SEA = '#f3f7fb';
const GROUND = '#dcdfe3';
/** Height of the row under the map that says what its marks mean (px). */
const LEGEND = 22;
/** Links that fewer of the writes need are left out: they would be lines that nobody uses. */
const LEAST_SHARE = 0.01;

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
      `Lines are great circles: a link is the wider the more of the writes gather their quorum over it${times.length > 0 ? '; times are median round trips' : ''}.${rare > 0 ? ' Links that fewer than 1 % of the writes need are left out.' : ''}${data.unplaced.length > 0 ? ` Not on the map, for want of coordinates: ${listText(data.unplaced)}.` : ''}${names.left > 0 ? ` ${names.left} ${names.left === 1 ? 'place has' : 'places have'} no room for a name.` : ''}`,
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
        // What lies beyond the field would only be bytes.
        clipExtent: [
          [-4, -4],
          [width + 4, height + 4],
        ],
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
