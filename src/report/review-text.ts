import type { ReviewFinding, ReviewResult, Severity } from '../result/review.js';
import { wrap } from './document/table.js';
import { asidesOf, countsInWords } from './review-words.js';
import { printable } from './source-line.js';

const PAINT: Readonly<Record<Severity | 'file', string>> = {
  error: '1;31',
  warning: '1;33',
  note: '36',
  file: '1',
};

/** `quorate review` for a terminal: findings by file, each with its place, its rule and what to do about it. */
export function reviewText(result: ReviewResult, columns: number, color = false): string {
  const paint = (kind: keyof typeof PAINT, text: string): string =>
    color ? `\x1b[${PAINT[kind]}m${text}\x1b[0m` : text;
  const blocks = result.files.flatMap(({ file }) => {
    const found = result.findings.filter((finding) => finding.file === file);
    if (found.length === 0) return [];
    return [[paint('file', printable(file)), ...found.flatMap((each) => block(each, columns, paint))]];
  });
  const last = wrap(lastLine(result), columns, '  ');
  return [...blocks, [...last, ...asidesOf(result).flatMap((aside) => wrap(aside, columns, '  '))]]
    .map((lines) => `${lines.join('\n')}\n`)
    .join('\n');
}

/** Columns that the place and the severity take. */
const PLACE = 7;
const SEVERITY = 7;

function block(
  { rule, severity, message, line, column, fix }: ReviewFinding,
  columns: number,
  paint: (kind: Severity, text: string) => string,
): string[] {
  const head = `  ${`${line}:${column}`.padEnd(PLACE)} ${severity.padEnd(SEVERITY)} ${rule}  `;
  const margin = ' '.repeat(head.length);
  const room = Math.max(30, columns - margin.length);
  const [first, ...rest] = paragraph(printable(message), room);
  const painted = head.replace(severity, paint(severity, severity));
  return [
    `${painted}${first}`,
    ...rest.map((text) => `${margin}${text}`),
    ...paragraph(`Fix: ${printable(fix)}`, room).map((text) => `${margin}${text}`),
  ];
}

/** Breaks lines, but never between a number and what it counts. */
function paragraph(text: string, columns: number): string[] {
  const glued = text.replaceAll(/(\d) (?=(?:[mμ]?s|min|h|%|×|[kMG]?B\/s)(?!\w))/g, '$1\u00a0');
  return wrap(glued, columns).map((line) => line.replaceAll('\u00a0', ' '));
}

function lastLine(result: ReviewResult): string {
  const files = result.files.length === 1 ? '1 file' : `${result.files.length} files`;
  const some = [...new Set(result.findings.map(({ rule }) => rule))];
  const why = some.length === 0 ? '' : ` Why: quorate explain ${some[0]}.`;
  return `${files}: ${countsInWords(result)}.${why}`;
}
