import { type RttInputError, unreadable } from '../finding.js';
import { countText } from '../number-text.js';

/** No RTT table needs more: 145 regions, eight statistics and a source in each row make 12 MiB. */
export const MAX_INPUT_CHARACTERS = 16 * 1024 * 1024;

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what tells binary from text
const CONTROL = /[\u0000-\u0008\u000e-\u001f]/;

/**
 * Why a text cannot hold RTT figures whatever its layout: too large, empty, binary, a web page. Undefined where
 * nothing speaks against reading it. What is too large is refused unread.
 */
export function foreign(text: string): RttInputError | undefined {
  if (text.length > MAX_INPUT_CHARACTERS) {
    return unreadable(
      `the input has ${countText(text.length)} characters; at most ${countText(MAX_INPUT_CHARACTERS)} (16 MiB) are read`,
      'summarise samples to one row a pair and statistic first',
    );
  }
  const head = text.slice(0, 4096);
  const start = { line: 1, column: 1 };
  if (head.startsWith('PK\u0003\u0004')) {
    return unreadable('this is a zip archive or a spreadsheet, not text', 'save the sheet as CSV', start);
  }
  if (CONTROL.test(text) || (head.match(/\uFFFD/g) ?? []).length > 8) {
    return unreadable('this is binary data, or not UTF-8 text', undefined, start);
  }
  if (/^\uFEFF?\s*<(?:!doctype|html|\?xml|head|body|table)\b/i.test(head)) {
    return unreadable(
      'this is a web page (or XML), not a table of figures',
      'download the data itself, not the page that shows it',
      start,
    );
  }
  if (text.length === 0 || text.trim().length === 0) {
    return unreadable('the input is empty', 'a CSV with a header such as from,to,rtt_ms is expected');
  }
  return undefined;
}
