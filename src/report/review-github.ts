import type { ReviewFinding, ReviewResult, Severity } from '../result/review.js';
import { seenLines } from './document/one-line.js';
import { countsInWords } from './review-words.js';

const COMMANDS: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', note: 'notice' };

/** Workflow commands that GitHub Actions shows as annotations of the files; the last one is the verdict. */
export function reviewGithub(result: ReviewResult): string {
  const lines = result.findings.map(annotation);
  const verdict = `quorate review: ${countsInWords(result)} in ${result.files.length === 1 ? '1 file' : `${result.files.length} files`}`;
  return [...lines, `::notice title=quorate::${data(verdict)}`].map((line) => `${line}\n`).join('');
}

function annotation({ rule, severity, message, file, line, column, fix }: ReviewFinding): string {
  const properties = [
    `file=${property(file)}`,
    `line=${line}`,
    `col=${column}`,
    `title=${property(`quorate ${rule}`)}`,
  ];
  return `::${COMMANDS[severity]} ${properties.join(',')}::${data(`${message}\n${fix}`)}`;
}

/** Without what its log would act on; escapes as the runner reads them (actions/toolkit, core/src/command.ts). */
function data(text: string): string {
  return seenLines(text).replaceAll('%', '%25').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
