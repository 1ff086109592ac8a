import { describe, expect, it } from 'vitest';
import { parseMetric } from '../../src/topology/metric.js';
import { isWithin, parsePlace, takesAway } from '../../src/topology/place.js';
import { regionHint } from '../../src/topology/places-known.js';
import { parseQuantileName } from '../../src/topology/quantile-name.js';
import { parseSamples } from '../../src/topology/samples.js';
import { didYouMean } from '../../src/topology/suggest.js';

describe('the hint for an unknown site', () => {
  const basis = { kind: 'matrix', regions: ['A', 'B', 'C'] } as const;

  it('asks whether the one that differs in capital letters alone was meant, however short the names are', () => {
    expect(regionHint('b', basis as never)).toBe("did you mean 'B'?");
  });

  it('shows a handful of sites whole where the name is another one', () => {
    expect(regionHint('D', basis as never)).toBe('its sites: A, B and C');
  });
});

describe('quantile names', () => {
  it.each([
    ['p50', 0.5],
    ['p5', 0.05],
    ['p99', 0.99],
    ['p99.9', 0.999],
    ['p999', 0.999],
    ['p9999', 0.9999],
    ['p99.99', 0.9999],
    ['p95.5', 0.955],
  ])('%s is %d', (name, p) => expect(parseQuantileName(name)).toBe(p));

  it.each(['p0', 'p100', 'p', 'P50', 'p50ms', 'median', '50', 'p101', 'p0.0', 'p-5'])('%s is none', (name) =>
    expect(parseQuantileName(name)).toBeUndefined(),
  );
});

describe('metrics', () => {
  it.each([
    ['write.p99', { kind: 'latency', operation: 'write', statistic: 0.99 }],
    ['write.p99.9', { kind: 'latency', operation: 'write', statistic: 0.999 }],
    ['write.p999', { kind: 'latency', operation: 'write', statistic: 0.999 }],
    ['read.mean', { kind: 'latency', operation: 'read', statistic: 'mean' }],
    ['read.failure', { kind: 'failure', operation: 'read' }],
    ['availability', { kind: 'availability', operation: undefined }],
    ['availability.write', { kind: 'availability', operation: 'write' }],
    ['throughput', { kind: 'throughput' }],
  ])('%s', (name, metric) => expect(parseMetric(name)).toEqual(metric));

  it.each([
    'write',
    'read.',
    'write.p100',
    'latency',
    'availability.p99',
    'availability.write.p99',
    'write.max',
    '',
  ])("'%s' is none", (name) => expect(parseMetric(name)).toBeUndefined());
});

describe('places', () => {
  it('a path is its names from the region inwards', () => {
    expect(parsePlace('us-east-1/a/r7').value).toEqual(['us-east-1', 'a', 'r7']);
  });

  it.each(['', '/', 'a/', '/a', 'a//b', ' '])("'%s' is no place", (text) => {
    expect(parsePlace(text).problem).toMatch(/not a place/);
  });

  it('a place lies within itself and all that is around it, and within nothing else', () => {
    expect(isWithin(['eu', 'a'], ['eu', 'a'])).toBe(true);
    expect(isWithin(['eu', 'a'], ['eu'])).toBe(true);
    expect(isWithin(['eu'], ['eu', 'a'])).toBe(false);
    expect(isWithin(['eu', 'a'], ['eu', 'b'])).toBe(false);
    expect(isWithin(['eu-west', 'a'], ['eu'])).toBe(false);
  });

  it('a shared failure takes away replicas by id and by place, and leaves the others', () => {
    const replica = { id: 'va1', at: ['us-east-1', 'a'] };
    expect(['va1', 'us-east-1', 'us-east-1/a'].map((member) => takesAway(member, replica))).toEqual([
      true,
      true,
      true,
    ]);
    expect(['va2', 'us-east-2', 'us-east-1/b', 'us-east-1//a'].map((m) => takesAway(m, replica))).toEqual([
      false,
      false,
      false,
      false,
    ]);
  });
});

describe('files of samples', () => {
  it('are numbers of ms or durations, with a heading, comments and empty lines', () => {
    const { samples, problems } = parseSamples('\ufefffsync_ms\r\n0.8\r\n# x\r\n\r\n900us # slow\r\n1e1\r\n');
    expect(samples).toEqual([0.8, 0.9, 10]);
    expect(problems).toEqual([]);
  });

  it('a heading may stand in the first line only', () => {
    expect(parseSamples('1\nfsync\n').problems).toEqual([
      { line: 2, message: "'fsync' is neither a number of ms nor a duration" },
    ]);
  });

  it('name the first three wrong lines and count the rest', () => {
    const { problems } = parseSamples('1\na\n-2\nNaN\nInfinity\n1,2\n');
    expect(problems.map(({ line }) => line)).toEqual([2, 3, 4]);
    expect(problems[2]!.message).toContain('(and 2 more lines)');
  });
});

describe('did you mean', () => {
  it.each([
    ['us-esat-1', 'us-east-1'],
    ['nmve', 'nvme'],
    ['Majority', 'majority'],
    ['wbe', 'web'],
  ])('%s is probably %s', (word, meant) => {
    expect(didYouMean(word, ['us-east-1', 'nvme', 'majority', 'web'])).toBe(`did you mean '${meant}'?`);
  });

  it.each(['', 'moon', 'abcdefgh', 'x'.repeat(100_000)])('nothing is near %s', (word) => {
    expect(didYouMean(word, ['us-east-1', 'nvme', 'majority', 'web'])).toBeUndefined();
  });
});
