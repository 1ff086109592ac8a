import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkDataSet } from '../../src/rtt/check.js';
import { comparePairs, type DataSet, type PairRow } from '../../src/rtt/data-set.js';
import type { FindingCode } from '../../src/rtt/finding.js';
import { greatCircleKm } from '../../src/rtt/geography.js';
import { importFrom } from '../../src/rtt/import.js';
import { lightBoundMs } from '../../src/rtt/light-bound.js';
import { readTableText } from '../../src/rtt/read/table-text.js';
import { zonesOf } from '../../src/rtt/zones.js';
import { lines } from './findings-lines.js';
import { fixture, places } from './places.js';

function dataSet(pairs: readonly PairRow[], statistics: readonly string[] = ['p50']): DataSet {
  const [name, title, source, licence] = ['t', 't', 't', 't'];
  const rest = { provider: 'aws', date: '2025-07-17', period: 't', notes: [], ...zonesOf('aws') };
  return { name, title, source, licence, ...rest, statistics, pairs: [...pairs].sort(comparePairs) };
}

const REGIONS = places.places.filter(({ provider }) => provider === 'aws');

/** Every pair of the first AWS regions, at this many times the light bound and 2 ms more. */
function world(inflation: number, count = 8): [string, string, number][] {
  return REGIONS.slice(0, count).flatMap((a) =>
    REGIONS.slice(0, count).flatMap((b): [string, string, number][] =>
      a === b ? [] : [[a.region, b.region, 2 + inflation * lightBoundMs(greatCircleKm(a, b))]],
    ),
  );
}

function codes(set: DataSet, today?: string): FindingCode[] {
  return checkDataSet(set, places, today === undefined ? {} : { today }).map(({ code }) => code);
}

describe('nothing is found', () => {
  test('in round trips at 1.2 to 3.2 × the light bound', () => {
    for (const inflation of [1.2, 1.7, 2.5, 3.2])
      expect(codes(dataSet(world(inflation)), '2026-01-15')).toEqual([]);
  });
});

describe('light', () => {
  test('a figure faster than light is an error that names the cell, the figure and the bound', () => {
    const pairs = world(1.7).map(
      ([a, b, ms]): PairRow => [a, b, a === 'af-south-1' && b === 'ap-east-1' ? 90 : ms],
    );
    const findings = checkDataSet(dataSet(pairs), places).filter(({ code }) => code === 'below-light');
    expect(findings).toMatchObject([
      { severity: 'error', from: 'af-south-1', to: 'ap-east-1', statistic: 'p50', figure: 90 },
    ]);
    expect(findings[0]!.bound).toBeCloseTo(118.6, 0);
    expect(lines(findings)[0]).toMatch(
      /^af-south-1 → ap-east-1: p50 90 ms; light needs 118\.\d ms \(11,8\d\d km and back\)$/,
    );
  });

  test('the smallest statistic is the one that counts', () => {
    const set = dataSet([['us-east-1', 'eu-west-1', 50, 70, 90, 1]], ['min', 'mean', 'max', 'mdev']);
    expect(checkDataSet(set, places)[0]).toMatchObject({ code: 'below-light', statistic: 'min', figure: 50 });
  });

  test('1 ms below is forgiven, as coordinates are of cities, yet pointed out', () => {
    const a = places.find('us-east-1')!;
    const b = places.find('eu-west-1')!;
    const bound = lightBoundMs(greatCircleKm(a, b));
    const found = (ms: number) =>
      codes(
        dataSet([
          ['us-east-1', 'eu-west-1', ms],
          ['eu-west-1', 'us-east-1', ms],
        ]),
      );
    expect(found(bound - 1.01)).toEqual(['below-light', 'below-light']);
    expect(found(bound - 0.99)).toEqual(['near-light', 'near-light']);
    expect(found(bound * 1.049)).toEqual(['near-light', 'near-light']);
    expect(found(bound * 1.051)).toEqual([]);
    expect(found(bound * 3.99)).toEqual([]);
    expect(found(bound * 4.01)).toEqual(['far-above-light', 'far-above-light']);
  });

  test('any single figure moved below light is found, whichever it is', () => {
    const pairs = world(1.7);
    fc.assert(
      fc.property(fc.nat(pairs.length - 1), fc.double({ min: 0.01, max: 0.48, noNaN: true }), (at, share) => {
        const [from, to, ms] = pairs[at]!;
        // 0.48 × (1.7 × light + 2 ms) is 1 ms below light from 11 ms of light on, which is 20 ms of round trip.
        fc.pre(ms > 21);
        const wrong = pairs.map((row, i): PairRow => (i === at ? [from, to, ms * share] : row));
        const found = checkDataSet(dataSet(wrong), places).find(({ code }) => code === 'below-light');
        expect(found).toMatchObject({ from, to, figure: ms * share });
      }),
      { numRuns: 100 },
    );
  });
});

describe('the set as a whole', () => {
  test('figures of one way are told by their median', () => {
    expect(codes(dataSet(world(0.85)))).toContain('one-way');
    expect(checkDataSet(dataSet(world(0.85)), places)[0]).toMatchObject({
      code: 'one-way',
      severity: 'error',
    });
    expect(lines(checkDataSet(dataSet(world(0.85)), places))[0]).toContain('halves of round trips');
  });

  test('a median between 1 and 1.1 is a warning only', () => {
    expect(checkDataSet(dataSet(world(1.02)), places)[0]).toMatchObject({
      code: 'one-way',
      severity: 'warning',
    });
  });

  test('figures in seconds are told by their median', () => {
    const pairs = world(1.7).map(([a, b, ms]): PairRow => [a, b, ms / 1000]);
    expect(lines(checkDataSet(dataSet(pairs), places))[0]).toContain('seconds, not milliseconds');
  });

  test('a row that stands under another label is told, with where it would be usual', () => {
    const regions = REGIONS.slice(0, 16);
    const pairs = world(1.65, 16);
    // What is labelled Cape Town was measured from Tokyo.
    const slipped = regions.flatMap(({ region }): PairRow[] => {
      const row = pairs.find(([from, to]) => from === 'ap-northeast-1' && to === region);
      return region === 'af-south-1' || row === undefined ? [] : [['af-south-1', region, row[2]]];
    });
    const wrong = [...pairs.filter(([from]) => from !== 'af-south-1'), ...slipped];
    const found = checkDataSet(dataSet(wrong), places).filter(({ code }) => code === 'misaligned');
    expect(lines(found).join()).toMatch(
      /figures from af-south-1 .* would be usual from (Tokyo|Seoul|Osaka), or near it/,
    );
    expect(codes(dataSet(pairs))).not.toContain('misaligned');
  });
});

describe('each row', () => {
  const row = (...figures: number[]): PairRow => ['us-east-1', 'eu-west-1', ...figures];
  test.each<[string, readonly string[], PairRow]>([
    ['p90 of 68 ms lies below p50 of 71 ms', ['p50', 'p90'], row(71, 68)],
    ['p50 of 71 ms lies below min of 72 ms', ['min', 'p50'], row(72, 71)],
    ['max of 60 ms lies below p99 of 70 ms', ['p99', 'max'], row(70, 60)],
    ['mean of 71 ms lies below min of 72 ms', ['min', 'mean'], row(72, 71)],
    ['mean of 90 ms lies above max of 80 ms', ['mean', 'max'], row(90, 80)],
    ['p50 is 0 ms', ['p50'], row(0)],
    ['p50 is -68 ms', ['p50'], row(-68)],
    ['mdev is -1 ms', ['mean', 'mdev'], row(70, -1)],
  ])('%s', (message, statistics, pair) => {
    const errors = checkDataSet(dataSet([pair], statistics), places).filter(
      ({ severity }) => severity === 'error',
    );
    expect(lines(errors).join()).toContain(message);
  });

  test('an mdev of 0 ms is fine', () => {
    expect(codes(dataSet([row(70, 0)], ['mean', 'mdev']))).toEqual(['no-reverse']);
  });
});

describe('directions', () => {
  test('a pair without its other direction is a warning', () => {
    expect(codes(dataSet([['us-east-1', 'eu-west-1', 70]]))).toEqual(['no-reverse']);
  });

  test('directions over 20 % apart are one warning, less is none', () => {
    const both = (ab: number, ba: number) =>
      codes(
        dataSet([
          ['us-east-1', 'eu-west-1', ab],
          ['eu-west-1', 'us-east-1', ba],
        ]),
      );
    expect(both(70, 85)).toEqual(['asymmetric']);
    expect(both(85, 70)).toEqual(['asymmetric']);
    expect(both(70, 83)).toEqual([]);
  });

  test('1 ms of rounding is no asymmetry', () => {
    const [a, b] = ['eu-west-1', 'eu-west-2'];
    expect(
      codes(
        dataSet([
          [a, b, 7],
          [b, a, 8],
        ]),
      ),
    ).toEqual([]);
    expect(
      codes(
        dataSet([
          [a, b, 5],
          [b, a, 6],
        ]),
      ),
    ).toEqual([]);
    expect(
      codes(
        dataSet([
          [a, b, 6],
          [b, a, 8],
        ]),
      ),
    ).toEqual(['asymmetric']);
  });
});

describe('regions and age', () => {
  test('an unknown region is a warning with what was probably meant', () => {
    const pairs: PairRow[] = [
      ['us-east-1', 'eu-wset-1', 70],
      ['eu-wset-1', 'us-east-1', 70],
    ];
    expect(lines(checkDataSet(dataSet(pairs), places))).toEqual([
      'warning: no coordinates for eu-wset-1: its 2 figures cannot be held against the light bound [did you mean eu-west-1?]',
    ]);
  });

  test('two years are fine, a day more is old, and without a day nothing is said', () => {
    const pairs: PairRow[] = [
      ['us-east-1', 'eu-west-1', 70],
      ['eu-west-1', 'us-east-1', 70],
    ];
    expect(codes(dataSet(pairs), '2027-07-17')).toEqual([]);
    expect(codes(dataSet(pairs), '2027-07-18')).toEqual(['old']);
    expect(lines(checkDataSet(dataSet(pairs), places, { today: '2031-01-01' }))[0]).toContain('5 years old');
    expect(codes(dataSet(pairs))).toEqual([]);
  });
});

describe('two real published sets that are wrong', () => {
  const facts = { name: 'x', own: true } as const;

  test('the shuffled table is refused: 46 of 173 cells beat light, and the labels are blamed', () => {
    const text = fixture('azure-2024-04-09-misaligned.csv');
    const { dataSet: made, findings } = importFrom(() => readTableText(text), facts, places);
    expect(made).toBeUndefined();
    expect(findings.filter(({ code }) => code === 'below-light')).toHaveLength(46);
    expect(lines(findings)[0]).toMatch(/correlation -0\.24.* 46 of 173 beat light.*under the wrong labels/);
    expect(lines(findings)).toContain(
      '112:63 southafricanorth → centralus: p50 11 ms; light needs 144.8 ms (14,477 km and back)',
    );
  });

  test('the one-way figures are refused by their name, by their median, and cell by cell', () => {
    const text = fixture('azure-qperf-one-way.csv');
    const { dataSet: made, findings } = importFrom(() => readTableText(text), facts, places);
    expect(made).toBeUndefined();
    const errors = lines(findings.filter(({ severity }) => severity === 'error'));
    expect(errors[0]).toContain('"qperf_tcp_lat_oneway": one way, or half a round trip');
    expect(errors[1]).toContain('half of the figures are below 0.86 × the light bound');
    expect(errors[2]).toContain('westus2 → japaneast: mean 49 ms; light needs 78.8 ms');
    expect(errors).toHaveLength(2 + 27);
  });

  test('doubled, the one-way figures pass', () => {
    const text = fixture('azure-qperf-one-way.csv');
    const { dataSet: made } = importFrom(() => readTableText(text), { ...facts, oneWay: true }, places);
    expect(made?.statistics).toEqual(['mean']);
    expect(made?.pairs.find(([from]) => from === 'norwayeast')).toEqual(['norwayeast', 'westeurope', 19.4]);
    expect(made?.notes).toEqual(['one-way figures, doubled on import']);
  });
});
