import { suggestion } from '../spelling/suggestion.js';
import { and, type Expression, member, or, type Weighted, weightedThreshold } from './expression.js';
import { type Token, tokens } from './expression-tokens.js';

/** What is wrong with an expression, and where. */
export interface ExpressionProblem {
  /** 0-based, in UTF-16 units of the text. */
  readonly offset: number;
  /** Characters to underline; 0 at the end of the text. */
  readonly length: number;
  readonly message: string;
  readonly hint?: string;
}

/** Beyond this an expression is a mistake or an attack, not a quorum system. */
const MAX_DEPTH = 100;
const MAX_PARTS = 1000;

/** Thrown where the grammar is broken: nothing after that place can be judged. */
export class SyntaxProblem extends Error {
  constructor(readonly problem: ExpressionProblem) {
    super(problem.message);
  }
}

/** Recursive descent over the tokens, one method a rule of the grammar. Collects in `problems` what is grammatical but wrong. */
export class Parser {
  readonly problems: ExpressionProblem[] = [];
  private readonly tokens: readonly Token[];
  private next = 0;
  private depth = 0;

  constructor(
    private readonly text: string,
    private readonly members: readonly string[],
  ) {
    this.tokens = tokens(text);
  }

  whole(): Expression {
    const expression = this.or();
    if (this.token.kind !== 'end') {
      throw this.unexpected("'&', '|' or the end");
    }
    return expression;
  }

  private or(): Expression {
    const parts = [this.and()];
    while (this.take('|')) {
      parts.push(this.and());
    }
    return or(parts);
  }

  private and(): Expression {
    const parts = [this.primary()];
    while (this.take('&')) {
      parts.push(this.primary());
    }
    return and(parts);
  }

  private primary(): Expression {
    if (this.take('(')) {
      const inside = this.nested(() => this.or());
      this.expect(')', "'&', '|' or ')'");
      return inside;
    }
    const token = this.token;
    if (token.kind === 'word' && this.opensThreshold()) {
      return this.threshold();
    }
    if (token.kind === 'word' || token.kind === 'quoted') {
      this.next++;
      return this.known(token);
    }
    throw this.unexpected("a replica's id, 'k of (…)' or '('");
  }

  /** Nothing that may follow a replica's id is called 'of'. */
  private opensThreshold(): boolean {
    const after = this.tokens[this.next + 1];
    return after?.kind === 'word' && after.text === 'of';
  }

  private threshold(): Expression {
    const count = this.token;
    this.next += 2;
    this.expect('(', "'(' after 'of'");
    const parts = this.nested(() => this.parts());
    this.expect(')', "',', '&', '|', '=' or ')'");
    const total = parts.reduce((sum, { weight }) => sum + weight, 0);
    const need = needed(count.text, total);
    if (need !== undefined && need >= 1 && need <= total) {
      return weightedThreshold(need, parts);
    }
    if (need === undefined) {
      this.report(count, `found '${count.text}' before 'of': expected a number, 'majority', 'all' or 'any'`);
    } else if (total < 1) {
      this.report(count, 'none of these parts has any weight');
    } else {
      const whole = parts.every(({ weight }) => weight === 1)
        ? `${total} parts`
        : `a total weight of ${total}`;
      this.report(count, `${count.text} of ${whole}: expected a number from 1 to ${total}`);
    }
    return parts[0]!.of;
  }

  private parts(): Weighted[] {
    const parts: Weighted[] = [];
    const listedIds = new Set<string>();
    do {
      const start = this.token;
      const of = this.or();
      if (of.kind === 'member') {
        if (listedIds.has(of.id)) {
          this.report(start, `'${of.id}' is listed twice`, `write ${of.id}=2 if it is to count twice`);
        }
        listedIds.add(of.id);
      }
      parts.push({ weight: this.take('=') ? this.weight() : 1, of });
      if (parts.length > MAX_PARTS) {
        throw this.problemAt(start, `a list may have ${MAX_PARTS} parts; this one has more`);
      }
    } while (this.take(','));
    return parts;
  }

  private weight(): number {
    const token = this.token;
    if (token.kind !== 'word' || !/^\d{1,9}$/.test(token.text)) {
      throw this.unexpected('a weight, a whole number');
    }
    this.next++;
    return Number(token.text);
  }

  private known(token: Token): Expression {
    if (!this.members.includes(token.text)) {
      this.report(
        token,
        `unknown replica '${token.text}'`,
        suggestion(token.text, this.members, 'the replicas'),
      );
    }
    return member(token.text);
  }

  private nested<T>(inside: () => T): T {
    if (++this.depth > MAX_DEPTH) {
      throw this.problemAt(this.token, `parentheses may be nested ${MAX_DEPTH} deep; these are deeper`);
    }
    const result = inside();
    this.depth--;
    return result;
  }

  private get token(): Token {
    return this.tokens[this.next]!;
  }

  private take(symbol: string): boolean {
    const found = this.token.kind === 'symbol' && this.token.text === symbol;
    if (found) {
      this.next++;
    }
    return found;
  }

  private expect(symbol: string, allowed: string): void {
    if (!this.take(symbol)) {
      throw this.unexpected(allowed);
    }
  }

  private report(token: Token, message: string, hint?: string): void {
    this.problems.push(problem(token, message, hint));
  }

  private unexpected(allowed: string): SyntaxProblem {
    const token = this.token;
    const written = this.text.slice(token.offset, token.offset + token.length);
    const found = token.kind === 'end' ? 'the expression ends here' : `found '${written}'`;
    return this.problemAt(token, `${found}: expected ${allowed}`, HABITS.get(written.toLowerCase()));
  }

  private problemAt(token: Token, message: string, hint?: string): SyntaxProblem {
    return new SyntaxProblem(problem(token, message, hint));
  }
}

const NO_NOT = 'a quorum system has no not: one more member in can never hurt';

/** What people write out of habit, and how it is spelt here. */
const HABITS: ReadonlyMap<string, string> = new Map([
  ['and', "write '&' for and"],
  ['or', "write '|' for or"],
  ['not', NO_NOT],
  ['!', NO_NOT],
]);

function needed(count: string, total: number): number | undefined {
  switch (count) {
    case 'majority':
      return Math.floor(total / 2) + 1;
    case 'all':
      return total;
    case 'any':
      return 1;
    default:
      return /^\d+$/.test(count) ? Number(count) : undefined;
  }
}

function problem({ offset, length }: Token, message: string, hint?: string): ExpressionProblem {
  const at = { offset, length, message: `${message} (character ${offset + 1})` };
  return hint === undefined ? at : { ...at, hint };
}
