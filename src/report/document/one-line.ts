/**
 * Characters of a file's text that no output may hold: a terminal acts on them (C0, C1, lone surrogates), they turn the
 * direction of writing, or nobody sees them. The one list of them; a line feed is among them.
 */
const UNSEEN = /[\p{Cc}\p{Cs}\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\u{e0000}-\u{e007f}]/gu;

/** Text on one line, without characters that nobody sees or that do something. */
export function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').replace(UNSEEN, '');
}

/** The same for text of several lines, as of a program: line feeds and tabs stay. */
export function seenLines(text: string): string {
  return text.replace(UNSEEN, (found) => (found === '\n' || found === '\t' ? found : ''));
}

/** Text that shows what is in it: `\u{1b}` for each such character. @param kept those that stay */
export function visible(text: string, kept = ''): string {
  return text.replace(UNSEEN, (found) =>
    kept.includes(found) ? found : `\\u{${found.codePointAt(0)!.toString(16)}}`,
  );
}

/** JSON text that says the same with escapes in place of such characters. */
export function escapedJson(text: string): string {
  return text.replace(UNSEEN, (found) => (found === '\n' ? found : found.split('').map(unit).join('')));
}

function unit(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/** Plain data with every text in it, keys included, without such characters. */
export function seenData<Data>(data: Data): Data {
  return seen(data) as Data;
}

function seen(data: unknown): unknown {
  if (typeof data === 'string') return seenLines(data);
  if (Array.isArray(data)) return data.map(seen);
  if (typeof data !== 'object' || data === null) return data;
  return Object.fromEntries(Object.entries(data).map(([key, value]) => [seenLines(key), seen(value)]));
}
