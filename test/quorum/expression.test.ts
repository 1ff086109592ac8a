import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { and, atLeast, type Expression, member, or, weightedThreshold } from '../../src/quorum/expression.js';
import { parseExpression } from '../../src/quorum/parse-expression.js';
import { printExpression } from '../../src/quorum/print-expression.js';
import { arbitraryExpression } from './arbitrary-systems.js';

const MEMBERS = [...'abcdef'];
const [a, b, c, d, e] = MEMBERS.map(member) as [Expression, Expression, Expression, Expression, Expression];

function parsed(text: string, members: readonly string[] = MEMBERS): Expression {
  const result = parseExpression(text, members);
  if ('problems' in result) {
    throw new Error(JSON.stringify(result.problems));
  }
  return result.expression;
}

describe('the grammar', () => {
  test('reads "a & b | c & d & e | 2 of (a, c, e)", & binding tighter than |', () => {
    expect(parsed('a & b | c & d & e | 2 of (a, c, e)')).toEqual(
      or([and([a, b]), and([c, d, e]), atLeast(2, [a, c, e])]),
    );
  });

  test('takes && and *, || and + as other spellings', () => {
    const expected = parsed('a & b | c');
    for (const text of ['a && b || c', 'a*b + c', 'a&b|c', ' a\n* b\t+c ']) {
      expect(parsed(text)).toEqual(expected);
    }
  });

  test('groups with parentheses', () => {
    expect(parsed('(c | b & d) & (a | e)')).toEqual(and([or([c, and([b, d])]), or([a, e])]));
    expect(parsed('((a))')).toEqual(a);
  });

  test('takes any expression as a part of a list, and lists inside lists', () => {
    expect(parsed('2 of (a, b & c, 1 of (d, e))')).toEqual(atLeast(2, [a, and([b, c]), atLeast(1, [d, e])]));
  });

  test('knows majority of, all of and any of', () => {
    expect(parsed('majority of (a, b, c, d)')).toEqual(atLeast(3, [a, b, c, d]));
    expect(parsed('all of (a, b, c)')).toEqual(atLeast(3, [a, b, c]));
    expect(parsed('any of (a, b, c)')).toEqual(atLeast(1, [a, b, c]));
  });

  test('weighs a part with =', () => {
    const weighted = weightedThreshold(3, [
      { weight: 2, of: a },
      { weight: 1, of: b },
      { weight: 1, of: c },
    ]);
    expect(parsed('3 of (a=2, b, c)')).toEqual(weighted);
    expect(parsed('majority of (a=2, b, c)')).toEqual(weighted);
  });

  test('takes letters, digits and - _ . / : in ids, and anything between quotes', () => {
    const ids = ['us-east-1/a', '10.0.0.1:2379', 'n_3', 'zürich', '2', 'of', 'majority', 'two words', "it's"];
    const text = "us-east-1/a & 10.0.0.1:2379 & n_3 & zürich & 2 & of & majority & \"two words\" & 'it''s'";
    expect(parsed(text, ids)).toEqual(and(ids.map(member)));
  });
});

describe('an expression printed and read again', () => {
  test('is the same expression', () => {
    const ids = ['va1', 'us-east-1/a', '10.0.0.1:2379', 'of', '2', 'two words', "it's"];
    fc.assert(
      fc.property(arbitraryExpression(ids), (expression) => {
        expect(parsed(printExpression(expression), ids)).toEqual(expression);
      }),
      { numRuns: 500 },
    );
  });

  test('has parentheses where they are needed and nowhere else', () => {
    for (const text of [
      'a & (b | c) & d',
      'a | b & c',
      '2 of (a, b | c, d & e)',
      '3 of (a=2, (b & c)=2, d)',
    ]) {
      expect(printExpression(parsed(text))).toBe(text);
    }
    expect(printExpression(parsed('((a & b)) | (c)'))).toBe('a & b | c');
  });
});

describe('an expression that cannot be read', () => {
  const problemsOf = (text: string) => {
    const result = parseExpression(text, ['va1', 'oh1', 'or1']);
    return 'problems' in result ? result.problems : [];
  };

  test('is told where, what was found and what is allowed', () => {
    const cases: [string, number, string][] = [
      ['', 0, 'the expression is empty'],
      ['va1 &', 5, "the expression ends here: expected a replica's id, 'k of (…)' or '('"],
      ['va1 oh1', 4, "found 'oh1': expected '&', '|' or the end"],
      ['va1 && || oh1', 7, "found '||': expected a replica's id, 'k of (…)' or '('"],
      ['(va1 | oh1', 10, "the expression ends here: expected '&', '|' or ')'"],
      ['va1)', 3, "found ')': expected '&', '|' or the end"],
      ['2 of va1, oh1', 5, "found 'va1': expected '(' after 'of'"],
      ['2 of (va1, oh1', 14, "the expression ends here: expected ',', '&', '|', '=' or ')'"],
      ['few of (va1, oh1)', 0, "found 'few' before 'of': expected a number, 'majority', 'all' or 'any'"],
      ['2 of (va1=x, oh1)', 10, "found 'x': expected a weight, a whole number"],
      ['4 of (va1, oh1, or1)', 0, '4 of 3 parts: expected a number from 1 to 3'],
      ['0 of (va1, oh1)', 0, '0 of 2 parts: expected a number from 1 to 2'],
      ['9 of (va1=5, oh1=3)', 0, '9 of a total weight of 8: expected a number from 1 to 8'],
      ['1 of (va1=0)', 0, 'none of these parts has any weight'],
      ['va1 # oh1', 4, "found '#': expected '&', '|' or the end"],
      ["va1 & 'oh1", 6, "found ''': expected a replica's id, 'k of (…)' or '('"],
    ];
    for (const [text, offset, message] of cases) {
      const [first] = problemsOf(text);
      expect({
        text,
        offset: first?.offset,
        message: first?.message.replace(/ \(character \d+\)$/, ''),
      }).toEqual({
        text,
        offset,
        message,
      });
      if (text !== '') {
        expect(first?.message).toMatch(new RegExp(`\\(character ${offset + 1}\\)$`));
      }
    }
  });

  test('gets a hint about habits from other languages', () => {
    expect(problemsOf('va1 and oh1')[0]?.hint).toBe("write '&' for and");
    expect(problemsOf('va1 OR oh1')[0]?.hint).toBe("write '|' for or");
    expect(problemsOf('!va1')[0]?.hint).toMatch(/has no not/);
    expect(problemsOf('va1 constructor oh1')[0]?.hint).toBeUndefined();
  });

  test('names every unknown replica at once, each with what was probably meant', () => {
    expect(problemsOf('va2 & oh | zurich')).toEqual([
      { offset: 0, length: 3, message: "unknown replica 'va2' (character 1)", hint: "did you mean 'va1'?" },
      { offset: 6, length: 2, message: "unknown replica 'oh' (character 7)", hint: "did you mean 'oh1'?" },
      {
        offset: 11,
        length: 6,
        message: "unknown replica 'zurich' (character 12)",
        hint: 'the replicas are va1, oh1 and or1',
      },
    ]);
  });

  test('may not list a replica twice, since it would count once or twice by reading', () => {
    expect(problemsOf('2 of (va1, va1, oh1)')).toMatchObject([
      { offset: 11, length: 3, hint: 'write va1=2 if it is to count twice' },
    ]);
    expect(problemsOf('va1 & oh1 | va1 & or1')).toEqual([]);
  });

  test('is refused, without exhausting the stack, when it is absurdly deep, wide or long', () => {
    expect(problemsOf(`${'('.repeat(5000)}va1`)[0]?.message).toMatch(/nested 100 deep/);
    expect(problemsOf(`1 of (${'va1 | oh1, '.repeat(2000)}va1)`)[0]?.message).toMatch(/1000 parts/);
    expect(problemsOf('va1 | '.repeat(30_000))[0]?.message).toMatch(/may have 100000 characters/);
    expect(problemsOf(`${'('.repeat(99)}va1${')'.repeat(99)}`)).toEqual([]);
  });

  test('never brings the reader down, whatever the text', () => {
    const scraps = fc.constantFrom(
      'va1',
      'oh1',
      '2',
      'of',
      '(',
      ')',
      ',',
      '&',
      '|',
      '=',
      "'",
      '"',
      ' ',
      '#',
      '𝔮',
    );
    fc.assert(
      fc.property(
        fc.array(scraps).map((parts) => parts.join('')),
        (text) => {
          const result = parseExpression(text, ['va1', 'oh1']);
          if ('problems' in result) {
            expect(result.problems.length).toBeGreaterThan(0);
            for (const { offset, length } of result.problems) {
              expect(offset + length).toBeLessThanOrEqual(text.length);
            }
          } else {
            expect(parsed(printExpression(result.expression), ['va1', 'oh1'])).toEqual(result.expression);
          }
        },
      ),
      { numRuns: 1000 },
    );
  });
});
