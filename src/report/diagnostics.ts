import type { Diagnostic } from '../topology/diagnostic.js';
import { columns, excerpt, printable } from './source-line.js';

/** Colours of a terminal, by what they mark. */
const PAINT = { strong: '1', error: '1;31', warning: '1;33', frame: '36', hint: '36' } as const;

type Paint = (kind: keyof typeof PAINT, text: string) => string;

/**
 * Diagnostics as a compiler prints them: place and message, the source line, what is meant underlined, a hint;
 * last how many there are. Files in the order of `sources`, then by place. Empty for no diagnostics; otherwise
 * every line, the last included, ends with a line feed.
 *
 * @param sources text of each file by the name that its diagnostics carry; a file that is not there is not quoted
 */
export function renderDiagnostics(
  diagnostics: readonly Diagnostic[],
  sources: ReadonlyMap<string, string>,
  options: { readonly color: boolean },
): string {
  if (diagnostics.length === 0) return '';
  const paint: Paint = options.color
    ? (kind, text) => `\x1b[${PAINT[kind]}m${text}\x1b[0m`
    : (_, text) => text;
  const lines = new Map<string, readonly string[]>();
  for (const [file, text] of sources) lines.set(file, text.replace(/^\ufeff/, '').split('\n'));
  const width = gutterWidth(diagnostics);
  const blocks = sorted(diagnostics, [...sources.keys()]).map((diagnostic) =>
    block(diagnostic, lines.get(diagnostic.file), width, paint),
  );
  return `${blocks.join('\n')}\n${count(diagnostics)}\n`;
}

function block(
  diagnostic: Diagnostic,
  lines: readonly string[] | undefined,
  width: number,
  paint: Paint,
): string {
  const { severity, message, file, position, length = 1, hint } = diagnostic;
  const place = position === undefined ? file : `${file}:${position.line}:${position.column}`;
  const head = `${paint('strong', `${printable(place)}:`)} ${paint(severity, `${severity}:`)} ${paint('strong', printable(message))}`;
  const gutter = ' '.repeat(width);
  const text = [head];
  const line = position && lines?.[position.line - 1];
  if (position !== undefined && line !== undefined && line.trim() !== '') {
    const shown = excerpt(line.replace(/\r$/, ''), position.column - 1, length);
    const number = String(position.line).padStart(width);
    text.push(`${paint('frame', `${number} |`)} ${shown.text}`);
    text.push(
      `${paint('frame', `${gutter} |`)} ${' '.repeat(shown.before)}${paint(severity, '^'.repeat(shown.under))}`,
    );
  }
  if (hint !== undefined)
    text.push(`${paint('frame', `${gutter} =`)} ${paint('hint', 'hint:')} ${printable(hint)}`);
  return `${text.join('\n')}\n`;
}

/** Room for the largest line number. */
function gutterWidth(diagnostics: readonly Diagnostic[]): number {
  const largest = diagnostics.reduce((most, { position }) => Math.max(most, position?.line ?? 1), 1);
  return columns(String(largest)) + 1;
}

/** By file, then line, then column; what concerns a whole file comes first. The order of equals is kept. */
function sorted(diagnostics: readonly Diagnostic[], files: readonly string[]): Diagnostic[] {
  const rank = (file: string): number => (files.includes(file) ? files.indexOf(file) : files.length);
  return [...diagnostics].sort(
    (a, b) =>
      rank(a.file) - rank(b.file) ||
      (a.file < b.file ? -1 : a.file > b.file ? 1 : 0) ||
      (a.position?.line ?? 0) - (b.position?.line ?? 0) ||
      (a.position?.column ?? 0) - (b.position?.column ?? 0),
  );
}

/** "2 errors, 1 warning" */
function count(diagnostics: readonly Diagnostic[]): string {
  const parts: string[] = [];
  for (const severity of ['error', 'warning'] as const) {
    const n = diagnostics.filter((diagnostic) => diagnostic.severity === severity).length;
    if (n > 0) parts.push(`${n} ${severity}${n === 1 ? '' : 's'}`);
  }
  return parts.join(', ');
}
