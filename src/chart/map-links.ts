import type { MapData } from '../result/chart-data.js';
import { givenNumber, type Layer, type Words } from './chart.js';
import { type Box, overlap } from './label-placement.js';
import { msText } from './number-text.js';
import { lettersOf, type Page } from './page.js';
import { COLOURS, INKS } from './palette.js';
import { textWidth } from './text-width.js';

const [BLUE, ORANGE] = COLOURS;
/** More round trips than this would be a thicket of figures. */
const MOST_TIMES = 12;
/** A round trip is written beside links that at least this share of the writes needs. */
const WORTH_A_FIGURE = 0.05;

/** The links of quorums, as wide as they are used, and over them those of requests. */
export function linkLayers({ links, places }: MapData): Layer[] {
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

/** Round trips beside the quorum's links, where there is room: the widest links first. */
export function linkTimes(
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
    .sort((a, b) => b.share - a.share || a.rtt - b.rtt)
    .slice(0, MOST_TIMES)) {
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

function round(value: number): number {
  return Number(value.toPrecision(5));
}
