import { describe, expect, it } from 'vitest';
import type { Distribution } from '../../src/distribution/distribution.js';
import { complaints, load, loaded, topology } from './load.js';

/** The fsync of a topology whose disk is written like this. */
function fsync(text: string): Distribution {
  return loaded(topology({ disks: `{ nvme: { fsync: ${text} } }` })).replicas[0]!.disk.fsync;
}

describe('a random duration', () => {
  it('70ms is that constant', () => {
    expect(fsync('70ms').law).toEqual({ kind: 'points', points: [{ at: 70, mass: 1 }] });
  });

  it('quantiles are met by the fit: two of them exactly', () => {
    const d = fsync('{ p50: 0.8ms, p99: 2.4ms }');
    expect(d.quantile(0.5)).toBeCloseTo(0.8, 6);
    expect(d.quantile(0.99)).toBeCloseTo(2.4, 6);
  });

  it('a minimum and two quantiles are met', () => {
    const d = fsync('{ min: 60ms, p50: 68ms, p99: 75ms }');
    expect(d.start).toBeCloseTo(60, 6);
    expect(d.quantile(0.5)).toBeCloseTo(68, 3);
    expect(d.quantile(0.99)).toBeCloseTo(75, 3);
  });

  it('p99.9 and p999 are one quantile, in whatever order the keys stand', () => {
    expect(fsync('{ p999: 9ms, p50: 1ms }').law).toEqual(fsync('{ p50: 1ms, p99.9: 9ms }').law);
  });

  it('equal quantiles are a constant', () => {
    expect(fsync('{ p50: 3ms, p99: 3ms }').law).toEqual({ kind: 'points', points: [{ at: 3, mass: 1 }] });
  });

  it.each([
    ['{ gamma: { shift: 60ms, shape: 2, scale: 3ms } }', { kind: 'gamma', shift: 60, shape: 2, scale: 3 }],
    ['{ gamma: { shape: 2, scale: 3ms } }', { kind: 'gamma', shift: 0, shape: 2, scale: 3 }],
    ['{ exponential: { shift: 1ms, mean: 500us } }', { kind: 'gamma', shift: 1, shape: 1, scale: 0.5 }],
    ['{ uniform: { min: 1ms, max: 3ms } }', { kind: 'uniform', low: 1, high: 3 }],
  ])('%s is that family', (text, law) => {
    expect(fsync(text).law).toMatchObject(law);
  });

  it('a lognormal has its median above the shift', () => {
    const d = fsync('{ lognormal: { shift: 1ms, median: 2ms, sigma: 0.5 } }');
    expect(d.quantile(0.5)).toBeCloseTo(3, 9);
  });

  it('empirical is the samples of a file: 0.8, 0.9, 2.4 and 1.1 ms', () => {
    const d = fsync('{ empirical: ./fsync.csv }');
    expect([d.start, d.quantile(1)]).toEqual([0.8, 2.4]);
    expect(d.law).toMatchObject({ kind: 'empirical', samples: 4 });
  });

  it('a mixture takes each part with its weight; ten times 0.1 is 1', () => {
    const part = '{ weight: 0.1, of: 1ms }';
    expect(fsync(`{ mixture: [${Array(10).fill(part).join(', ')}] }`).mass).toBe(1);
    const d = fsync('{ mixture: [{ weight: 99%, of: 1ms }, { weight: 0.01, of: 20ms }] }');
    expect(d.cdf(1)).toBeCloseTo(0.99, 12);
    expect(d.cdf(20)).toBeCloseTo(1, 12);
  });

  it('a mixture of mixtures is one', () => {
    const inner = '{ mixture: [{ weight: 0.5, of: 1ms }, { weight: 0.5, of: 2ms }] }';
    const d = fsync(`{ mixture: [{ weight: 0.5, of: ${inner} }, { weight: 0.5, of: 4ms }] }`);
    expect([d.cdf(1), d.cdf(2), d.cdf(4)].map((p) => Number(p.toFixed(9)))).toEqual([0.25, 0.5, 1]);
  });

  it('where weights sum to less than 1 the rest is never, and the deployment says so', () => {
    const text = topology({ disks: '{ nvme: { fsync: { mixture: [{ weight: 0.99, of: 1ms }] } } }' });
    const deployment = loaded(text);
    expect(deployment.replicas[0]!.disk.fsync.mass).toBeCloseTo(0.99, 12);
    expect(deployment.assumptions).toContain(
      'The mixture at topology.yaml:4 never finishes with probability 0.01: its weights sum to 0.99.',
    );
  });

  it('weights of more than 1 are refused', () => {
    const text = topology({
      disks: '{ nvme: { fsync: { mixture: [{ weight: 1, of: 1ms }, { weight: 1%, of: 2ms }] } } }',
    });
    expect(complaints(text)).toEqual(['the weights sum to 1.01, more than 1']);
  });

  it('where figures contradict each other, each contradiction is named', () => {
    const text = topology({ disks: '{ nvme: { fsync: { min: 3ms, p50: 2ms, p99: 1ms } } }' });
    const messages = load(text).diagnostics.map(({ message }) => message);
    expect(messages).toEqual(['p50 (2ms) lies below min (3ms)', 'p99 (1ms) lies below p50 (2ms)']);
  });
});
