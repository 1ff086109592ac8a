import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Command, Effects } from '../../src/protocol/contract/machine.js';
import { apply, emptyMap, isExecuted } from '../../src/protocol/replicated-map.js';
import {
  copySessions,
  freshSession,
  isDone,
  markDone,
  readResult,
  rememberRead,
} from '../../src/protocol/sessions.js';

const NO_EFFECTS = { commit: () => undefined } as unknown as Effects;

describe('the session table', () => {
  it('knows exactly which of a client’s operations are done, in whatever order they come', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 1, max: 40 }), { maxLength: 40 }), (seqs) => {
        const session = freshSession();
        const done = new Set<number>();
        for (const seq of seqs) {
          expect(isDone(session, seq)).toBe(false);
          markDone(session, seq);
          done.add(seq);
          for (let other = 1; other <= 41; other++) expect(isDone(session, other)).toBe(done.has(other));
        }
      }),
    );
  });

  it('takes no space for a client that gives up nothing, however many operations are outstanding', () => {
    fc.assert(
      fc.property(
        fc.shuffledSubarray(
          Array.from({ length: 30 }, (_, i) => i + 1),
          { minLength: 30 },
        ),
        (seqs) => {
          const session = freshSession();
          for (const seq of seqs) markDone(session, seq);
          expect(session.low).toBe(30);
          expect(session.above).toEqual([]);
        },
      ),
    );
  });

  it('takes one run of numbers for each hole: operations 1, 2, 4, 5 and 9 leave two', () => {
    const session = freshSession();
    for (const seq of [9, 1, 5, 2, 4]) markDone(session, seq);
    expect(session).toMatchObject({ low: 2, above: [4, 5, 9, 9] });
  });

  it('keeps the results of the latest 64 reads, and says so of older ones', () => {
    const session = freshSession();
    for (let seq = 1; seq <= 100; seq++) rememberRead(session, seq, seq * 10);
    expect(readResult(session, 100)).toBe(1000);
    expect(readResult(session, 37)).toBe(370);
    expect(readResult(session, 36)).toBeUndefined();
  });

  it('reads that do not go through the log leave no holes: turns count what does', () => {
    const map = emptyMap();
    const read = (seq: number): Command => ({ client: 1, seq, turn: 0, kind: 'read', key: 1, value: 0 });
    const write = (seq: number, turn: number): Command => ({
      client: 1,
      seq,
      turn,
      kind: 'write',
      key: 1,
      value: seq,
    });
    // Every other operation is a read, which is never executed.
    for (let turn = 1; turn <= 100; turn++) apply(map, turn, write(2 * turn, turn), NO_EFFECTS);
    expect(map.sessions.get(1)).toMatchObject({ low: 100, above: [] });
    expect(isExecuted(map, write(200, 100))).toBe(true);
    expect(isExecuted(map, write(202, 101))).toBe(false);
    expect(isExecuted(map, read(5))).toBe(false);
    // By `seq` there is a hole for every read.
    const bySeq = emptyMap();
    for (let seq = 2; seq <= 200; seq += 2) {
      const { turn: _, ...command } = write(seq, 0);
      apply(bySeq, seq, command, NO_EFFECTS);
    }
    expect(bySeq.sessions.get(1)!.above).toHaveLength(200);
  });

  it('is copied, not shared, into a snapshot', () => {
    const sessions = new Map([[1, freshSession()]]);
    const copy = copySessions(sessions);
    markDone(sessions.get(1)!, 2);
    rememberRead(sessions.get(1)!, 2, 5);
    expect(copy.get(1)).toEqual(freshSession());
  });
});
