import { describe, expect, it } from 'vitest';
import { families } from './all.js';
import { expectation, fits } from './case.js';
import { conflictFree } from './conflict-free.js';
import { leaderless } from './conflict-free-leaderless.js';
import { measured } from './measured.js';
import { postgresql } from './postgresql.js';
import { published } from './published.js';

describe.each(families)('$title', ({ cases }) => {
  for (const one of cases) {
    it(`${one.id}: ${one.claim}: ${one.figure} ${expectation(one)} ${one.expected} ms`, () => {
      const actual = one.actual();
      // A misfit that begins to fit has lost its reason: the list must then say so.
      expect({ actual, fits: fits(one, actual) }).toEqual({ actual, fits: one.misfit === undefined });
    });
  }
});

describe('the list of cases', () => {
  it('has 30 FPaxos runs with published pings and 4 without, and the 5 of EPaxos and 10 of Tempo with pings', () => {
    expect(new Set(conflictFree.map(({ id }) => id.split('-')[1])).size).toBe(34);
    expect(leaderless.filter(({ id }) => id.startsWith('epaxos-') && id.includes('-model-')).length).toBe(47);
    expect(leaderless.filter(({ id }) => id.includes('-machine-')).length).toBe(47);
    expect(leaderless.filter(({ id }) => id.startsWith('tempo-')).length).toBe(114);
  });

  it('has 92 measured writes and 79 reads of etcd and ZooKeeper, 30 of PostgreSQL, 124 published figures', () => {
    expect(measured.filter(({ figure }) => figure === 'write p50').length).toBe(92);
    expect(measured.filter(({ figure }) => figure === 'read p50').length).toBe(79);
    expect(postgresql.length).toBe(30);
    expect(published.length).toBe(124);
  });

  it('gives every case an id of its own, and no bound is a misfit', () => {
    const all = families.flatMap(({ cases }) => cases);
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
    expect(all.filter(({ bound, misfit }) => bound !== undefined && misfit !== undefined)).toEqual([]);
  });
});
