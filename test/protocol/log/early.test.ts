import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Piece, setAsideIfEarly, takeDue } from '../../../src/protocol/log/early.js';
import { endOf } from '../../../src/protocol/log/stretch.js';

const LENGTH = 12;

const pieceOf = (first: number, end: number): Piece => ({
  first,
  entries: Array.from({ length: end - first }, (_, k) => first + k),
});

/** Takes pieces as they come; how many were set aside. */
function receive(pieces: readonly Piece[]): { entries: number[]; aside: number; left: number } {
  const log = { base: 0, entries: [] as number[] };
  const early = new Map<number, Piece>();
  let aside = 0;
  for (const piece of pieces) {
    if (setAsideIfEarly(early, log, piece)) {
      aside++;
      continue;
    }
    for (let due: Piece | undefined = piece; due !== undefined; due = takeDue(early, log)) {
      log.entries.push(...(due.entries.slice(endOf(log) - due.first) as number[]));
    }
  }
  return { entries: log.entries, aside, left: early.size };
}

describe('pieces of a log that come early', () => {
  it('make the whole log, in whatever order they come, each as often as the network likes', () => {
    const ends = fc.uniqueArray(fc.integer({ min: 1, max: LENGTH - 1 }), { maxLength: 5 });
    let aside = 0;
    fc.assert(
      fc.property(ends, fc.infiniteStream(fc.nat()), (cuts, draws) => {
        const bounds = [0, ...cuts.sort((a, b) => a - b), LENGTH];
        const pieces = bounds.slice(1).map((end, k) => pieceOf(bounds[k], end));
        const doubled = [...pieces, ...pieces];
        const shuffled = doubled.map((piece) => ({ piece, at: draws.next().value as number }));
        const received = receive(shuffled.sort((a, b) => a.at - b.at).map(({ piece }) => piece));
        expect(received.entries).toEqual(pieceOf(0, LENGTH).entries);
        expect(received.left).toBe(0);
        aside += received.aside;
      }),
      { numRuns: 100 },
    );
    expect(aside).toBeGreaterThan(100);
  });

  it('of two with the same beginning keep the longer, whichever came first', () => {
    const [short, long, head] = [pieceOf(4, 6), pieceOf(4, 9), pieceOf(0, 4)];
    expect(receive([short, long, head]).entries).toHaveLength(9);
    expect(receive([long, short, head]).entries).toHaveLength(9);
  });

  it('wait where what belongs in front of them never comes', () => {
    expect(receive([pieceOf(3, 5), pieceOf(0, 2)])).toEqual({ entries: [0, 1], aside: 1, left: 1 });
  });
});
