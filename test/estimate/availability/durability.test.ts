import { describe, expect, test } from 'vitest';
import { durabilityOf } from '../../../src/estimate/availability/durability.js';
import { threshold } from '../../../src/quorum/shapes.js';
import { DAY, fleetAt, HOUR, idsOf, majorityOf } from './fleets.js';

const machine = { mtbf: 100 * DAY, mttr: HOUR };
const region = { mtbf: 1000 * DAY, mttr: 4 * HOUR };
const fleet = fleetAt(['a', 'b', 'c'], { machine, region });

describe('asynchronous replication', () => {
  test('loses what the primary alone has: a write with lag × the rate of its losses', () => {
    const { perWrite, lossyTakeoversPerYear, perYear } = durabilityOf(fleet, {
      kind: 'holders',
      holders: ['r1'],
      lag: 200,
    });
    const rate = 1 / (100 * DAY) + 1 / (1000 * DAY);
    expect(perWrite / (200 * rate)).toBeCloseTo(1, 6);
    expect(lossyTakeoversPerYear).toBeCloseTo(365 / 100 + 365 / 1000, 6);
    expect(perYear).toBeCloseTo(1 - Math.exp(-365 / 100 - 365 / 1000), 6);
  });

  test('a domain that takes every replica leaves nobody to take over without the write', () => {
    const together = fleetAt(['a', 'a', 'a'], { machine, region });
    const { lossyTakeoversPerYear } = durabilityOf(together, { kind: 'holders', holders: ['r1'], lag: 200 });
    expect(lossyTakeoversPerYear).toBeCloseTo(365 / 100, 5);
  });

  test('without lag nothing is lost, and a longer lag never loses less', () => {
    const of = (lag: number) => durabilityOf(fleet, { kind: 'holders', holders: ['r2'], lag }).perWrite;
    const losses = [0, 1, 200, HOUR, 30 * DAY].map(of);
    expect(losses[0]).toBe(0);
    expect(losses).toEqual([...losses].sort((a, b) => a - b));
    expect(losses[1]).toBeGreaterThan(0);
  });
});

describe('semi-synchronous replication', () => {
  test('two holders apart lose a write only when both fail within the lag: the square of one', () => {
    const lag = HOUR;
    const one = -Math.expm1(-lag * (1 / (100 * DAY) + 1 / (1000 * DAY)));
    const { perWrite } = durabilityOf(fleet, { kind: 'holders', holders: ['r1', 'r2'], lag });
    expect(perWrite / (one ** 2 * (1 - one))).toBeCloseTo(1, 9);
  });

  test('two holders in one region go with it: about the rate of that region', () => {
    const paired = fleetAt(['a', 'a', 'b'], { machine, region });
    const { lossyTakeoversPerYear } = durabilityOf(paired, {
      kind: 'holders',
      holders: ['r1', 'r2'],
      lag: 200,
    });
    expect(lossyTakeoversPerYear).toBeCloseTo(365 / 1000, 6);
  });

  test('a shared set over both holders counts as a region does', () => {
    const shared = [{ name: 'grid', members: ['r1', 'b'], mtbf: 500 * DAY, mttr: HOUR }];
    const cut = fleetAt(['a', 'b', 'c'], { shared });
    const { lossyTakeoversPerYear } = durabilityOf(cut, { kind: 'holders', holders: ['r1', 'r2'], lag: 200 });
    expect(lossyTakeoversPerYear).toBeCloseTo(365 / 500, 6);
  });

  test('holders that are all replicas lose nothing in a takeover', () => {
    expect(durabilityOf(fleet, { kind: 'holders', holders: idsOf(fleet), lag: HOUR }).perYear).toBe(0);
  });
});

describe('a quorum that every leader change hears of', () => {
  test('loses nothing where disks come back with their machines, and says that this is assumed', () => {
    const { perYear, diskLossesPerYear, assumptions } = durabilityOf(fleet, {
      kind: 'quorum',
      system: majorityOf(fleet),
    });
    expect(perYear).toBe(0);
    expect(diskLossesPerYear).toBeNull();
    expect(assumptions).toContain('No disk is lost permanently.');
  });

  test('of one copy loses as often as its disk, of two of two 2·d/(mtbf + restore), d = restore/(mtbf + restore)', () => {
    const disk = { mtbf: 1000 * DAY, restore: DAY };
    const one = fleetAt(['a']);
    const single = durabilityOf(one, { kind: 'quorum', system: threshold(['r1'], 1) }, disk);
    expect(single.diskLossesPerYear).toBeCloseTo(365 / 1001, 12);
    const two = fleetAt(['a', 'b']);
    const pair = durabilityOf(two, { kind: 'quorum', system: threshold(['r1', 'r2'], 2) }, disk);
    expect(pair.diskLossesPerYear).toBeCloseTo((2 * (1 / 1001) * 365) / 1001, 12);
    expect(pair.perYear).toBeCloseTo(-Math.expm1(-(pair.diskLossesPerYear ?? 0)), 15);
  });

  test('of more members loses less: majorities of 3, 5, 7 in turn, each by two orders or more', () => {
    const losses = [3, 5, 7].map((n) => {
      const apart = fleetAt(Array.from({ length: n }, (_, index) => `region-${index}`));
      const copies = { kind: 'quorum', system: majorityOf(apart) } as const;
      return durabilityOf(apart, copies, { mtbf: 1000 * DAY, restore: DAY }).diskLossesPerYear ?? Number.NaN;
    });
    expect(losses[1]).toBeLessThan(losses[0] / 100);
    expect(losses[2]).toBeLessThan(losses[1] / 100);
    expect(losses[2]).toBeGreaterThan(0);
  });
});

test('nonsense is refused: unknown or no holders, times below 0, a system over others', () => {
  const holders = (ids: string[], lag: number) => () =>
    durabilityOf(fleet, { kind: 'holders', holders: ids, lag });
  expect(holders(['r9'], 1)).toThrow(/'r9' is no replica/);
  expect(holders([], 1)).toThrow(RangeError);
  expect(holders(['r1'], -1)).toThrow(/lag is -1/);
  const strangers = threshold(['x', 'y', 'z'], 2);
  expect(() => durabilityOf(fleet, { kind: 'quorum', system: strangers })).toThrow(RangeError);
  const copies = { kind: 'quorum', system: majorityOf(fleet) } as const;
  expect(() => durabilityOf(fleet, copies, { mtbf: 0, restore: 1 })).toThrow(/diskLoss.mtbf is 0/);
  expect(() => durabilityOf(fleet, copies, { mtbf: 1, restore: Number.NaN })).toThrow(RangeError);
});
