import type { Expression, Weighted } from './expression.js';
import { PLAIN_ID } from './expression-tokens.js';

/** How tightly a form binds: a part that binds less tightly than its surroundings gets parentheses. */
const LOOSE = 0;
const OR = 1;
const AND = 2;

/** The expression in the grammar that parseExpression reads: "a & b | c & d & e | 2 of (a, c, e)". */
export function printExpression(expression: Expression): string {
  return print(expression, LOOSE);
}

function print(e: Expression, around: number): string {
  switch (e.kind) {
    case 'member':
      return printId(e.id);
    case 'and':
      return enclosed(e.parts.map((part) => print(part, AND)).join(' & '), around >= AND);
    case 'or':
      return enclosed(e.parts.map((part) => print(part, OR)).join(' | '), around >= OR);
    case 'threshold':
      return `${e.need} of (${e.parts.map(printPart).join(', ')})`;
  }
}

function printPart({ weight, of }: Weighted): string {
  return weight === 1 ? print(of, LOOSE) : `${print(of, weightAround(of))}=${weight}`;
}

/** `a & b=2` would read as if b alone weighed 2, though the grammar takes it right: parentheses say it to people. */
function weightAround(of: Expression): number {
  return of.kind === 'and' || of.kind === 'or' ? AND : LOOSE;
}

function printId(id: string): string {
  return PLAIN_ID.test(id) ? id : `'${id.replaceAll("'", "''")}'`;
}

function enclosed(text: string, needed: boolean): string {
  return needed ? `(${text})` : text;
}
