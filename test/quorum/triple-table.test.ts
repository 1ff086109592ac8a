import fc from 'fast-check';
import { expect, test } from 'vitest';
import { TripleTable } from '../../src/quorum/triple-table.js';

test('keeps what a Map would keep, through growth and replacement', () => {
  const key = fc.integer({ min: 0, max: 12 });
  fc.assert(
    fc.property(fc.array(fc.tuple(key, key, key, fc.nat(2 ** 31 - 2)), { maxLength: 400 }), (entries) => {
      const table = new TripleTable(4);
      const map = new Map<string, number>();
      for (const [a, b, c, value] of entries) {
        expect(table.get(a, b, c)).toBe(map.get(`${a} ${b} ${c}`) ?? -1);
        table.set(a, b, c, value);
        map.set(`${a} ${b} ${c}`, value);
      }
      for (const [text, value] of map) {
        const [a, b, c] = text.split(' ').map(Number);
        expect(table.get(a!, b!, c!)).toBe(value);
      }
    }),
    { numRuns: 50 },
  );
});

test('a triple is no other order of itself', () => {
  const table = new TripleTable();
  table.set(1, 2, 3, 0);
  expect(table.get(1, 2, 3)).toBe(0);
  expect(table.get(3, 2, 1)).toBe(-1);
});
