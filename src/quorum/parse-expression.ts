import type { Expression } from './expression.js';
import { type ExpressionProblem, Parser, SyntaxProblem } from './expression-grammar.js';

export type { ExpressionProblem } from './expression-grammar.js';

export type ParsedExpression =
  | { readonly expression: Expression }
  | { readonly problems: readonly ExpressionProblem[] };

/** Beyond this an expression is a mistake or an attack, not a quorum system. */
const MAX_LENGTH = 100_000;

/**
 * Reads `a & b | c & d & e | 2 of (a, c, e)`.
 *
 * - `&` (also `&&`, `*`) binds tighter than `|` (also `||`, `+`); parentheses group.
 * - `k of (…, …)` holds when k of the listed parts do; a part is any expression. `majority of`, `all of` and
 *   `any of` take the place of a number. `3 of (a=2, b, c)` gives a the weight of two.
 * - Ids are letters, digits and `- _ . / :`; anything else goes between quotes, a doubled quote standing for one.
 *
 * Every id must be one of `members`. All unknown ids and impossible thresholds are reported at once; after an
 * error of grammar nothing more is.
 */
export function parseExpression(text: string, members: readonly string[]): ParsedExpression {
  if (text.length > MAX_LENGTH) {
    const message = `an expression may have ${MAX_LENGTH} characters; this one has ${text.length}`;
    return { problems: [{ offset: 0, length: 0, message }] };
  }
  if (text.trim() === '') {
    return { problems: [{ offset: 0, length: 0, message: 'the expression is empty' }] };
  }
  const parser = new Parser(text, members);
  try {
    const expression = parser.whole();
    return parser.problems.length > 0 ? { problems: parser.problems } : { expression };
  } catch (thrown) {
    if (thrown instanceof SyntaxProblem) {
      return { problems: [...parser.problems, thrown.problem] };
    }
    throw thrown;
  }
}
