import type { YAMLError } from 'yaml';
import { quoted } from './found.js';
import type { TextProblem } from './text-problems.js';
import type { Unclosed } from './yaml-tokens.js';

/** More than this and the file is no YAML at all; the first few say so. */
const MOST = 10;
/** Findings looked at, of which a line may have several. */
const ENOUGH = 1000;

/**
 * The YAML parser's findings in our own words. One slip makes a parser stumble several times, so at most one
 * finding a line is kept, and none after the point where it gave up on the structure.
 *
 * @param unclosed brackets and quotes that are not closed: reported where they open
 */
export function syntaxProblems(
  text: string,
  errors: readonly YAMLError[],
  unclosed: readonly Unclosed[],
): TextProblem[] {
  const conflict = /^(?:<{7}|={7}|>{7})(?=[ \n]|$)/m.exec(text);
  if (errors.length > 0 && conflict !== null) {
    const message = 'a merge conflict that is not resolved yet';
    return [
      { message, hint: 'remove the marker and one side', start: conflict.index, end: conflict.index + 7 },
    ];
  }
  // One bracket closed by the other kind leaves all around it open.
  const mistaken = unclosed.filter(({ closedBy }) => closedBy !== undefined);
  const found = (mistaken.length > 0 ? mistaken : unclosed)
    .slice(0, ENOUGH)
    .map((open) => notClosed(text, open));
  const tabs = errors.filter(({ code }) => code === 'TAB_AS_INDENT');
  // A tab shifts all that follows, and so do the parser's further findings.
  const sorted = [...(tabs.length > 0 ? tabs : errors)].sort((a, b) => a.pos[0] - b.pos[0]);
  const manyLines = new Set(
    sorted.filter(({ code }) => code === 'MULTILINE_IMPLICIT_KEY').map(({ pos }) => pos[0]),
  );
  for (const error of sorted.slice(0, ENOUGH)) {
    const problem = sentence(text, error, manyLines);
    if (problem !== undefined) found.push(problem);
    if (error.message.includes('in YAML stream')) break;
  }
  // The parser objects to something, and nothing above has words for it.
  if (found.length === 0 && sorted.length > 0) found.push(spanOf(text, sorted[0]!, 'this is not valid YAML'));
  return onePerLine(text, found).slice(0, MOST);
}

function onePerLine(text: string, problems: readonly TextProblem[]): TextProblem[] {
  const kept: TextProblem[] = [];
  for (const problem of [...problems].sort((a, b) => a.start - b.start)) {
    const last = kept[kept.length - 1];
    if (last === undefined || text.slice(last.start, problem.start).includes('\n')) kept.push(problem);
  }
  return kept;
}

function notClosed(text: string, { offset: at, closedBy }: Unclosed): TextProblem {
  const open = text[at]!;
  const close = open === '{' ? '}' : open === '[' ? ']' : open;
  if (closedBy !== undefined) {
    const message = `this ${open} is closed by ${closedBy}`;
    return { message, hint: `add the missing ${close} before the ${closedBy}`, start: at, end: at + 1 };
  }
  const hint = open === close ? `close it with another ${close}` : `add the missing ${close}`;
  return { message: `this ${open} is never closed`, hint, start: at, end: at + 1 };
}

function spanOf(text: string, error: YAMLError, message: string, hint?: string): TextProblem {
  let start = Math.min(Math.max(error.pos[0], 0), text.length);
  // What is indented wrongly is the text, not the blanks before it.
  while (text[start] === ' ') start++;
  const end = Math.max(start + 1, Math.min(error.pos[1], text.length));
  return hint === undefined ? { message, start, end } : { message, hint, start, end };
}

function sentence(text: string, error: YAMLError, manyLines: ReadonlySet<number>): TextProblem | undefined {
  const say = (message: string, hint?: string): TextProblem => spanOf(text, error, message, hint);
  const here = text[error.pos[0]] ?? '';
  switch (error.code) {
    case 'TAB_AS_INDENT':
      return say('a tab is used for indentation', 'YAML is indented with spaces only: replace the tab');
    case 'BAD_INDENT':
      if (/must be sufficiently indented/.test(error.message)) return undefined; // reported where it opens
      return say(
        'this line is indented differently from its siblings',
        'let it begin in the same column as they',
      );
    case 'MISSING_CHAR':
      return missing(error, say);
    case 'BLOCK_AS_IMPLICIT_KEY':
      if (/sequence/.test(error.message)) {
        return say(
          "this '-' is indented differently from its siblings",
          'let it begin in the same column as they',
        );
      }
      if (manyLines.has(error.pos[0])) {
        return say(
          'this value is followed by a line indented below it',
          'give that line the indentation of its siblings',
        );
      }
      return say("a second ':' on this line", 'put a text that holds a colon in quotes, or begin a new line');
    case 'MULTILINE_IMPLICIT_KEY':
      return lineWithoutColon(text, error);
    case 'BLOCK_IN_FLOW':
      return say('a comma is missing between two entries, or this belongs on lines of its own');
    case 'BAD_SCALAR_START':
      return say(`a text cannot begin with ${here}`, 'put it in quotes');
    case 'BAD_DQ_ESCAPE':
      return say(
        'an unknown escape sequence in a text in double quotes',
        'use single quotes, or write \\\\ for one backslash',
      );
    case 'BAD_ALIAS':
    case 'ALIAS_PROPS':
      if (/Anchor/.test(error.message)) return say('an anchor (&) without a name', 'put the text in quotes');
      return say("an alias (*) that is not just a name, such as '*five'", 'put the text in quotes');
    case 'MULTIPLE_ANCHORS':
    case 'MULTIPLE_TAGS':
    case 'BAD_PROP_ORDER':
      return say('an anchor or tag that stands where none can');
    case 'TAG_RESOLVE_FAILED':
    case 'BAD_COLLECTION_TYPE':
      return say(`a tag (${text.slice(...error.pos)}) that no topology file needs`, 'remove it');
    case 'BAD_DIRECTIVE':
      return say('a directive that is not known', 'remove this line');
    case 'KEY_OVER_1024_CHARS':
      return say('a key of more than 1024 characters');
    case 'UNEXPECTED_TOKEN':
      return unexpected(here, error, say);
    default:
      return undefined;
  }
}

type Say = (message: string, hint?: string) => TextProblem;

function missing(error: YAMLError, say: Say): TextProblem | undefined {
  if (/closing|to end with/.test(error.message)) return undefined; // reported where it opens
  if (/Implicit map keys/.test(error.message)) {
    return say("a key without a ':' after it", "write 'key: value', or '- value' for a list entry");
  }
  if (/Sequence item without/.test(error.message)) {
    return say(
      'an entry of a list without its dash',
      "begin it with '- ', or indent it like the lines above",
    );
  }
  if (/Comments/.test(error.message))
    return say("a '#' that follows a text directly", 'put a space before it');
  if (/space after :/.test(error.message)) return say("a ':' without a space after it");
  if (/Missing ,/.test(error.message)) return say('a comma is missing here');
  return say('a space or a line break is missing here');
}

function unexpected(here: string, error: YAMLError, say: Say): TextProblem {
  if (/^[\]}]/.test(here))
    return say(`a ${here} that closes nothing`, 'remove it, or add the bracket that it closes');
  if (here === ',') return say('a comma with nothing before it', 'remove it');
  if (/Block scalar header/.test(error.message))
    return say("text directly after '|' or '>'", 'begin it on the next line');
  if (here === '-') return say("a list cannot begin on its key's line", "put each '- ' on a line of its own");
  return say(
    'something unexpected after the end of a value',
    'look at the indentation, and for a missing comma or quote',
  );
}

function lineWithoutColon(text: string, error: YAMLError): TextProblem {
  const start = error.pos[0];
  const stop = text.indexOf('\n', start);
  const line = text.slice(start, stop < 0 ? text.length : stop).trimEnd();
  const end = start + Math.max(1, line.length);
  const tight = /^([\w-]+):(\S.*)$/.exec(line);
  if (tight !== null) {
    const hint = `write ${quoted(`${tight[1]}: ${tight[2]}`)}`;
    return { message: "a ':' without a space after it", hint, start, end };
  }
  const message = "a line that is neither 'key: value' nor '- entry'";
  return { message, hint: "is a ':' missing?", start, end };
}
