import { describe, expect, test } from 'vitest';
import { exponential } from '../../../src/distribution/gamma.js';
import { constant } from '../../../src/distribution/points.js';
import { randomStream } from '../../../src/distribution/random.js';
import { longerWait } from '../../../src/estimate/throughput/clusters.js';
import { gatheringTime, meanBatch } from '../../../src/estimate/throughput/gathering.js';
import { writingShare } from '../../../src/estimate/throughput/group-commit.js';
import { inOrder } from '../../../src/estimate/throughput/in-order.js';
import { meanThroughBoth } from '../../../src/estimate/throughput/perturbed.js';
import { waitingTime, workLeftBehind } from '../../../src/estimate/throughput/waiting.js';

const near = (actual: number, expected: number, share: number): void => {
  expect(Math.abs(actual / expected - 1)).toBeLessThan(share);
};

describe('waiting in an M/G/1 queue', () => {
  test.each([0.3, 0.8, 0.95])(
    'of constant services has mean ρs/(2(1 − ρ)) (Pollaczek–Khinchine), at ρ = %d',
    (rho) => {
      near(waitingTime({ rate: rho / 2, service: constant(2) }).mean, (rho * 2) / (2 * (1 - rho)), 0.002);
    },
  );

  test.each([0.3, 0.8])(
    'of exponential services is over by t with probability 1 − ρ·exp(−(1 − ρ)t/s) (M/M/1), at ρ = %d',
    (rho) => {
      const law = waitingTime({ rate: rho, service: exponential({ mean: 1 }) });
      for (const t of [0, 0.5, 1, 3, 10])
        expect(law.cdf(t)).toBeCloseTo(1 - rho * Math.exp(-(1 - rho) * t), 2);
    },
  );

  test('has no end where more is asked for than there is', () => {
    expect(() => waitingTime({ rate: 1, service: constant(1) })).toThrow(RangeError);
  });

  test.each([0.3, 0.8])('leaves behind ρ/(1 − ρ) services on average in M/M/1, at ρ = %d', (rho) => {
    near(workLeftBehind({ rate: rho, service: exponential({ mean: 1 }) }).mean, rho / (1 - rho), 0.01);
  });
});

describe('jobs that come in clusters', () => {
  const apart = (rate: number, jobs: number) => ({ squares: rate * jobs, load: rate * jobs });

  test('of k at one instant make the workload k times as large, as in a queue with bulk arrivals', () => {
    const jobs = [0, 0, 0].map((at) => ({ at, work: 1 }));
    expect(longerWait([{ rate: 0.2, jobs }], apart(0.2, 3))).toBeCloseTo(3, 2);
  });

  test('far apart are next to independent, and one job alone is no cluster', () => {
    expect(longerWait([{ rate: 0.2, jobs: [{ at: 0, work: 1 }] }], apart(0.2, 1))).toBe(1);
    const jobs = [0, 1e6].map((at) => ({ at, work: 1 }));
    // Two stages: the middle between 1 and 4/3.
    expect(longerWait([{ rate: 0.2, jobs }], apart(0.2, 2))).toBeCloseTo(7 / 6, 6);
  });
});

describe('messages in order', () => {
  test('take as long as ever where delays are constant or nobody else sends', () => {
    expect(inOrder(constant(5), 3)).toMatchObject({ start: 5, end: 5 });
    const delay = exponential({ mean: 2 });
    expect(inOrder(delay, 0)).toBe(delay);
  });

  test('with exponential delays are there by t with F(t)·exp(−λm·exp(−t/m))', () => {
    const law = inOrder(exponential({ mean: 2 }), 1.5);
    for (const t of [1, 3, 6, 12])
      expect(law.cdf(t)).toBeCloseTo((1 - Math.exp(-t / 2)) * Math.exp(-3 * Math.exp(-t / 2)), 3);
  });

  test('and served in order behind that take as long as Lindley’s recursion says, run by hand', () => {
    const uniform = randomStream(7, 'lindley');
    const delay = exponential({ mean: 2 });
    let last = 0;
    let sum = 0;
    const runs = 400_000;
    for (let i = 0; i < runs; i++) {
      last = Math.max(delay.draw(uniform), last + Math.log(1 - uniform()) / 0.7) + 1;
      sum += last;
    }
    near(meanThroughBoth(delay, { rate: 0.7, service: constant(1) }), sum / runs, 0.02);
  });
});

describe('group commit', () => {
  test('of constant writes is busy s/(s + exp(−λs)/λ) of the time, and never more than always', () => {
    expect(writingShare({ rate: 0.5, service: constant(2) })).toBeCloseTo(2 / (2 + Math.exp(-1) / 0.5), 3);
    expect(writingShare({ rate: 50, service: constant(2) })).toBeLessThanOrEqual(1);
  });
});

describe('gathering a batch', () => {
  test('takes as long as it does by hand, and gathers as many', () => {
    const uniform = randomStream(3, 'gathering');
    const [size, delay, rate] = [8, 5, 1.2];
    let waited = 0;
    let requests = 0;
    const batches = 60_000;
    for (let b = 0; b < batches; b++) {
      const arrivals = [0];
      while (arrivals.length < size) {
        const next = arrivals[arrivals.length - 1] - Math.log(1 - uniform()) / rate;
        if (next > delay) break;
        arrivals.push(next);
      }
      const goes = arrivals.length === size ? arrivals[size - 1] : delay;
      for (const at of arrivals) waited += goes - at;
      requests += arrivals.length;
    }
    near(meanBatch({ size, delay }, rate), requests / batches, 0.01);
    near(gatheringTime({ size, delay }, rate).mean, waited / requests, 0.01);
  });

  test('takes the whole delay where nobody else comes, and no time where none is given', () => {
    expect(gatheringTime({ size: 8, delay: 5 }, 0).start).toBe(5);
    expect(gatheringTime({ size: 8, delay: 0 }, 1).end).toBe(0);
  });
});
