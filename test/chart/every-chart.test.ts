import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { describe, expect, test } from 'vitest';
import { renderChart } from '../../cli/chart/render.js';
import type { Chart } from '../../src/chart/chart.js';
import { CHART_NAMES, CHARTS } from '../../src/chart/charts.js';
import type { ChartData, ChartName } from '../../src/result/chart-data.js';
import { collisions, drawnTexts, outside } from './drawn-text.js';
import { OTHERS, type Sample, samplesOf } from './topologies.js';

const BUNDLED = ['payments-ledger', 'nine-hierarchical', 'seven-around-the-globe'];
const WIDTHS = [400, 1200];

function draw<Name extends ChartName>([name, data]: readonly [Name, ChartData[Name]], width: number): Chart {
  return CHARTS[name].draw(data, { width });
}

/** Samples come as a union of pairs; each pair fits the chart that it names. */
const drawn = (sample: Sample, width: number): Chart =>
  draw(sample as readonly ['map', ChartData['map']], width);

const samples: [string, Sample][] = OTHERS.map((sample) => ['sample', sample]);
for (const name of BUNDLED) for (const sample of await samplesOf(name)) samples.push([name, sample]);

const ajv = new Ajv({ strict: false, validateFormats: false });
const valid = ajv.compile(
  JSON.parse(readFileSync('node_modules/vega-lite/build/vega-lite-schema.json', 'utf8')) as object,
);

/** With two rows of each layer's data: the schema does not look at data, but takes its time with them. */
function lean(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(lean);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, part]) => [
      key,
      key === 'values' && Array.isArray(part) && typeof part[0] === 'object'
        ? part.slice(0, 2)
        : key === 'values' && !Array.isArray(part)
          ? {}
          : lean(part),
    ]),
  );
}

test('every chart of the table is drawn here', () => {
  expect([...new Set(samples.map(([, [name]]) => name))].sort()).toEqual([...CHART_NAMES].sort());
});

describe.each(samples.map(([from, sample]) => [`${sample[0]} of ${from}`, sample] as const))(
  '%s',
  (_, sample) => {
    test.each(WIDTHS)('is a plain vega-lite object by its schema, at %i px', (width) => {
      const spec = drawn(sample, width);
      expect(JSON.parse(JSON.stringify(spec))).toEqual(spec);
      valid(lean(spec));
      // Of a union's errors the deepest say most.
      const errors = (valid.errors ?? []).sort((a, b) => b.instancePath.length - a.instancePath.length);
      expect(errors.slice(0, 3)).toEqual([]);
    });

    test.each(WIDTHS)(
      'at %i px compiles without a warning, is as wide as asked, and no words meet or leave it',
      async (width) => {
        const svg = await renderChart(drawn(sample, width), 'svg');
        const [, w, h] = /^<svg[^>]* width="(\d+)" height="(\d+)"/.exec(svg) ?? [];
        expect(Number(w)).toBe(width);
        const texts = drawnTexts(svg);
        expect(texts.length).toBeGreaterThan(5);
        expect(collisions(texts)).toEqual([]);
        expect(outside(texts, width, Number(h))).toEqual([]);
      },
    );

    test('is the same bytes each time, and has a name and a description for those who cannot see it', async () => {
      const svg = await renderChart(drawn(sample, 400), 'svg', { id: 'one' });
      expect(await renderChart(drawn(sample, 400), 'svg', { id: 'one' })).toBe(svg);
      const spec = drawn(sample, 400) as { title: { text: string[] }; description: string };
      expect(svg).toMatch(
        /^<svg[^>]* role="img" aria-labelledby="one-title one-desc"><title id="one-title">[^<]{10,}</,
      );
      expect(svg).toContain('<desc id="one-desc">');
      expect(spec.description.length).toBeGreaterThan(spec.title.text.join(' ').length + 40);
      expect(spec.description).not.toMatch(/NaN|undefined|null|Infinity/);
      expect(svg).not.toMatch(/NaN|undefined/);
    });
  },
);

test('the check of words finds two that meet, and one that leaves the page', () => {
  const line = (x: number, text: string) =>
    `<g transform="translate(10,20)"><text text-anchor="start" transform="translate(${x},0)" font-size="12px">${text}</text></g>`;
  const texts = drawnTexts(`<svg>${line(0, 'replica')}${line(20, 'leader')}${line(180, 'client')}</svg>`);
  expect(collisions(texts)).toEqual(['replica × leader']);
  expect(outside(texts, 200, 100)).toEqual(['client']);
});

describe('deployments of many long names', () => {
  const about = { name: 'a'.repeat(60), protocol: 'EPaxos', source: 'RTTs aws-2025-07' };
  const names = Array.from({ length: 14 }, (_, i) => `a-client-with-quite-a-long-name-${i}`);
  const points = [0, 0.5, 0.9, 0.99, 0.999].map((share, k) => ({ share, ms: 10 + k }));
  const crowded: Sample[] = [
    [
      'latency-cdf',
      {
        about,
        operation: 'write',
        clients: names.map((id, i) => ({
          id,
          p50: 11 + i,
          p99: 13 + i,
          points: points.map(({ share, ms }) => ({ share, ms: ms + i })),
        })),
      },
    ],
    [
      'rtt-heat-map',
      {
        about,
        columns: names,
        rows: names.map((id, i) => ({
          id,
          kind: 'replica',
          cells: names.map((_, k) => (i === k ? null : 10 * Math.abs(i - k) + 0.123)),
        })),
      },
    ],
    [
      'alternatives',
      {
        source: 'all of them',
        operation: 'read',
        names,
        clients: names.map((id) => ({ id, figures: names.map((_, k) => ({ p50: 10 + k, p99: 12.3 + k })) })),
      },
    ],
  ];
  test.each(crowded.map((sample) => [sample[0], sample] as const))(
    '%s: all words stay on a page of 400 px',
    async (_, sample) => {
      const svg = await renderChart(drawn(sample, 400), 'svg');
      const [, h] = /^<svg[^>]* height="(\d+)"/.exec(svg) ?? [];
      expect(outside(drawnTexts(svg), 400, Number(h))).toEqual([]);
    },
  );
});

test('a latency chart whose clients are never answered says so', async () => {
  const about = { name: 'x', protocol: 'Raft', source: 'RTTs' };
  const clients = [{ id: 'lonely', points: [], p50: null, p99: null }];
  const svg = await renderChart(draw(['latency-cdf', { about, operation: 'write', clients }], 400), 'svg');
  expect(svg).toContain('no client is answered');
  expect(svg).toContain('Never answered: lonely');
  expect(svg).not.toContain('NaN');
});

test('a PNG has the letters of the shipped fonts in it: without its words it is another picture', async () => {
  const sample = samples.find(([, [name]]) => name === 'rtt-heat-map')![1];
  const { pngOf } = await import('../../cli/chart/png.js');
  const svg = await renderChart(drawn(sample, 400), 'svg');
  const png = pngOf(svg, 1);
  const dumb = pngOf(svg.replace(/<text[\s\S]*?<\/text>/g, ''), 1);
  expect([...png.subarray(0, 8)]).toEqual([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  expect(png.length).toBeGreaterThan(1.5 * dumb.length);
  expect(Buffer.compare(pngOf(svg, 1), png)).toBe(0);
});

test('a PNG is as many times as large as the scale says', async () => {
  const png = Buffer.from(await renderChart(drawn(OTHERS[0], 400), 'png', { scale: 3 }));
  expect(png.readUInt32BE(16)).toBe(1200);
});

test('a chart that makes vega-lite warn is refused, not drawn in silence', async () => {
  const spec = {
    data: { values: [{ a: 1 }] },
    mark: 'point',
    encoding: { x: { field: 'a', type: 'quantitative', scale: { type: 'log', zero: true } } },
  } as unknown as Chart;
  await expect(renderChart(spec, 'svg')).rejects.toThrow('"zero"');
});

test('a chart that would load something from elsewhere is refused', async () => {
  const spec = {
    data: { url: 'https://example.org/data.json' },
    mark: 'point',
    encoding: { x: { field: 'a', type: 'quantitative' } },
  } as unknown as Chart;
  await expect(renderChart(spec, 'svg')).rejects.toThrow();
});

test('what a user writes into ids stays text', async () => {
  const id = '<b>&"\'{{1}}';
  const [name, data] = OTHERS.find((sample) => sample[0] === 'alternatives') as readonly [
    'alternatives',
    ChartData['alternatives'],
  ];
  const clients = data.clients.map((client) => ({ ...client, id }));
  const svg = await renderChart(draw([name, { ...data, clients }], 1200), 'svg');
  expect(svg).not.toContain('<b>');
  expect(drawnTexts(svg).some(({ text }) => text.includes('<b>&'))).toBe(true);
});
