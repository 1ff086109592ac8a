/** One token of a quorum expression. `text` of a symbol is its first spelling: '&' for '&&' and '*' too. */
export interface Token {
  readonly kind: 'word' | 'quoted' | 'symbol' | 'stray' | 'end';
  readonly text: string;
  /** 0-based, in UTF-16 units, as is `length`. */
  readonly offset: number;
  readonly length: number;
}

/** An id that needs no quotes in an expression. */
export const PLAIN_ID = /^[\p{L}\p{N}_./:-]+$/u;

const WORD = /[\p{L}\p{N}_./:-]+/uy;
/** Quoted ids may hold anything; a doubled quote stands for one. */
const QUOTED = /'(?:[^']|'')*'|"(?:[^"]|"")*"/y;
const SYMBOL = /&&|\|\||[&|*+(),=]/y;
const SPACE = /\s*/y;

const FIRST_SPELLING: Readonly<Record<string, string>> = { '&&': '&', '*': '&', '||': '|', '+': '|' };

/** The tokens of an expression, with an 'end' after the last. A character that begins none is a 'stray'. */
export function tokens(text: string): Token[] {
  const found: Token[] = [];
  let offset = match(SPACE, text, 0).length;
  while (offset < text.length) {
    const token = tokenAt(text, offset);
    found.push(token);
    offset += token.length;
    offset += match(SPACE, text, offset).length;
  }
  found.push({ kind: 'end', text: '', offset: text.length, length: 0 });
  return found;
}

function tokenAt(text: string, offset: number): Token {
  const word = match(WORD, text, offset);
  if (word !== '') {
    return { kind: 'word', text: word, offset, length: word.length };
  }
  const quoted = match(QUOTED, text, offset);
  if (quoted !== '') {
    const quote = quoted[0]!;
    const id = quoted.slice(1, -1).replaceAll(quote + quote, quote);
    return { kind: 'quoted', text: id, offset, length: quoted.length };
  }
  const symbol = match(SYMBOL, text, offset);
  if (symbol !== '') {
    return { kind: 'symbol', text: FIRST_SPELLING[symbol] ?? symbol, offset, length: symbol.length };
  }
  const stray = String.fromCodePoint(text.codePointAt(offset)!);
  return { kind: 'stray', text: stray, offset, length: stray.length };
}

function match(pattern: RegExp, text: string, offset: number): string {
  pattern.lastIndex = offset;
  return pattern.exec(text)?.[0] ?? '';
}
