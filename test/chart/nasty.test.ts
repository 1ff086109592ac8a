import { describe, expect, test } from 'vitest';
import { renderChart } from '../../cli/chart/render.js';
import { alternativesChart } from '../../src/chart/alternatives.js';
import type { Chart } from '../../src/chart/chart.js';
import { hockeyStick } from '../../src/chart/hockey-stick.js';
import { latencyCdf, latencyTail } from '../../src/chart/latency.js';
import { spaceTime } from '../../src/chart/space-time.js';
import type { Alternatives } from '../../src/result/chart-data.js';
import { drawnTexts, outside } from './drawn-text.js';

const about = { name: 'x', protocol: 'Raft', source: 'RTTs' };
const titleOf = (chart: Chart): string => (chart as { title: { text: string[] } }).title.text.join(' ');

/** Where the points of a colour's lines are on the page, from the SVG's paths. */
function verticesOf(svg: string, stroke: string): [number, number][] {
  const [, dx, dy] = /transform="translate\((-?[\d.]+),(-?[\d.]+)\)"><g class="mark-group/.exec(svg) ?? [];
  return [...svg.matchAll(/<path[^>]* d="([^"]+)"[^>]*stroke="([^"]+)"/g)]
    .filter(([, , colour]) => colour === stroke)
    .flatMap(([, d]) => [...d.matchAll(/[ML](-?[\d.]+),(-?[\d.]+)/g)])
    .map(([, x, y]): [number, number] => [Number(x) + Number(dx), Number(y) + Number(dy)]);
}

describe.each([
  ['latency-cdf', latencyCdf],
  ['latency-tail', latencyTail],
])('%s', (_, draw) => {
  test.each([400, 1200])('writes the name of a line beside that line, at %i px', async (width) => {
    const points = Array.from({ length: 50 }, (_, k) => {
      const share = k < 40 ? k / 40 : 1 - 10 ** (-1.6 - (k - 40) / 3);
      return { share, ms: 20 + 30 * -Math.log10(1 - share) };
    });
    const clients = [{ id: 'only', points, p50: 29, p99: 80 }];
    const svg = await renderChart(draw({ about, operation: 'write', clients }, { width }), 'svg');
    const word = drawnTexts(svg).find(({ text }) => text === 'only' || text.startsWith('only '))!;
    const nearest = Math.min(
      ...verticesOf(svg, '#0072B2').map(([x, y]) =>
        Math.hypot(
          Math.max(word.x - x, 0, x - word.x - word.width),
          Math.max(word.y - y, 0, y - word.y - word.height),
        ),
      ),
    );
    expect(nearest).toBeLessThan(45);
  });
});

describe('alternatives', () => {
  const data = (...medians: number[][]): Alternatives => ({
    source: 'x',
    operation: 'write',
    names: ['raft', 'epaxos', 'mencius'],
    clients: medians.map((row, i) => ({
      id: `c${i}`,
      figures: row.map((p50) => ({ p50, p99: p50 + 1 })),
    })),
  });
  test.each([
    [data([5, 5, 9], [7, 4, 8]), 'Writes: epaxos has the least median for every client'],
    [data([5, 5.001, 9]), 'Writes: raft and epaxos have the least median for every client'],
    [data([5, 5, 5]), 'Writes: all have the same medians'],
    [data([5, 6, 9], [7, 4, 8]), 'Writes, least median: raft for c0; epaxos for c1'],
  ])('a title names all that are as good as the figures can tell: %#', (alternatives, title) => {
    expect(titleOf(alternativesChart(alternatives, { width: 1200 }))).toBe(title);
  });
});

test('a load chart without a limit says that there is none', () => {
  const chart = hockeyStick({ about, operation: 'write', capacity: null, points: [] }, { width: 400 });
  expect(titleOf(chart)).toContain('the file names nothing that limits it');
});

test('a space-time diagram of ids of 40 characters stays on a page of 400 px', async () => {
  const id = 'w'.repeat(40);
  const chart = spaceTime(
    {
      about,
      client: id,
      kind: 'write',
      lanes: [id, `${id}2`],
      messages: [{ from: id, to: `${id}2`, type: 'request', sent: 0, received: 10, critical: true }],
      diskWrites: [],
      commits: [],
      marks: [],
      answered: 20,
    },
    { width: 400 },
  );
  const svg = await renderChart(chart, 'svg');
  expect(outside(drawnTexts(svg), 400, 1000)).toEqual([]);
});
