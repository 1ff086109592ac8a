import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { constant } from '../../../src/distribution/points.js';
import { cascadeOf } from '../../../src/estimate/spill-over/cascade.js';
import { type Crowd, nearestLoads } from '../../../src/estimate/spill-over/crowd.js';
import { spillOver } from '../../../src/estimate/spill-over/spill-over.js';
import { spill } from '../../../src/estimate/spill-over/spilling.js';
import type { Deployment } from '../../../src/topology/deployment.js';
import { smallDeployment } from '../../simulation/small-deployment.js';

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** Regions in a row, 10 ms one way from one to the next: whoever is lost, the neighbours are nearest. */
function inARow(rates: readonly number[], processing = 0): Deployment {
  const regions = ['P', 'Q', 'R', 'S'];
  const base = smallDeployment({
    replicas: regions,
    clients: regions,
    reads: 1,
    processing,
    oneWay: (from, to) => constant(10 * Math.abs(regions.indexOf(from) - regions.indexOf(to))),
  });
  return { ...base, clients: base.clients.map((client, c) => ({ ...client, rate: rates[c] })) };
}

describe('a spike ×4 at P of four replicas in a row, each good for 100 reads a second and asked for 40 (by hand),', () => {
  const result = spillOver(inARow([40, 40, 40, 40]), {
    spike: { client: 'client-0', factor: 4 },
    capacity: 100,
  });

  it('is within what all can serve: 280 of 400', () => {
    expect([result.demand, result.capacity, result.enough]).toEqual([280, 400, true]);
    expect(result.replicas.map(({ before }) => before)).toEqual([40, 40, 40, 40]);
  });

  it('overwhelms one replica after the other all the same, sooner each time', () => {
    // The queue of P grows by 60 a second to 100: 1/0.6 s. Then Q is asked for 200 (1/1 s), R for 240, S for 280.
    const after = [1 / 0.6, 1, 1 / 1.4, 1 / 1.8].map((seconds) => 1000 * seconds);
    const times = after.map((_, i) => sum(after.slice(0, i + 1)));
    expect(result.cascade.map(({ failed }) => failed)).toEqual([[], ['a'], ['b'], ['c'], ['d']]);
    result.cascade.forEach(({ at }, i) => {
      expect(at).toBeCloseTo(i === 0 ? 0 : times[i - 1], 6);
    });
    expect(result.cascade.map(({ loads }) => loads)).toEqual([
      [160, 40, 40, 40],
      [null, 200, 40, 40],
      [null, null, 240, 40],
      [null, null, null, 280],
      [null, null, null, null],
    ]);
    expect(result.servedByCascade).toBe(0);
  });

  it('is served in full where P takes its 100 and spills 60, for which Q has room', () => {
    // First round: P takes 100 of 160. Second: Q, with room for 60, is offered just that.
    expect(result.replicas.map(({ spilled }) => spilled)).toEqual([100, 100, 40, 40]);
    expect(result.clients[0].served).toEqual([
      { replica: 'a', reads: 100 },
      { replica: 'b', reads: 60 },
    ]);
    expect(result.clients.map(({ shed }) => shed)).toEqual([0, 0, 0, 0]);
    // 60 of 160 reads go 20 ms farther.
    expect(result.clients[0].spilled).toBeCloseTo(7.5, 9);
    expect(result.servedBySpilling).toBe(280);
  });

  it('could be ×2.5 before nearest routing breaks, and ×7 with spilling', () => {
    expect(result.bearable).toEqual({ nearest: 2.5, spilling: 7 });
  });

  it('does no harm at all at ×2.5, and does just above', () => {
    const at = (factor: number) =>
      spillOver(inARow([40, 40, 40, 40]), { spike: { client: 'client-0', factor }, capacity: 100 });
    expect(at(2.5).cascade).toHaveLength(1);
    expect(at(2.5).servedByCascade).toBe(220);
    expect(at(2.501).servedByCascade).toBeLessThan(at(2.501).demand);
  });
});

describe('spilling', () => {
  it('refuses only what all together cannot serve: 460 asked of 400', () => {
    const result = spillOver(inARow([40, 40, 40, 40]), {
      spike: { client: 'client-0', factor: 8.5 },
      capacity: 100,
    });
    expect(result.enough).toBe(false);
    expect(result.servedBySpilling).toBeCloseTo(400, 9);
    expect(result.clients[0].shed).toBeCloseTo(60, 9);
    expect(result.clients.slice(1).map(({ shed }) => shed)).toEqual([0, 0, 0]);
  });

  it('shares a replica that cannot take all among those who offer, in proportion', () => {
    const crowd: Crowd = {
      reads: [30, 90],
      capacities: [60, 1000],
      preferences: [
        [0, 1],
        [0, 1],
      ],
      distances: [
        [1, 2],
        [1, 2],
      ],
    };
    expect(spill(crowd).served).toEqual([
      [15, 15],
      [45, 45],
    ]);
  });
});

describe('a cascade', () => {
  it('stops where somebody bears what lands there', () => {
    const capacity = new Map([
      ['a', 100],
      ['b', 100],
      ['c', 1000],
      ['d', 100],
    ]);
    const result = spillOver(inARow([40, 40, 40, 40]), {
      spike: { client: 'client-0', factor: 4 },
      capacity,
    });
    expect(result.cascade.map(({ failed }) => failed)).toEqual([[], ['a'], ['b']]);
    expect(result.servedByCascade).toBe(280);
    expect(result.clients[0].cascade).toBe(40);
    expect(result.replicas.map(({ failedAt }) => failedAt !== null)).toEqual([true, true, false, false]);
  });

  it('waits the longer the more patient clients are, in proportion', () => {
    const times = [1000, 3000].map((patience) => {
      const spike = { client: 'client-0', factor: 4 };
      return spillOver(inARow([40, 40, 40, 40]), { spike, capacity: 100, patience }).cascade[1].at;
    });
    expect(times[1]).toBeCloseTo(3 * times[0], 6);
  });

  it('takes the capacity from processing where none is given: 10 ms a read are 100 a second', () => {
    const result = spillOver(inARow([40, 40, 40, 40], 10), { spike: { client: 'client-0', factor: 4 } });
    expect(result.replicas.map(({ capacity }) => capacity)).toEqual([100, 100, 100, 100]);
  });

  it('cannot be told without a capacity, for a stranger, or with a capacity of nothing', () => {
    const deployment = inARow([1, 1, 1, 1]);
    const spike = { client: 'client-0', factor: 4 };
    expect(() => spillOver(deployment, { spike })).toThrow('give a capacity, or protocol.processing');
    expect(() => spillOver(deployment, { spike: { client: 'web', factor: 2 } })).toThrow(
      "'web', which is none",
    );
    expect(() => spillOver(deployment, { spike, capacity: 0 })).toThrow('above 0 reads per second, not 0');
    expect(() => spillOver(deployment, { spike, capacity: new Map() })).toThrow(
      'no capacity is given for replica a',
    );
  });
});

const anyCrowd: fc.Arbitrary<Crowd> = fc.integer({ min: 1, max: 6 }).chain((n) => {
  const order = fc.shuffledSubarray(
    Array.from({ length: n }, (_, r) => r),
    { minLength: n },
  );
  return fc.record({
    reads: fc.array(fc.integer({ min: 0, max: 1000 }), { minLength: 3, maxLength: 3 }),
    capacities: fc.array(fc.integer({ min: 1, max: 1000 }), { minLength: n, maxLength: n }),
    preferences: fc.tuple(order, order, order),
    distances: fc.constant([]),
  });
});

describe('whatever clients ask and replicas can serve,', () => {
  it('spilling serves as much as can be, and gives no replica more than it can serve', () => {
    let short = 0;
    fc.assert(
      fc.property(anyCrowd, (crowd) => {
        const { served, shed } = spill(crowd);
        const total = sum(served.map(sum));
        expect(total).toBeCloseTo(Math.min(sum(crowd.reads), sum(crowd.capacities)), 6);
        crowd.capacities.forEach((capacity, r) => {
          expect(sum(served.map((by) => by[r]))).toBeLessThanOrEqual(capacity + 1e-9);
        });
        crowd.reads.forEach((demand, c) => {
          expect(sum(served[c]) + shed[c]).toBeCloseTo(demand, 6);
        });
        if (sum(shed) > 1) short++;
      }),
    );
    expect(short).toBeGreaterThan(0);
  });

  it('a cascade loses no read from the books, takes at most a step a replica, and ends with nobody overloaded', () => {
    let longest = 0;
    fc.assert(
      fc.property(anyCrowd, (crowd) => {
        const steps = cascadeOf(crowd, 1000);
        expect(steps.length).toBeLessThanOrEqual(crowd.capacities.length + 1);
        for (const { loads, unserved } of steps)
          expect(sum(loads) + unserved).toBeCloseTo(sum(crowd.reads), 6);
        const end = steps[steps.length - 1];
        end.loads.forEach((load, r) => {
          if (end.up[r]) expect(load).toBeLessThanOrEqual(crowd.capacities[r]);
        });
        longest = Math.max(longest, steps.length);
      }),
    );
    expect(longest).toBeGreaterThan(2);
  });

  it('spilling never serves less than what nearest routing is left with', () => {
    fc.assert(
      fc.property(anyCrowd, (crowd) => {
        const steps = cascadeOf(crowd, 1000);
        const cascade = sum(crowd.reads) - steps[steps.length - 1].unserved;
        expect(sum(spill(crowd).served.map(sum))).toBeGreaterThanOrEqual(cascade - 1e-6);
      }),
    );
  });

  it('spilling is nearest routing where that overwhelms nobody', () => {
    fc.assert(
      fc.property(anyCrowd, (given) => {
        const crowd = { ...given, capacities: given.capacities.map(() => 3000) };
        const { loads } = nearestLoads(
          crowd,
          crowd.capacities.map(() => true),
        );
        const { served } = spill(crowd);
        expect(crowd.capacities.map((_, r) => sum(served.map((by) => by[r])))).toEqual(loads);
      }),
    );
  });
});
