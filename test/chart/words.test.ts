import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { landTopology, letterWidths } from '../../scripts/chart-assets/assets.js';
import { around, overlap, placed, spread } from '../../src/chart/label-placement.js';
import { LAND } from '../../src/chart/land.generated.js';
import { LETTER_WIDTHS } from '../../src/chart/letter-widths.generated.js';
import { listText, msText, ninesText, percentText, perYear, rateText } from '../../src/chart/number-text.js';
import { styleOf } from '../../src/chart/palette.js';
import { fitted, textWidth, wrapped } from '../../src/chart/text-width.js';
import { linearTicks, logTicks } from '../../src/chart/ticks.js';

describe('what is generated is what its sources make it', () => {
  test('widths of letters: those of the shipped fonts', () => {
    for (const [face, file] of [
      ['regular', 'fonts/Arimo-Regular.ttf'],
      ['bold', 'fonts/Arimo-Bold.ttf'],
    ] as const)
      expect(LETTER_WIDTHS[face]).toEqual(letterWidths(readFileSync(file)));
  });

  test('land: world-atlas without Antarctica', () => {
    const land = landTopology(JSON.parse(readFileSync('node_modules/world-atlas/land-110m.json', 'utf8')));
    expect(JSON.parse(LAND)).toEqual(land);
  });
});

describe('words', () => {
  test('digits are .556 em wide, as in Arial, and W .944 em (Adobe core metrics of Helvetica)', () => {
    expect(textWidth('0123456789', 10)).toBeCloseTo(55.6, 1);
    expect(textWidth('W', 1000)).toBeCloseTo(944, 0);
  });

  test('a letter that the font does not have counts as one em', () => {
    expect(textWidth('東', 12)).toBe(12);
  });

  test('what is fitted fits, and what fits is left alone', () => {
    expect(fitted('us-east-1', 100, 12)).toBe('us-east-1');
    fc.assert(
      fc.property(
        fc.string({ minLength: 1, maxLength: 60 }),
        fc.integer({ min: 14, max: 300 }),
        (text, width) => {
          const cut = fitted(text, width, 12);
          expect(textWidth(cut, 12)).toBeLessThanOrEqual(Math.max(width, textWidth('…', 12)));
        },
      ),
    );
  });

  test('what is wrapped keeps every word, in lines that fit', () => {
    const text = 'Two groups decide, each by two of its three members';
    const lines = wrapped(text, 120, 12);
    expect(lines.length).toBeGreaterThan(1);
    expect(lines.join(' ')).toBe(text);
    for (const line of lines) expect(textWidth(line, 12)).toBeLessThanOrEqual(120);
  });
});

describe('labels', () => {
  const page = { x: 0, y: 0, width: 1000, height: 1000 };

  test('meet no other where some candidate is free', () => {
    const wishes = [0, 1, 2, 3].map(() => ({ candidates: around([500, 500], 60, 14, 8) }));
    const boxes = placed(wishes, [], page);
    for (const [i, a] of boxes.entries()) for (const b of boxes.slice(i + 1)) expect(overlap(a!, b!)).toBe(0);
  });

  test('stay on the page before they keep off lines', () => {
    const [box] = placed(
      [{ candidates: around([995, 500], 60, 14, 6) }],
      [{ x: 900, y: 0, width: 40, height: 1000 }],
      page,
    );
    expect(box!.x + box!.width).toBeLessThanOrEqual(1000);
  });

  test('moved apart they do not overlap and stay in their order', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 300, noNaN: true }), { maxLength: 12 }), (centres) => {
        const moved = spread(centres, 20, 0, 300);
        const order = centres.map((_, i) => i).sort((a, b) => centres[a] - centres[b] || a - b);
        for (const [k, i] of order.entries())
          if (k > 0) expect(moved[i] - moved[order[k - 1]]).toBeGreaterThanOrEqual(20 - 1e-9);
        for (const y of moved) {
          expect(y).toBeGreaterThanOrEqual(10 - 1e-9);
          expect(y).toBeLessThanOrEqual(290 + 1e-9);
        }
      }),
    );
  });
});

describe('axes', () => {
  test('marks are round and reach beyond what is drawn', () => {
    expect(linearTicks(357, 4)).toEqual([0, 100, 200, 300, 400]);
    expect(linearTicks(0.7, 4)).toEqual([0, 0.2, 0.4, 0.6, 0.8]);
    fc.assert(
      fc.property(
        fc.double({ min: 1e-3, max: 1e6, noNaN: true }),
        fc.integer({ min: 2, max: 12 }),
        (most, count) => {
          const ticks = linearTicks(most, count);
          expect(ticks[ticks.length - 1]).toBeGreaterThanOrEqual(most * (1 - 1e-9));
          expect(ticks.length).toBeLessThanOrEqual(count + 2);
        },
      ),
    );
  });

  test('logarithmic marks hold what is drawn between them', () => {
    expect(logTicks(0.85, 86, 9)).toEqual([0.5, 1, 2, 5, 10, 20, 50, 100]);
    fc.assert(
      fc.property(
        fc.double({ min: 0.01, max: 10, noNaN: true }),
        fc.double({ min: 1.5, max: 1e5, noNaN: true }),
        (low, ratio) => {
          const ticks = logTicks(low, low * ratio, 9);
          expect(ticks[0]).toBeLessThanOrEqual(low * (1 + 1e-9));
          expect(ticks[ticks.length - 1]).toBeGreaterThanOrEqual(low * ratio * (1 - 1e-9));
        },
      ),
    );
  });
});

test('figures are written as people read them', () => {
  expect([0.551, 6.04, 81.44, 343.7, 12_000].map(msText)).toEqual([
    '0.55 ms',
    '6 ms',
    '81.4 ms',
    '344 ms',
    '12 s',
  ]);
  expect([0.001, 1e-4, 1e-9, 0].map(perYear)).toEqual(['8.8 h', '53 min', '< 0.1 s', '0 s']);
  expect([0.05, 0.001, 2e-5].map(ninesText)).toEqual(['95 %', '99.9 %', '99.998 %']);
  expect([1240, 12.4, 0.5].map(rateText)).toEqual(['1,240/s', '12/s', '0.5/s']);
  expect([0, 0.005, 0.05, 0.81].map(percentText)).toEqual(['0 %', '0.5 %', '5 %', '81 %']);
  expect(listText(['a', 'b', 'c', 'd', 'e'])).toBe('a, b and 3 more');
});

test('no two of 21 series look alike', () => {
  const looks = Array.from({ length: 21 }, (_, i) => JSON.stringify(styleOf(i)));
  expect(new Set(looks).size).toBe(21);
});

test('steps of a logarithmic axis reach its highest value, also where it takes several decades to a step', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 1e-3, max: 1, noNaN: true }),
      fc.integer({ min: 0, max: 8 }),
      (low, decades) => {
        const high = low * 10 ** decades * 1.5;
        const ticks = logTicks(low, high, 4);
        expect(ticks[ticks.length - 1]).toBeGreaterThanOrEqual(high * (1 - 1e-9));
        expect(ticks[0]).toBeLessThanOrEqual(low * (1 + 1e-9));
      },
    ),
  );
});
