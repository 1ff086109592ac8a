import { oneLine } from './one-line.js';

/** Text that stays what it is: nothing in it marks anything up, opens an element, ends a cell, links or calls anybody. */
export function plain(text: string): string {
  return oneLine(text)
    .replace(/[\\`*_[\]|~]/g, '\\$&')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/^(\s*)([#+-]|\d+[.)])(?=\s|$)/, '$1\\$2')
    .replace(CALLS, `$&${JOINER}`);
}

/**
 * What GitHub makes links, mentions and references of where nothing marks it up: "@team", "a@b.c", "#12", "https://",
 * "www.". It looks at the finished text, so that escapes do not help: a character without width after it does.
 */
const CALLS = /@|#(?=\d)|:(?=\/\/)|\bwww(?=\.)/gi;
const JOINER = '\u2060';

/** A code span: set in more backticks than the text has in a row. */
export function code(text: string): string {
  const line = oneLine(text).replace(/\|/g, '\\|');
  const fence = '`'.repeat(longestRun(line) + 1);
  const space = /^`|`$/.test(line) ? ' ' : '';
  return `${fence}${space}${line}${space}${fence}`;
}

/** How many backticks stand in a row, at most. */
export function longestRun(text: string): number {
  return Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
}
