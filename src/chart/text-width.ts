import { LETTER_WIDTHS } from './letter-widths.generated.js';

/** Units to the em of the shipped font. */
const EM = 2048;

const tables = new Map<'regular' | 'bold', ReadonlyMap<string, number>>();

/**
 * Width of a line of text in the shipped font (px), from the advance widths of its letters, without kerning: the same
 * on every machine. A letter that the font does not have counts as one em.
 *
 * @param size height of the letters, px
 */
export function textWidth(text: string, size: number, bold = false): number {
  const widths = tableOf(bold ? 'bold' : 'regular');
  let units = 0;
  for (const letter of text) units += widths.get(letter) ?? EM;
  return (units * size) / EM;
}

/** The text, or as much of its beginning as fits into `width` px with an ellipsis. */
export function fitted(text: string, width: number, size: number, bold = false): string {
  if (textWidth(text, size, bold) <= width) return text;
  const letters = [...text];
  while (letters.length > 1) {
    letters.pop();
    const shorter = `${letters.join('').trimEnd()}…`;
    if (textWidth(shorter, size, bold) <= width) return shorter;
  }
  return '…';
}

/** The text broken at blanks into lines of at most `width` px; a word that is wider stands alone and is cut. */
export function wrapped(text: string, width: number, size: number, bold = false): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/).filter((part) => part !== '')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line !== '' && textWidth(longer, size, bold) > width) {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  if (line !== '') lines.push(line);
  return lines.map((text) => fitted(text, width, size, bold));
}

function tableOf(face: 'regular' | 'bold'): ReadonlyMap<string, number> {
  let table = tables.get(face);
  if (table === undefined) {
    const made = new Map<string, number>();
    for (const [width, letters] of Object.entries(LETTER_WIDTHS[face]))
      for (const letter of letters) made.set(letter, Number(width));
    tables.set(face, made);
    table = made;
  }
  return table;
}
