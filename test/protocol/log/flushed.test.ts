import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  dropBelow,
  type FlushedLog,
  markWritten,
  push,
  raiseFlushed,
  truncate,
} from '../../../src/protocol/log/flushed.js';
import { endOf, entryAt } from '../../../src/protocol/log/stretch.js';

/** A log of n entries, the one of slot k written under token 100 + k. */
function logOf(n: number): FlushedLog<string> {
  const log: FlushedLog<string> = { base: 0, entries: [], writing: [], flushed: 0 };
  for (let slot = 0; slot < n; slot++) push(log, `e${slot}`, 100 + slot);
  return log;
}

const written = (log: FlushedLog<string>, slot: number, token = 100 + slot): boolean =>
  markWritten(log, slot, token) && raiseFlushed(log, log.flushed);

describe('a log whose entries go to the disk one by one', () => {
  it('counts as being on disk what has no gap, in whatever order the disk finishes', () => {
    const order = fc.shuffledSubarray([0, 1, 2, 3, 4, 5, 6, 7], { minLength: 8 });
    fc.assert(
      fc.property(order, (slots) => {
        const log = logOf(8);
        const done = new Set<number>();
        for (const slot of slots) {
          const before = log.flushed;
          const more = written(log, slot);
          done.add(slot);
          // By definition: the first slot that the disk has not finished.
          const gap = [0, 1, 2, 3, 4, 5, 6, 7].find((k) => !done.has(k)) ?? 8;
          expect(log.flushed).toBe(gap);
          expect(more).toBe(gap > before);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('learns nothing from the write of an entry that another has replaced', () => {
    const log = logOf(3);
    truncate(log, 1);
    push(log, 'other', 7);
    expect(written(log, 1)).toBe(false);
    expect(written(log, 0)).toBe(true);
    expect(log.flushed).toBe(1);
    expect(written(log, 1, 7)).toBe(true);
    expect(log.flushed).toBe(2);
  });

  it('keeps on disk what is below a cut, and finds its entries after one', () => {
    const log = logOf(5);
    for (const slot of [0, 1, 2]) written(log, slot);
    dropBelow(log, 2);
    expect([log.base, log.flushed, endOf(log), entryAt(log, 4)]).toEqual([2, 3, 5, 'e4']);
    dropBelow(log, 1);
    expect(log.base).toBe(2);
  });

  it('cut above what is on disk, counts no more as there than before, until the snapshot is', () => {
    const log = logOf(5);
    written(log, 0);
    written(log, 4);
    dropBelow(log, 3);
    written(log, 3);
    expect(log.flushed).toBe(1);
    expect(raiseFlushed(log, 3)).toBe(true);
    expect(log.flushed).toBe(5);
  });
});
