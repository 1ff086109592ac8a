import { visible } from './document/one-line.js';

/** A line of a source as a terminal can show it, and where in it something stands, in columns of the terminal. */
export interface Excerpt {
  readonly text: string;
  /** Columns before the marked part. */
  readonly before: number;
  /** Columns of the marked part, at least 1. */
  readonly under: number;
}

/** Columns of the widest excerpt. */
const WIDEST = 110;
/** Characters of a long line that are kept before what is marked. */
const LEAD = 50;
const TAB = '  ';

/**
 * The part of a line around what is marked. Tabs become blanks, control characters escapes, and a line too long
 * for a terminal is cut on both sides.
 *
 * @param start 0-based offset of the marked part in the line
 * @param length its length in characters
 */
export function excerpt(line: string, start: number, length: number): Excerpt {
  const from = Math.min(start, line.length);
  const until = Math.min(Math.max(from + length, from + 1), line.length);
  const long = columns(printable(line.slice(0, 4 * WIDEST))) > WIDEST || line.length > 4 * WIDEST;
  const left = long && from > LEAD ? cut(line, from - LEAD) : 0;
  const right = long ? cut(line, left + WIDEST) : line.length;
  const head = `${left > 0 ? '…' : ''}${printable(line.slice(left, from))}`;
  const marked = printable(line.slice(from, Math.min(until, right)));
  const tail = `${printable(line.slice(Math.min(until, right), right))}${right < line.length ? '…' : ''}`;
  return {
    text: `${head}${marked}${tail}`.trimEnd(),
    before: columns(head),
    under: Math.max(1, columns(marked)),
  };
}

/** Never between the halves of a surrogate pair. */
function cut(line: string, at: number): number {
  if (at >= line.length) return line.length;
  const code = line.charCodeAt(at);
  return code >= 0xdc00 && code <= 0xdfff ? at - 1 : at;
}

/** Text that cannot move the cursor, ring bells or turn the direction of writing: tabs to blanks, the rest escaped. */
export function printable(text: string): string {
  return visible(text.replaceAll('\t', TAB));
}

/** Columns that a text takes in a terminal: two for East Asian wide characters and emoji, none for marks that combine. */
export function columns(text: string): number {
  let n = 0;
  for (const character of text) n += WIDE.test(character) ? 2 : COMBINING.test(character) ? 0 : 1;
  return n;
}

const COMBINING = /^[\p{Mn}\p{Me}]$/u;
const WIDE =
  /^[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]$/u;
