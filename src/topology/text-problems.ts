/** Something wrong with a text, by the offsets that it spans. */
export interface TextProblem {
  readonly message: string;
  readonly hint?: string;
  readonly start: number;
  readonly end: number;
}

/** A topology file is written by people; what is larger is something else. */
const LARGEST = 1024 * 1024;

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
const UNFIT = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufeff\ufffd\ufffe\uffff]|\r(?!\n)/;

/**
 * What makes a text unfit to be read as YAML at all: its size, or characters that no YAML file may hold.
 * The first such character is reported; after it nothing can be relied on.
 *
 * @param text without a leading byte-order mark
 */
export function textProblem(text: string): TextProblem | undefined {
  if (text.length > LARGEST) {
    const mebibytes = (text.length / LARGEST).toFixed(1);
    return {
      message: `the file is too large for a topology: ${mebibytes} MiB, at most 1 MiB is read`,
      start: 0,
      end: 0,
    };
  }
  const start = text.search(UNFIT);
  return start < 0 ? undefined : { ...unfit(text, start), start, end: start + 1 };
}

function unfit(text: string, at: number): { message: string; hint?: string } {
  const character = text[at]!;
  if (isHalfNul(text))
    return { message: 'the file is not UTF-8: it looks like UTF-16', hint: 'save it as UTF-8' };
  if (text.slice(0, 200).includes('\0')) {
    return { message: 'a NUL character: this is not a text file' };
  }
  if (character === '\ufffd') {
    return { message: 'bytes that are not UTF-8', hint: 'save the file as UTF-8' };
  }
  if (character === '\r') {
    return {
      message: 'a carriage return without a line feed',
      hint: 'end lines with LF, or with CR LF',
    };
  }
  if (character === '\ufeff') {
    return {
      message: 'a byte-order mark in the middle of the file',
      hint: 'remove this invisible character',
    };
  }
  const code = character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0');
  return { message: `a control character (U+${code}) that YAML does not allow`, hint: 'remove it' };
}

/**
 * UTF-16 text of the Latin alphabet, taken for UTF-8, has a NUL beside nearly every letter: on one side of it, and never
 * beside what no text holds. Other files with NULs (programs, pictures) are no text.
 */
function isHalfNul(text: string): boolean {
  const sample = text.slice(0, 200);
  const nuls = [0, 0];
  for (let i = 0; i < sample.length; i++) if (sample[i] === '\0') nuls[i % 2]++;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
  if (/[\x01-\x08\x0e-\x1f\x7f]/.test(sample)) return false;
  return nuls[0] + nuls[1] > sample.length / 3 && Math.min(...nuls) <= sample.length / 20;
}
