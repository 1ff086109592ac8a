import { describe, expect, it } from 'vitest';
import {
  chosenAt,
  cutLog,
  emptyLog,
  entryAt,
  logEnd,
  putChosen,
  putEntry,
  writtenAt,
} from '../../../src/protocol/log/chosen.js';
import { NO_OP } from '../../../src/protocol/replicated-map.js';

describe('a log whose slots are filled in any order', () => {
  it('tells what came, what is chosen, and what is on disk, each apart', () => {
    const log = emptyLog<string>(4);
    putEntry(log, 6, 'vote', -3);
    putChosen(log, 5, NO_OP);
    expect([4, 5, 6, 7].map((slot) => entryAt(log, slot))).toEqual([null, null, 'vote', null]);
    expect([4, 5, 6, 7].map((slot) => writtenAt(log, slot))).toEqual([0, 0, -3, 0]);
    expect([4, 5, 6, 7].map((slot) => chosenAt(log, slot))).toEqual([null, NO_OP, null, null]);
    expect(logEnd(log)).toBe(7);
  });

  it('cut, has the same in the slots from there on and nothing below', () => {
    const log = emptyLog<string>(0);
    for (const slot of [0, 1, 2, 3]) putEntry(log, slot, `v${slot}`, slot + 1);
    putChosen(log, 3, NO_OP);
    cutLog(log, 2);
    expect([1, 2, 3].map((slot) => [entryAt(log, slot), writtenAt(log, slot)])).toEqual([
      [null, 0],
      ['v2', 3],
      ['v3', 4],
    ]);
    expect([chosenAt(log, 1), chosenAt(log, 3), logEnd(log)]).toEqual([null, NO_OP, 4]);
    cutLog(log, 1);
    expect(log.base).toBe(2);
  });

  it('cut beyond its end, begins there', () => {
    const log = emptyLog<string>(0);
    putEntry(log, 1, 'v1', 1);
    cutLog(log, 9);
    expect([log.base, logEnd(log), entryAt(log, 1)]).toEqual([9, 9, null]);
  });
});
