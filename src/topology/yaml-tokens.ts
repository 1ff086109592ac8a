import type { CST } from 'yaml';

/** Levels of nesting that a topology file may have; a valid one needs fewer than twenty. */
export const DEEPEST = 64;

export interface Unclosed {
  readonly offset: number;
  /** What stands where it should be closed: the other kind of bracket. Undefined where nothing does. */
  readonly closedBy: string | undefined;
}

/** What the parser's tokens tell before values are composed of them. */
export interface TokenSurvey {
  /** Offset of the first collection nested deeper than DEEPEST. */
  readonly tooDeep: number | undefined;
  /** Brackets, braces and quotes that are opened and not closed, in file order. */
  readonly unclosed: readonly Unclosed[];
}

/**
 * Walks the tokens with a list instead of recursion: composing them recurses, and a file of ten thousand
 * brackets would exhaust the stack (on some Node versions inside the RegExp compiler, which ends the process).
 */
export function survey(tokens: readonly CST.Token[]): TokenSurvey {
  const waiting: { token: CST.Token | null | undefined; depth: number }[] = [];
  for (const token of tokens) if (token.type === 'document') waiting.push({ token: token.value, depth: 1 });
  let tooDeep: number | undefined;
  const unclosed: Unclosed[] = [];
  while (waiting.length > 0) {
    const { token, depth } = waiting.pop()!;
    if (token === null || token === undefined) continue;
    const open = unclosedOf(token);
    if (open !== undefined) unclosed.push(open);
    if (!('items' in token)) continue;
    if (depth > DEEPEST) {
      tooDeep = Math.min(tooDeep ?? token.offset, token.offset);
      continue;
    }
    for (const item of token.items) {
      waiting.push({ token: item.key, depth: depth + 1 }, { token: item.value, depth: depth + 1 });
    }
  }
  return { tooDeep, unclosed: unclosed.sort((a, b) => a.offset - b.offset) };
}

function unclosedOf(token: CST.Token): Unclosed | undefined {
  const { offset } = token;
  switch (token.type) {
    case 'flow-collection': {
      const close = token.start.type === 'flow-map-start' ? 'flow-map-end' : 'flow-seq-end';
      const end = token.end[0];
      if (end?.type === close) return undefined;
      return { offset, closedBy: end !== undefined && /^[\]}]$/.test(end.source) ? end.source : undefined };
    }
    case 'double-quoted-scalar':
    case 'single-quoted-scalar': {
      const closed = token.source.length > 1 && token.source.endsWith(token.source[0]!);
      return closed ? undefined : { offset, closedBy: undefined };
    }
    default:
      return undefined;
  }
}
