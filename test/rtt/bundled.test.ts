import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { bundledNames, coordinates, dataFolder, loadDataSet, loadTable } from '../../cli/data-sets.js';
import { checkDataSet } from '../../src/rtt/check.js';
import { distanceKm } from '../../src/rtt/coordinates.js';
import { measuredRegions, readDataSet, writeDataSet } from '../../src/rtt/data-set.js';
import { withFit, zoneFitted } from '../../src/rtt/figure.js';
import { estimateRtt } from '../../src/rtt/missing.js';
import { typicalStatistic } from '../../src/rtt/statistic.js';
import { zonesOf } from '../../src/rtt/zones.js';

const NAMES = ['aws-2020-06', 'aws-2025-07', 'azure-2025-06', 'gcp-2019-09', 'gcp-2023-11'];

test('five data sets are bundled, in sorted order', () => {
  expect(bundledNames()).toEqual(NAMES);
});

test('a name that is not bundled is a RangeError with those that are, and no path gets through', () => {
  expect(() => loadDataSet('aws-2024')).toThrow(/no data set 'aws-2024'; there are aws-2020-06, /);
  expect(() => loadDataSet('../package')).toThrow(RangeError);
});

describe.each(NAMES)('%s', (name) => {
  const set = loadDataSet(name);

  test('passes the check: warnings perhaps, errors none', () => {
    const findings = checkDataSet(set, coordinates(), { today: '2026-01-15' });
    expect(findings.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(findings.map(({ code }) => code)).not.toContain('near-light');
  });

  test('says what it is: source, licence, period, date', () => {
    expect(set.name).toBe(name);
    expect(set.date.slice(0, 7)).toBe(name.slice(name.indexOf('-') + 1));
    for (const text of [set.title, set.source, set.licence, set.period]) expect(text).not.toBe('');
  });

  test('is written as its writer writes it, one pair a line', () => {
    const text = readFileSync(`${dataFolder()}/${name}.json`, 'utf8');
    expect(writeDataSet(readDataSet(text))).toBe(text);
    expect(text.split('\n').filter((line) => line.startsWith('    ["'))).toHaveLength(set.pairs.length);
  });

  test('holds the figures inside a region with the law that fits them', () => {
    const zones = zonesOf(set.provider);
    for (const key of ['withinZone', 'betweenZones'] as const) {
      const { fitted, ...figures } = set[key];
      expect(figures).toEqual(zones[key]);
      const again = zoneFitted(withFit(zones[key])).rtt;
      for (const p of [0.05, 0.5, 0.95, 0.999]) {
        expect(zoneFitted({ ...figures, fitted: fitted! }).rtt.quantile(p)).toBeCloseTo(again.quantile(p), 9);
      }
    }
  });

  test('every pair makes a distribution with the published middle', () => {
    const table = loadTable(name);
    const usual = set.statistics.indexOf(typicalStatistic(set.statistics)!) + 2;
    for (const row of set.pairs) {
      const { rtt, estimated } = table.between(row[0], row[1])!;
      const middle = set.statistics[usual - 2] === 'mean' ? rtt.mean : rtt.quantile(0.5);
      expect(estimated).toBe(false);
      expect(Math.abs(middle / Number(row[usual]) - 1)).toBeLessThan(1e-6);
    }
  });
});

test('sizes are those of the sources: regions and pairs', () => {
  expect(
    NAMES.map((name) => [measuredRegions(loadDataSet(name)).length, loadDataSet(name).pairs.length]),
  ).toEqual([
    [19, 19 * 18],
    [33, 33 * 32],
    [50, 2420],
    [20, 20 * 19],
    [44, 44 * 43],
  ]);
});

test('a figure of each source is where the source has it', () => {
  const row = (name: string, from: string, to: string) =>
    loadDataSet(name)
      .pairs.find((pair) => pair[0] === from && pair[1] === to)
      ?.slice(2);
  expect(row('aws-2025-07', 'af-south-1', 'ap-east-1')).toEqual([347.552, 376.122]);
  expect(row('azure-2025-06', 'australiacentral', 'brazilsouth')).toEqual([302]);
  expect(row('gcp-2023-11', 'africa-south1', 'asia-east1')).toEqual([232]);
  expect(row('aws-2020-06', 'af-south-1', 'eu-west-2')?.[0]).toBe(142.423);
  expect(row('gcp-2019-09', 'asia-east1', 'asia-east2')?.[0]).toBe(12.766);
});

describe('the estimate of what is missing is near what was measured', () => {
  /** measured / estimated for every bundled pair between these distances, km */
  function ratios(from: number, to: number): number[] {
    return NAMES.map(loadDataSet).flatMap((set) => {
      const usual = set.statistics.indexOf(typicalStatistic(set.statistics)!) + 2;
      return set.pairs.flatMap((row) => {
        const km = distanceKm(coordinates(), row[0], row[1]);
        return km === undefined || km < from || km >= to ? [] : [Number(row[usual]) / estimateRtt(km).rtt];
      });
    });
  }

  // README of the figures: medians 2.39, 1.93, 1.91, 1.71, 1.55.
  test.each([
    [0, 300],
    [300, 1000],
    [1000, 3000],
    [3000, 6000],
    [6000, 10000],
    [10000, 20016],
  ])('in the median, %d to %d km, within 7 %%', (from, to) => {
    const sorted = ratios(from, to).sort((a, b) => a - b);
    expect(sorted.length).toBeGreaterThan(20);
    expect(Math.abs(sorted[sorted.length >> 1]! - 1)).toBeLessThan(0.07);
  });
});
