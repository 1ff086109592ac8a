import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { quorate } from '../cli/quorate.js';

const withDisk = (fsync: string, within = '0.4ms') => `version: 1
name: wide
network: { rtt: { sites: [a, b, c], ms: [[0.4, 12, 40], [12, 0.4, 35], [40, 35, 0.4]] }, within-zone: ${within} }
disks: { d: { fsync: ${fsync} } }
replicas: [{ id: r0, at: a/x, disk: d }, { id: r1, at: b/x, disk: d }, { id: r2, at: c/x, disk: d }]
clients: [{ id: c0, at: a/x, rate: 1/m, reads: 50% }]
protocol: { name: raft, leader: r0 }
`;
const estimate = (text: string) => quorate(['estimate', 't.yaml', '-q', '-f', 'json'], { 't.yaml': text });

/** Decimal digits, as the file wants them. */
const decimal = (value: number): string =>
  String(value).includes('e') ? value.toFixed(30).replace(/\.?0+$/, '') : String(value);

/** 10^from to 10^to, all orders of magnitude alike. */
const magnitude = (from: number, to: number) =>
  fc.double({ min: from, max: to, noNaN: true }).map((power) => Number((10 ** power).toPrecision(4)));
const ms = fc
  .oneof({ weight: 8, arbitrary: magnitude(-6, 5) }, { weight: 1, arbitrary: magnitude(-12, 16) })
  .map((value) => `${decimal(value)}ms`);
const shift = fc.option(ms, { nil: undefined }).map((text) => (text === undefined ? '' : `, shift: ${text}`));
const shape = fc.oneof({ weight: 6, arbitrary: magnitude(-2, 3) }, magnitude(-15, 15));
const sigma = fc.oneof({ weight: 6, arbitrary: magnitude(-12, 0.69) }, magnitude(0, 300));
const single = fc.oneof(
  ms,
  fc.tuple(shape, ms, shift).map(([k, scale, more]) => `{ gamma: { shape: ${k}, scale: ${scale}${more} } }`),
  fc
    .tuple(sigma, ms, shift)
    .map(([s, median, more]) => `{ lognormal: { sigma: ${s}, median: ${median}${more} } }`),
  fc.tuple(ms, shift).map(([mean, more]) => `{ exponential: { mean: ${mean}${more} } }`),
  fc
    .tuple(magnitude(-9, 6), fc.oneof(magnitude(-16, 1), magnitude(1, 12)))
    .map(([low, more]) => `{ uniform: { min: ${decimal(low)}ms, max: ${decimal(low * (1 + more))}ms } }`),
  fc
    .tuple(magnitude(-9, 6), magnitude(-16, 5), fc.constantFrom('p99', 'p99.9', 'p999999', 'p51'))
    .map(([p50, more, p]) => `{ p50: ${decimal(p50)}ms, ${p}: ${decimal(p50 * (1 + more))}ms }`),
);
const law = fc.oneof(
  { weight: 3, arbitrary: single },
  {
    weight: 1,
    arbitrary: fc
      .tuple(magnitude(-18, 0), magnitude(-18, 0), single, single)
      .map(
        ([first, second, a, b]) =>
          `{ mixture: [{ weight: ${decimal(Math.min(1, first) * 0.999)}, of: ${a} }, { weight: ${decimal(second * (1 - Math.min(1, first) * 0.999))}, of: ${b} }] }`,
      ),
  },
);

describe('the parameters of random durations', () => {
  it('over all orders of magnitude a file is worked with or refused with its place, and never ends in a fault', async () => {
    const codes = new Set<number>();
    await fc.assert(
      fc.asyncProperty(law, law, async (disk, within) => {
        const { code, out, err } = await estimate(withDisk(disk, within));
        codes.add(code);
        expect([0, 2]).toContain(code);
        expect(out).not.toMatch(/NaN|Infinity/);
        if (code === 2) expect(err).toMatch(/t\.yaml:\d+:\d+: error: /);
      }),
      { numRuns: 40 },
    );
    // Neither is everything refused nor is nothing.
    expect([...codes].sort()).toEqual([0, 2]);
  }, 300_000);

  it.each([
    ['{ lognormal: { median: 1ms, sigma: 50 } }', 'sigma must be at most 5, found 50'],
    ['{ gamma: { shape: 1e-9, scale: 1ms } }', 'shape must be at least 0.01'],
    ['{ gamma: { shape: 1e12, scale: 1ms } }', 'shape must be at most 1000'],
    ['{ exponential: { mean: 2h } }', 'more than an hour'],
    ['{ mixture: [{ weight: 0%, of: 1ms }] }', 'this duration never finishes'],
    ['2h', 'more than an hour'],
    ['{ mixture: [{ weight: 50%, of: 1ms }, { weight: 50%, of: 3h }] }', 'more than an hour'],
    ['{ lognormal: { median: 20s, sigma: 4.9 } }', 'more than an hour'],
  ])('%s is refused: %s', async (fsync, words) => {
    const { code, err } = await estimate(withDisk(fsync));
    expect(code).toBe(2);
    expect(err).toContain(words);
    expect(err).toMatch(/t\.yaml:4:/);
  });

  it.each(['{ lognormal: { median: 1ms, sigma: 4 } }', '{ gamma: { shape: 900, scale: 0.01ms } }', '30m'])(
    '%s is worked with',
    async (fsync) => {
      expect((await estimate(withDisk(fsync))).code).toBe(0);
    },
  );

  it('a spread below a billionth is none: median 5 ms, sigma 1e-12 is a constant of 5 ms', async () => {
    const spread = JSON.parse((await estimate(withDisk('{ lognormal: { median: 5ms, sigma: 1e-12 } }'))).out);
    const none = JSON.parse((await estimate(withDisk('5ms'))).out);
    expect(spread.clients[0].write.p99).toBeCloseTo(none.clients[0].write.p99, 9);
    expect(spread.method).toBe('exact');
  });
});
