import type { ReviewFinding, ReviewResult, Severity } from '../result/review.js';
import { code, plain } from './document/markdown-text.js';
import { asidesOf, countsInWords } from './review-words.js';

/** A comment with this line is the one to update: its writer looks for it in the comments that there are. */
export const REVIEW_MARKER = '<!-- quorate-review -->';

/** GitHub takes comments of at most 65,536 characters; the rest is room for whoever adds a line. */
const LONGEST = 60_000;
/** Rows of the table, and characters of a cell: a verdict is to be read at a glance. */
const ROWS = 10;
const CELL = 160;
const MESSAGE = 1200;

const ICONS: Readonly<Record<Severity, string>> = { error: '❌', warning: '⚠️', note: 'ℹ️' };
const VERDICTS = { passed: '✅ passed', failed: '❌ failed', broken: '❌ cannot be read' } as const;

/** The review as a comment on a pull request: verdict, a small table, the details folded; always below 65,536 characters. */
export function reviewMarkdown(result: ReviewResult): string {
  const { files, verdict } = result;
  const many = files.length === 1 ? '1 file' : `${files.length} files`;
  const head = [
    REVIEW_MARKER,
    `### quorate review: ${VERDICTS[verdict]}`,
    '',
    `${many}: ${countsInWords(result)}.${asidesOf(result)
      .map((aside) => ` ${cut(aside, 1000)}`)
      .join('')}`,
  ];
  const severe = [...result.findings].sort((a, b) => RANK[a.severity] - RANK[b.severity]);
  const lines = [...head, ...tableOf(severe), ...detailsOf(result.findings)];
  return `${lines.join('\n')}\n`;
}

const RANK: Readonly<Record<Severity, number>> = { error: 0, warning: 1, note: 2 };

function tableOf(findings: readonly ReviewFinding[]): string[] {
  if (findings.length === 0) return [];
  const rows = findings
    .slice(0, ROWS)
    .map(
      ({ severity, rule, file, line, message }) =>
        `| ${ICONS[severity]} ${rule} | ${place(`${file}:${line}`)} | ${cut(message, CELL)} |`,
    );
  const rest = findings.length - ROWS;
  return [
    '',
    '| rule | where | what |',
    '|---|---|---|',
    ...rows,
    ...(rest > 0 ? [`| … | | ${rest} more below |`] : []),
  ];
}

function detailsOf(findings: readonly ReviewFinding[]): string[] {
  if (findings.length === 0) return [];
  const open = ['', '<details>', '<summary>Details and fixes</summary>', ''];
  const lines: string[] = [];
  let length = 0;
  for (const [i, finding] of findings.entries()) {
    const text = detail(finding);
    length += text.length + 1;
    if (length > LONGEST) {
      lines.push('', `… and ${findings.length - i} more; \`quorate review\` lists them all.`);
      break;
    }
    lines.push(text);
  }
  return [...open, ...lines, '', '</details>'];
}

function detail({ severity, rule, message, file, line, column, fix }: ReviewFinding): string {
  return `- ${ICONS[severity]} **${rule}** ${place(`${file}:${line}:${column}`)}: ${cut(message, MESSAGE)} **Fix:** ${cut(fix, MESSAGE)}`;
}

/** At most so many characters of a text, as it stays text. */
function cut(text: string, most: number): string {
  return plain([...text].length > most ? `${[...text].slice(0, most - 1).join('')}…` : text);
}

/** Where something was found, as far as it is to be read. */
function place(text: string): string {
  return code([...text].slice(0, 300).join(''));
}
