import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { moveLeaders, placeLeaders, spreadEvenly } from '../../src/group/placement.js';

const ids = ['a', 'b', 'c', 'd', 'e'];
const sum = (counts: readonly number[]): number => counts.reduce((total, count) => total + count, 0);
const without = (lost: number): boolean[] => ids.map((_, r) => r !== lost);

describe('leaders of shards', () => {
  it('balanced are as many at each replica, the first taking what is over: 1000 of 3 are 334, 333, 333', () => {
    expect(placeLeaders({ count: 1000, leaders: 'balanced' }, ['a', 'b', 'c'], 'a')).toEqual([334, 333, 333]);
  });

  it("are all at the group's leader under the policy 'leader', or where the file puts them", () => {
    expect(placeLeaders({ count: 7, leaders: 'leader' }, ids, 'c')).toEqual([0, 0, 7, 0, 0]);
    const own = new Map([
      ['a', 4],
      ['e', 3],
    ]);
    expect(placeLeaders({ count: 7, leaders: own }, ids, 'c')).toEqual([4, 0, 0, 0, 3]);
  });

  it('of a lost replica go evenly to the survivors where balanced: 200 of five to 250 of four', () => {
    const before = placeLeaders({ count: 1000, leaders: 'balanced' }, ids, 'a');
    expect(moveLeaders(before, without(1), 'balanced', ids, undefined)).toEqual([250, 0, 250, 250, 250]);
  });

  it("all land at the next leader under the policy 'leader'", () => {
    expect(moveLeaders([9, 0, 0, 0, 0], without(0), 'leader', ids, 'd')).toEqual([0, 0, 0, 9, 0]);
  });

  it('go to the survivors in proportion to what they have where the file places them: 90 as 60 to 30', () => {
    const own = new Map([['a', 90]]);
    expect(moveLeaders([90, 60, 30, 0, 0], without(0), own, ids, undefined)).toEqual([0, 120, 60, 0, 0]);
  });

  it('go evenly where the file gave the survivors none', () => {
    const own = new Map([['a', 10]]);
    expect(moveLeaders([10, 0, 0, 0, 0], without(0), own, ids, undefined)).toEqual([0, 3, 3, 2, 2]);
  });

  it('are never fewer nor more afterwards while any replica is up, and no survivor loses one', () => {
    const anyCase = fc.record({
      before: fc.array(fc.nat(500), { minLength: 5, maxLength: 5 }),
      up: fc.array(fc.boolean(), { minLength: 5, maxLength: 5 }),
      policy: fc.constantFrom('balanced', 'leader', 'placed'),
    });
    let moved = 0;
    fc.assert(
      fc.property(anyCase, ({ before, up, policy }) => {
        fc.pre(up.includes(true));
        const leaders = policy === 'placed' ? new Map<string, number>() : (policy as 'balanced' | 'leader');
        const after = moveLeaders(before, up, leaders, ids, ids[up.indexOf(true)]);
        expect(sum(after)).toBe(sum(before));
        after.forEach((count, r) => {
          if (up[r]) expect(count).toBeGreaterThanOrEqual(before[r]);
          else expect(count).toBe(0);
        });
        if (after.some((count, r) => up[r] && count > before[r])) moved++;
      }),
    );
    expect(moved).toBeGreaterThan(0);
  });

  it('spread evenly differ by one at most', () => {
    fc.assert(
      fc.property(fc.nat(1e6), fc.array(fc.boolean(), { minLength: 1, maxLength: 9 }), (count, up) => {
        fc.pre(up.includes(true));
        const some = spreadEvenly(count, up).filter((_, r) => up[r]);
        expect(Math.max(...some) - Math.min(...some)).toBeLessThanOrEqual(1);
        expect(sum(some)).toBe(count);
      }),
    );
  });
});
