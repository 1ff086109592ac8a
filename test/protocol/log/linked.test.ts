import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  append,
  cutLog,
  emptyLog,
  type LinkedEntry,
  type LinkedLog,
  NO_REIGN,
  onEntryWritten,
  readBack,
  sinceBefore,
  takePiece,
} from '../../../src/protocol/log/linked.js';
import { noWrites, type Writes } from '../../../src/protocol/log/writes.js';
import { NO_OP } from '../../../src/protocol/replicated-map.js';
import { Probe } from '../probe.js';

interface Copy extends Writes {
  log: LinkedLog;
  executed: number;
  matched: number;
}

/** Entries of these reigns, one after the other. */
const chainOf = (reigns: readonly number[]): LinkedEntry[] =>
  reigns.map((since, k) => ({ since, prev: k === 0 ? NO_REIGN : reigns[k - 1], command: NO_OP }));

function copyOf(reigns: readonly number[], executed = 0): { state: Copy; probe: Probe } {
  const state: Copy = { ...noWrites(), log: emptyLog(), executed, matched: 0 };
  const probe = new Probe();
  for (const entry of chainOf(reigns)) append(state, entry, probe);
  return { state, probe };
}

const reignsIn = ({ log }: Copy): number[] => log.entries.map(({ since }) => since);

/** The reigns of a leader's log, and of a follower's that began the same and went on in reigns of others. */
const histories = fc
  .record({
    shared: fc.array(fc.constantFrom(0, 2), { maxLength: 4 }),
    leads: fc.array(fc.constant(6), { minLength: 1, maxLength: 5 }),
    strays: fc.array(fc.constantFrom(3, 5), { maxLength: 5 }),
  })
  .map(({ shared, leads, strays }) => {
    const before = shared.sort();
    return {
      shared: before.length,
      leader: [...before, ...leads],
      follower: [...before, ...strays.sort()],
    };
  });

describe('a copy of a linked log', () => {
  it('is what its leader has, after pieces from wherever they fit on', () => {
    let replaced = 0;
    fc.assert(
      fc.property(histories, ({ shared, leader, follower }) => {
        const { state, probe } = copyOf(follower, shared);
        const entries = chainOf(leader);
        // From the end of the copy back to where the two are one, as a follower that is asked what it has.
        for (let first = Math.min(follower.length, leader.length); ; first = state.log.entries.length) {
          const { prev } = entries[first] ?? { prev: entries[first - 1].since };
          if (takePiece(state, { first, prev, entries: entries.slice(first) }, probe)) break;
        }
        // What stands behind the leader's end is not contradicted by it: `cutToFit` of PacificA is about that.
        expect(reignsIn(state).slice(0, leader.length)).toEqual(leader);
        expect(state.matched).toBe(leader.length);
        replaced += follower.length > shared ? 1 : 0;
      }),
      { numRuns: 200 },
    );
    expect(replaced).toBeGreaterThan(50);
  });

  it('drops the entry that does not fit to the piece, and takes nothing of it', () => {
    const { state, probe } = copyOf([0, 0, 3]);
    const [, , , late] = chainOf([0, 0, 6, 6]);
    expect(takePiece(state, { first: 3, prev: 6, entries: [late] }, probe)).toBe(false);
    expect(reignsIn(state)).toEqual([0, 0]);
    expect(state.matched).toBe(0);
  });

  it('writes each entry that it takes, once', () => {
    const { state, probe } = copyOf([0, 0]);
    const entries = chainOf([0, 0, 6]);
    takePiece(state, { first: 0, prev: NO_REIGN, entries }, probe);
    takePiece(state, { first: 0, prev: NO_REIGN, entries }, probe);
    expect(probe.written.map(({ key }) => key)).toEqual([0, 1, 2]);
    for (const { key, token } of probe.written) expect(onEntryWritten(state.log, key, token)).toBe(true);
    expect(state.log.flushed).toBe(3);
  });

  it('knows the reign before its base after a cut', () => {
    const { state } = copyOf([0, 2, 2, 5]);
    cutLog(state.log, 2);
    expect([2, 3, 4].map((slot) => sinceBefore(state.log, slot))).toEqual([2, 2, 5]);
  });
});

describe('what a disk holds of a linked log', () => {
  const diskOf = (entries: readonly (LinkedEntry | undefined)[]): Map<number, unknown> =>
    new Map(entries.flatMap((entry, slot) => (entry === undefined ? [] : [[slot, entry] as const])));

  it('ends before a write that was not finished', () => {
    const entries: (LinkedEntry | undefined)[] = chainOf([0, 0, 2, 2]);
    entries[2] = undefined;
    const log = readBack(diskOf(entries), 0, NO_REIGN);
    expect([log.entries.length, log.flushed]).toEqual([2, 2]);
  });

  it('ends where a later entry is of a log that was dropped', () => {
    const [first, second] = chainOf([0, 6]);
    const [, , stale] = chainOf([0, 3, 3]);
    expect(readBack(diskOf([first, second, stale]), 0, NO_REIGN).entries).toHaveLength(2);
    const [, , follows] = chainOf([0, 6, 6]);
    expect(readBack(diskOf([first, second, follows]), 0, NO_REIGN).entries).toHaveLength(3);
  });

  it('goes on from a snapshot only with what follows on it', () => {
    const entries = diskOf(chainOf([0, 2, 2, 5]));
    expect(readBack(entries, 2, 2).entries).toHaveLength(2);
    expect(readBack(entries, 2, 1).entries).toHaveLength(0);
  });
});
