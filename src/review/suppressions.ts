import { Lexer } from 'yaml';

/** A comment that silences rules: # quorate-ignore QR012 until=2027-01-01: reason */
export interface Suppression {
  /** 1-based place of the comment. */
  readonly line: number;
  readonly column: number;
  /** Ids, as written but in capitals. */
  readonly rules: readonly string[];
  /** ISO date, the last day on which it holds; null: permanently. */
  readonly until: string | null;
  /** '' where it gives none. */
  readonly reason: string;
  /** Lines that it covers, the first and the last; the whole file where it stands above all else. */
  readonly from: number;
  readonly to: number;
  /** What is not understood of it; it then silences nothing. */
  readonly problem?: string;
}

/**
 * The suppressions of a topology file. One at the end of a line covers that line, and the part of the file that begins
 * there; one on a line of its own covers the part that begins below it; above the first line of the file, all of it.
 */
export function suppressionsOf(text: string): Suppression[] {
  const body = text.startsWith('\ufeff') ? text.slice(1) : text;
  const lines = body.split('\n').map((line) => line.replace(/\r$/, ''));
  return commentsOf(body).flatMap((comment) => {
    const said = /^#+\s*quorate[-_ ]?(?:ignore|disable|suppress)\b/i.test(comment.text);
    return said ? [{ ...read(comment.text), ...comment.at, ...coverOf(lines, comment.at) }] : [];
  });
}

interface Comment {
  readonly text: string;
  readonly at: { readonly line: number; readonly column: number };
}

/** Marks that the lexer puts between lexemes; they are no part of the text. */
const MARKS = ['\u0002', '\u0018'];
/** The mark that the next lexeme is a scalar, which may well begin with #. */
const SCALAR = '\u001f';

function commentsOf(text: string): Comment[] {
  const comments: Comment[] = [];
  let line = 1;
  let column = 1;
  let scalar = false;
  for (const lexeme of new Lexer().lex(text)) {
    if (MARKS.includes(lexeme)) continue;
    if (lexeme === SCALAR) {
      scalar = true;
      continue;
    }
    if (!scalar && lexeme.startsWith('#')) comments.push({ text: lexeme.trimEnd(), at: { line, column } });
    scalar = false;
    const breaks = lexeme.split('\n');
    line += breaks.length - 1;
    column = breaks.length > 1 ? breaks[breaks.length - 1].length + 1 : column + lexeme.length;
  }
  return comments;
}

function read(comment: string): Pick<Suppression, 'rules' | 'until' | 'reason' | 'problem'> {
  const exact = /^#+\s*quorate-ignore(?:[\s,]+([^:]*))?(?::(.*))?$/.exec(comment);
  const none = { rules: [], until: null, reason: '' };
  if (exact === null) return { ...none, problem: `'${comment}' is not understood` };
  const reason = (exact[2] ?? '').trim();
  const rules: string[] = [];
  let until: string | null = null;
  for (const word of (exact[1] ?? '').split(/[\s,]+/).filter((each) => each !== '')) {
    if (/^QR\d{3}$/i.test(word)) {
      rules.push(word.toUpperCase());
    } else if (word.startsWith('until=')) {
      until = word.slice('until='.length);
      if (!isDate(until))
        return { rules, until: null, reason, problem: `'${word}' is no date such as until=2027-01-01` };
    } else {
      return {
        rules,
        until,
        reason,
        problem: `'${word}' is neither a rule's id, such as QR012, nor until=…`,
      };
    }
  }
  if (rules.length === 0) return { rules, until, reason, problem: 'it names no rule, such as QR012' };
  return { rules, until, reason };
}

/** A day of the calendar, as 2027-01-31. */
export function isDate(text: string): boolean {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text)?.slice(1).map(Number);
  if (parts === undefined) return false;
  const [year, month, day] = parts;
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
  return month >= 1 && month <= 12 && day >= 1 && day <= days[month - 1];
}

function coverOf(
  lines: readonly string[],
  { line, column }: Comment['at'],
): { readonly from: number; readonly to: number } {
  const alone = lines[line - 1].slice(0, column - 1).trim() === '';
  if (alone && lines.slice(0, line - 1).every((each) => !hasContent(each)))
    return { from: 1, to: lines.length };
  let first = line - 1;
  if (alone) while (first < lines.length && !hasContent(lines[first])) first++;
  if (first === lines.length) return { from: line, to: line };
  let last = first;
  for (let i = first + 1; i < lines.length; i++) {
    if (!hasContent(lines[i])) continue;
    const deeper = indent(lines[i]) > indent(lines[first]);
    const entry = indent(lines[i]) === indent(lines[first]) && isEntry(lines[i]) && !isEntry(lines[first]);
    const closing = /^\s*[\]}]/.test(lines[i]);
    if (!deeper && !entry && !closing) break;
    last = i;
  }
  return { from: first + 1, to: last + 1 };
}

function hasContent(line: string): boolean {
  return /^\s*[^\s#]/.test(line) && !/^(?:---|%YAML)/.test(line);
}

function isEntry(line: string): boolean {
  return /^\s*-(?:\s|$)/.test(line);
}

function indent(line: string): number {
  return line.length - line.trimStart().length;
}
