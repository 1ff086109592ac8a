import { type Token, tokens } from './expression-tokens.js';

/**
 * The ids that an expression names, each once, in the order of their first mention, whether or not it can be parsed: for
 * where an expression stands alone and says itself who the members are.
 */
export function namesIn(text: string): string[] {
  const all = tokens(text);
  const names = all.filter((token, at) => isName(token, all[at - 1], all[at + 1]));
  return [...new Set(names.map((token) => token.text))];
}

/** Not the count before 'of', nor 'of' behind it, nor a weight. */
function isName(token: Token, before: Token | undefined, after: Token | undefined): boolean {
  if (token.kind === 'quoted') return true;
  if (token.kind !== 'word') return false;
  const counts = after?.kind === 'word' && after.text === 'of';
  const follows = token.text === 'of' && before?.kind === 'word';
  return !counts && !follows && !(before?.kind === 'symbol' && before.text === '=');
}
