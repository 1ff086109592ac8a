import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { comparePairs, type DataSet, findPair, type PairRow, writeDataSet } from '../../src/rtt/data-set.js';
import { estimateRtt } from '../../src/rtt/missing.js';
import { rttTable } from '../../src/rtt/table.js';
import { tableFromCsv } from '../../src/rtt/table-from-csv.js';
import { tableFromText } from '../../src/rtt/table-from-text.js';
import { zonesOf } from '../../src/rtt/zones.js';
import type { RttTable } from '../../src/topology/resources.js';
import { lines } from './findings-lines.js';
import { places } from './places.js';

const SET: DataSet = {
  name: 'aws-2025-07',
  title: 'AWS',
  provider: 'aws',
  source: 'probes',
  date: '2025-07-17',
  period: 'one year to 2025-07-17',
  statistics: ['p50', 'p90'],
  licence: 'none',
  notes: [],
  ...zonesOf('aws'),
  pairs: [
    ['eu-west-1', 'us-east-1', 69.7, 72.8],
    ['us-east-1', 'ap-east-1', 220, 230],
    ['us-east-1', 'eu-west-1', 69.6, 74.6],
    ['us-east-1', 'mars-1', 190_000, 400_000],
  ],
};

describe('a table', () => {
  // The type annotation is the test that the topology room can use it.
  const table: RttTable = rttTable(SET, places);

  test('gives what was measured, each direction its own', () => {
    const there = table.between('us-east-1', 'eu-west-1')!;
    const back = table.between('eu-west-1', 'us-east-1')!;
    expect([there.rtt.quantile(0.5), there.rtt.quantile(0.9)].map((ms) => ms.toFixed(3))).toEqual([
      '69.600',
      '74.600',
    ]);
    expect(back.rtt.quantile(0.5)).toBeCloseTo(69.7, 6);
    expect(there).toMatchObject({
      estimated: false,
      source: 'aws-2025-07, p50 and p90, one year to 2025-07-17',
    });
    expect(there.assumption).toBeUndefined();
  });

  test('uses the one direction that was measured for both, and says so', () => {
    const back = table.between('ap-east-1', 'us-east-1')!;
    expect(back.rtt.quantile(0.5)).toBeCloseTo(220, 6);
    expect(back.source).toContain('measured from us-east-1 to ap-east-1');
  });

  test('estimates what was not measured, marked, with its reason', () => {
    const figure = table.between('eu-west-1', 'us-west-2')!;
    expect(figure).toMatchObject({ estimated: true });
    expect(figure.source).toMatch(/^estimated from 7,\d{3} km of great circle × 1\.71$/);
    expect(figure.assumption).toMatch(/^p90 taken 0.6 to 4.9 ms above p50/);
  });

  test('estimates between clouds too, naming the other one', () => {
    expect(table.between('us-east-1', 'westeurope')!.source).toMatch(/; westeurope is azure's Amsterdam$/);
  });

  test('knows a region without coordinates by its figures only', () => {
    expect(table.between('us-east-1', 'mars-1')!.estimated).toBe(false);
    expect(table.between('eu-west-1', 'mars-1')).toBeUndefined();
    expect(table.between('atlantis', 'us-east-1')).toBeUndefined();
  });

  test('takes a region with itself for two of its zones', () => {
    expect(table.between('us-east-1', 'us-east-1')).toBe(table.betweenZones);
    expect(table.between('atlantis', 'atlantis')).toBeUndefined();
  });

  test('lists every region with figures or coordinates once, sorted', () => {
    expect(table.regions).toContain('mars-1');
    expect(table.regions).toHaveLength(146);
    expect([...table.regions].sort()).toEqual(table.regions);
  });

  test('fits a pair once', () => {
    expect(table.between('us-east-1', 'eu-west-1')).toBe(table.between('us-east-1', 'eu-west-1'));
  });

  test('says where the figures inside a region come from', () => {
    expect(table.withinZone).toMatchObject({ estimated: false });
    expect(table.withinZone.source).toContain('arXiv 2309.13169');
    expect(table.betweenZones.rtt.quantile(0.5)).toBeGreaterThan(table.withinZone.rtt.quantile(0.5));
  });
});

test('halving finds every pair of sorted rows, and no other', () => {
  const name = fc.constantFrom('a', 'b', 'c', 'd', 'e');
  fc.assert(
    fc.property(fc.uniqueArray(fc.tuple(name, name), { selector: (pair) => pair.join() }), (given) => {
      const rows = given.map(([a, b], i): PairRow => [a, b, i]).sort(comparePairs);
      for (const a of 'abcdef') {
        for (const b of 'abcdef') {
          expect(findPair(rows, a, b)).toBe(rows.find((row) => row[0] === a && row[1] === b));
        }
      }
    }),
  );
});

describe('distance to round trip', () => {
  // README of the figures: 2.39 at 300–1000 km, 1.93 to 3000, 1.91 to 6000, 1.71 to 10000, 1.55 beyond.
  test.each([
    [500, 2.39],
    [2000, 1.93],
    [5570, 1.91],
    [9000, 1.71],
    [15000, 1.55],
  ])('%d km: light × %d', (km, factor) => {
    expect(estimateRtt(km)).toMatchObject({ km, inflation: factor });
    expect(estimateRtt(km).rtt).toBeCloseTo((km / 100) * factor, 9);
  });

  test('says so in words', () => {
    expect(estimateRtt(5570).source).toBe('estimated from 5,570 km of great circle × 1.91');
    expect(estimateRtt(120).source).toBe('estimated from 120 km of great circle × 1.93 + 3 ms');
  });

  test('is 3 ms at no distance, and in the middle of the next band 3 ms + light × 1.93 is what 2.39 gives', () => {
    expect(estimateRtt(0).rtt).toBe(3);
    expect(estimateRtt(200).rtt).toBeCloseTo(3 + 2 * 1.93, 9);
    expect(3 + 6.5 * 1.93).toBeCloseTo(estimateRtt(650).rtt, 1);
  });

  test('is never below light', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 20_016, noNaN: true }), (km) => {
        expect(estimateRtt(km).rtt).toBeGreaterThan((km / 100) * 1.3);
      }),
    );
  });
});

describe("a user's own table", () => {
  test('becomes a table with its date and its warnings', () => {
    const csv =
      'from,to,rtt_ms,date\nus-east-1,eu-west-1,68,2025-06-01\neu-west-1,us-east-1,68.5,2025-06-02\n';
    const { table, findings } = tableFromCsv(csv, './measured.csv', places);
    expect(table).toMatchObject({ name: './measured.csv', date: '2025-06-02' });
    expect(table!.between('eu-west-1', 'us-east-1')!.source).toBe('./measured.csv, p50, 2025-06-02');
    expect(lines(findings)).toEqual([
      'warning: the figures do not say their statistic: they are taken for medians (p50)',
    ]);
    expect(table!.between('us-east-1', 'ap-east-1')!.estimated).toBe(true);
  });

  test('may be of sites that are on no map: a warning each', () => {
    const { table, findings } = tableFromCsv(
      ',cellar,attic\ncellar,0.2,1.5\nattic,1.6,0.2\n',
      './home.csv',
      places,
    );
    expect(table!.between('cellar', 'attic')!.rtt.quantile(0.5)).toBeCloseTo(1.5, 6);
    expect(findings.map(({ code }) => code)).toEqual([
      'missing-fact',
      'unknown-region',
      'unknown-region',
      'self-pair',
    ]);
    expect(table!.withinZone.assumption).toContain('taken from aws');
    expect(table!.date).toBe('');
  });

  test.each([
    [
      'light',
      'from,to,p50\nus-east-1,eu-west-1,20\n',
      '2:21 us-east-1 → eu-west-1: p50 20 ms; light needs 54.6 ms',
    ],
    ['a negative figure', 'from,to,p50\na,b,-3\n', '2:5 a → b: p50 is -3 ms'],
    ['a repeated pair that disagrees', 'from,to,p50\na,b,3\na,b,4\n', '3:5 a → b: p50 is 3 ms and also 4 ms'],
    ['one-way figures', 'from,to,one_way_ms\na,b,3\n', '2:5 1 figures are named "one_way_ms"'],
    ['self pairs only', 'from,to,p50\na,a,3\n', 'there is no figure between two different regions'],
    ['no table at all', 'hello', '1:1 a single column, "hello"'],
  ])('is refused for %s', (_, csv, message) => {
    const { table, findings } = tableFromCsv(csv, './x.csv', places);
    expect(table).toBeUndefined();
    expect(lines(findings)[0]).toContain(message);
  });

  test('may repeat a pair that agrees', () => {
    expect(tableFromCsv('from,to,p50\na,b,3\na,b,3.0\n', './x.csv', places).table).toBeDefined();
  });
});

describe('a file that a topology names', () => {
  const SOUND = { ...SET, pairs: SET.pairs.slice(0, 3) };

  test('may be a data set or a table', () => {
    const set = tableFromText(writeDataSet(SOUND), './mine.json', places, { today: '2026-01-15' });
    expect(set.table!.between('us-east-1', 'eu-west-1')!.rtt.quantile(0.5)).toBeCloseTo(69.6, 6);
    expect(set.findings.map(({ code }) => code)).toEqual(['no-reverse']);
    expect(tableFromText('from,to,p50\na,b,3\n', './mine.csv', places).table).toBeDefined();
  });

  test('a data set that physics forbids, or that contradicts itself, or that is none, gives no table', () => {
    const pairs = [...SOUND.pairs, ['us-west-2', 'eu-west-1', 10, 9] as PairRow].sort(comparePairs);
    const { table, findings } = tableFromText(writeDataSet({ ...SET, pairs }), './mine.json', places);
    expect(table).toBeUndefined();
    expect(findings.map(({ code }) => code)).toEqual(expect.arrayContaining(['order', 'below-light']));
    expect(tableFromText('{ "schema": "quorate.rtt/1" }', './mine.json', places).table).toBeUndefined();
  });
});
