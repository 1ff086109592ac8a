import { listed } from '../spelling/listed.js';

const LONGEST_QUOTE = 48;

/** What stands at a place of the file, in words: "the number 70", "'abc'", "a list", "nothing". */
export function describeFound(value: unknown): string {
  if (value === undefined || value === null) return 'nothing';
  if (typeof value === 'string') return value === '' ? 'an empty text' : quoted(value);
  if (typeof value === 'number') return `the number ${value}`;
  if (typeof value === 'boolean') return `${value}`;
  return Array.isArray(value) ? 'a list' : 'a mapping';
}

/** A text in single quotes, shortened where it is long. */
export function quoted(text: string): string {
  const points = [...text.slice(0, 2 * LONGEST_QUOTE)];
  const short = points.length > LONGEST_QUOTE ? `${points.slice(0, LONGEST_QUOTE).join('')}…` : text;
  return `'${short}'`;
}

/** The first few of many: "a, b, c and 4 more". */
export function firstOf(words: readonly string[], most: number): string {
  if (words.length <= most + 1) return listed(words);
  return `${words.slice(0, most).join(', ')} and ${words.length - most} more`;
}
