import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { disjointQuorums } from '../../src/quorum/intersect.js';
import { minimalQuorums } from '../../src/quorum/minimal-quorums.js';
import { printExpression } from '../../src/quorum/print-expression.js';
import { parseQuorumScheme, type SchemeProblem } from '../../src/quorum/scheme.js';
import { majority, threshold, weighted } from '../../src/quorum/shapes.js';
import type { QuorumScheme } from '../../src/quorum/system.js';
import { quorate, replicas } from './brute-force.js';
import { INTRICATE_MEMBERS, intricateExpression } from './intricate-systems.js';
import wrong from './wrong-quorums.json' with { type: 'json' };

const FIVE = ['va1', 'oh1', 'or1', 'ie1', 'de1'];

function schemeOf(value: unknown, members: readonly string[] = FIVE): QuorumScheme {
  const parsed = parseQuorumScheme(value, members);
  if ('problems' in parsed) {
    throw new Error(JSON.stringify(parsed.problems));
  }
  return parsed.scheme;
}

function problemsOf(value: unknown, members: readonly string[] = FIVE): readonly SchemeProblem[] {
  const parsed = parseQuorumScheme(value, members);
  return 'problems' in parsed ? parsed.problems : [];
}

describe('a quorum in a topology file', () => {
  test('describes itself in the field’s words', () => {
    const grid23 = { grid: [FIVE.slice(0, 3), [...FIVE.slice(3), 'sg1']] };
    const cases: [unknown, string][] = [
      ['majority', 'majority (3 of 5)'],
      ['all', 'all 5'],
      [{ threshold: 4 }, '4 of 5'],
      [{ threshold: 5 }, 'all 5'],
      [{ phase1: 4, phase2: 2 }, 'phase 1: 4 of 5, phase 2: 2 of 5'],
      [{ read: 2, write: { threshold: 4 } }, 'read: 2 of 5, write: 4 of 5'],
      [{ classic: 'majority', fast: 4 }, 'classic: majority (3 of 5), fast: 4 of 5'],
      [{ weights: { va1: 2, oh1: 2 }, threshold: 4 }, 'weight 4 of 7 (va1 2, oh1 2, others 1)'],
      [
        { weights: { va1: 3, oh1: 0, or1: 0, ie1: 2 } },
        'weight 4 of 6 (va1 3, oh1 0, or1 0, ie1 2, the other 1)',
      ],
      [{ weights: { va1: 1 } }, 'weight 3 of 5'],
      [{ expression: 'va1*oh1 + 2 of (or1,ie1,de1)' }, 'va1 & oh1 | 2 of (or1, ie1, de1)'],
      [
        { grid: [FIVE.slice(0, 3), FIVE.slice(3)] },
        'grid of rows 3+2: phase 1 one whole row, phase 2 one of every row',
      ],
      [{ groups: { us: FIVE.slice(0, 3), eu: FIVE.slice(3) }, of: 1 }, '1 of 2 groups: us 2 of 3, eu all 2'],
    ];
    for (const [value, text] of cases) {
      expect(schemeOf(value).describe()).toBe(text);
    }
    expect(schemeOf(grid23, [...FIVE, 'sg1']).describe()).toBe(
      'grid 2×3: phase 1 one whole row, phase 2 one of every row',
    );
    const nine = replicas(9);
    const groups = { us: nine.slice(0, 3), eu: nine.slice(3, 6), asia: nine.slice(6) };
    expect(schemeOf({ groups }, nine).describe()).toBe('2 of 3 groups, 2 of 3 in each');
    expect(schemeOf({ groups, of: 'all', within: 1 }, nine).describe()).toBe('all 3 groups, 1 of 3 in each');
  });

  test('written as one system has it in both phases, and no fast one', () => {
    const scheme = schemeOf('majority');
    expect(quorate(scheme.phase1)).toEqual(quorate(majority(FIVE)));
    expect(scheme.phase2).toBe(scheme.phase1);
    expect(scheme.fast).toBeUndefined();
  });

  test('of reads and writes: read is phase 1, write is phase 2', () => {
    const scheme = schemeOf({ read: { expression: 'va1 | oh1' }, write: { expression: 'va1 & oh1' } });
    expect(minimalQuorums(scheme.phase1)).toEqual([['va1'], ['oh1']]);
    expect(minimalQuorums(scheme.phase2)).toEqual([['va1', 'oh1']]);
  });

  test('of classic and fast: classic is both phases', () => {
    const scheme = schemeOf({ classic: 'majority', fast: 4 });
    expect(quorate(scheme.phase2)).toEqual(quorate(majority(FIVE)));
    expect(quorate(scheme.phase1)).toEqual(quorate(majority(FIVE)));
    expect(quorate(scheme.fast!)).toEqual(quorate(threshold(FIVE, 4)));
  });

  test('of a grid: phase 1 is one whole row, phase 2 one of every row, and they always meet', () => {
    const scheme = schemeOf({
      grid: [
        ['va1', 'de1'],
        ['oh1', 'or1', 'ie1'],
      ],
    });
    expect(minimalQuorums(scheme.phase1)).toEqual([
      ['va1', 'de1'],
      ['oh1', 'or1', 'ie1'],
    ]);
    expect(minimalQuorums(scheme.phase2, 2)).toEqual([
      ['va1', 'oh1'],
      ['va1', 'or1'],
    ]);
    expect(disjointQuorums(scheme.phase1, scheme.phase2)).toBeUndefined();
  });

  test('of weights: a replica not named weighs 1, and the threshold is more than half where not given', () => {
    const { phase2 } = schemeOf({ weights: { va1: 2 } });
    expect(quorate(phase2)).toEqual(quorate(weighted(FIVE, { va1: 2, oh1: 1, or1: 1, ie1: 1, de1: 1 }, 4)));
    expect(phase2.contains(0b00111)).toBe(true);
    expect(phase2.contains(0b01110)).toBe(false);
  });

  test('of groups: majorities of groups and within them unless the file says otherwise', () => {
    const nine = replicas(9);
    const groups = { us: nine.slice(0, 3), eu: nine.slice(3, 6), asia: nine.slice(6) };
    const byDefault = schemeOf({ groups }, nine).phase2;
    expect(quorate(byDefault)).toEqual(quorate(schemeOf({ groups, of: 2, within: 2 }, nine).phase2));
    const everyGroup = schemeOf({ groups, of: 'all', within: 'all' }, nine).phase2;
    expect(quorate(everyGroup)).toEqual([0b111_111_111]);
  });

  test('may put any single-system form into any phase', () => {
    const scheme = schemeOf({
      phase1: { groups: { us: ['va1', 'oh1', 'or1'], eu: ['ie1', 'de1'] }, of: 1, within: 'all' },
      phase2: { weights: { va1: 2 }, threshold: 2 },
    });
    expect(minimalQuorums(scheme.phase1)[0]).toEqual(['ie1', 'de1']);
    expect(minimalQuorums(scheme.phase2)[0]).toEqual(['va1']);
  });
});

describe('a wrong quorum', () => {
  test('gets the messages of wrong-quorums.golden.txt: all of them, each with its place', async () => {
    const told = wrong.map((value) => {
      const problems = problemsOf(value).map(({ path, message, hint, span }) => {
        const place = ['quorum', ...path].join('.') + (span ? `[${span.offset}+${span.length}]` : '');
        return `  ${place}: ${message}\n${hint === undefined ? '' : `    ${hint}\n`}`;
      });
      expect(problems.length).toBeGreaterThan(0);
      return `${JSON.stringify(value)}\n${problems.join('')}`;
    });
    const heading = `Replicas: ${FIVE.join(', ')}\n\n`;
    await expect(heading + told.join('\n')).toMatchFileSnapshot('./wrong-quorums.golden.txt');
  });

  test('is told apart from a wrong number of replicas', () => {
    expect(problemsOf('majority', [])).toEqual([
      { path: [], message: 'there are no replicas to form a quorum' },
    ]);
    expect(problemsOf('majority', replicas(31))[0]?.message).toBe(
      'a quorum system may have 30 replicas; there are 31',
    );
    expect(problemsOf('majority', ['a', 'b', 'a'])[0]?.message).toMatch(/two replicas are called 'a'/);
    expect(problemsOf('majority', replicas(30))).toEqual([]);
  });

  test('that no diagram of a sane size can hold is a problem, not a crash', () => {
    const expression = printExpression(intricateExpression());
    expect(problemsOf({ expression }, INTRICATE_MEMBERS)).toEqual([
      {
        path: ['expression'],
        message:
          'this quorum system is too intricate: a decision diagram of more than 262144 nodes would be needed',
      },
    ]);
  });

  test('of any shape at all gives problems or a scheme, never an exception', () => {
    const key = fc.constantFrom(
      'threshold',
      'weights',
      'grid',
      'groups',
      'of',
      'within',
      'expression',
      'phase1',
    );
    const more = fc.constantFrom(
      'phase2',
      'read',
      'write',
      'classic',
      'fast',
      '__proto__',
      'va1',
      'us',
      'bogus',
    );
    const leaf = fc.oneof(fc.constantFrom('majority', 'all', 'va1', 'oh1', 3, 1, -1, 2.5, null), fc.string());
    const { value } = fc.letrec<{ value: unknown }>((tie) => ({
      value: fc.oneof(
        { maxDepth: 3, depthSize: 'medium' },
        leaf,
        fc.array(tie('value'), { maxLength: 4 }),
        fc.dictionary(fc.oneof(key, more), tie('value'), { maxKeys: 4 }),
      ),
    }));
    let sound = 0;
    fc.assert(
      fc.property(value, (quorum) => {
        const result = parseQuorumScheme(quorum, FIVE);
        if ('scheme' in result) {
          sound++;
          expect(result.scheme.phase2.contains(0b11111)).toBe(true);
        } else {
          expect(result.problems.length).toBeGreaterThan(0);
        }
      }),
      { numRuns: 2000 },
    );
    expect(sound).toBeGreaterThan(0);
  });
});
