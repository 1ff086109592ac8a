import { describe, expect, it } from 'vitest';
import { type Case, fits } from './case.js';
import { conflictFree } from './conflict-free.js';
import { measured } from './measured.js';
import { published } from './published.js';

function claims(title: string, cases: readonly Case[]): void {
  describe(title, () => {
    for (const one of cases) {
      const expectation = one.misfit === undefined ? 'is' : 'is a known misfit beside';
      it(`${one.id}: ${one.claim}: ${one.figure} ${expectation} ${one.expected} ms`, () => {
        const actual = one.actual();
        // A misfit that begins to fit has lost its reason: the list must then say so.
        expect({ actual, fits: fits(one, actual) }).toEqual({ actual, fits: one.misfit === undefined });
      });
    }
  });
}

claims('FPaxos without conflicts, to the millisecond (fantoch)', conflictFree);
claims('real etcd and ZooKeeper under emulated delays', measured);
claims('published figures', published);

describe('the list of cases', () => {
  it('has all 30 runs with published pings and the 4 without, 92 measurements, 12 published figures', () => {
    expect(new Set(conflictFree.map(({ id }) => id.split('-')[1])).size).toBe(34);
    expect(measured.filter(({ figure }) => figure === 'write p50').length).toBe(92);
    expect(published.length).toBe(12);
  });
});
