import { distance } from 'fastest-levenshtein';

/** A longer text is no slip of the keyboard, and comparing it with every name there is would be slow. */
const LONGEST = 64;

/**
 * The known name that was probably meant, the first of the nearest: one slip in a short name, one in three letters of
 * a longer one, or a name cut short; undefined where none is that near.
 */
export function nearestName(name: string, known: Iterable<string>): string | undefined {
  if (name.length === 0 || name.length > LONGEST) return undefined;
  const wanted = name.toLowerCase();
  let best: string | undefined;
  let least = Math.max(1, Math.floor(name.length / 3)) + 1;
  for (const candidate of known) {
    const written = candidate.toLowerCase();
    const apart = distance(wanted, written);
    const slips = apart > 1 && (isSwapped(wanted, written) || isBeginning(wanted, written)) ? 1 : apart;
    // A name of which every letter differs is no slip of the pen.
    if (slips < least && slips < candidate.length) {
      best = candidate;
      least = slips;
    }
  }
  return best;
}

/** Two neighbouring letters changed places: one slip of the fingers, though two of Levenshtein's. */
function isSwapped(word: string, candidate: string): boolean {
  if (word.length !== candidate.length) return false;
  let at = 0;
  while (at < word.length && word[at] === candidate[at]) at++;
  return (
    word[at] === candidate[at + 1] &&
    word[at + 1] === candidate[at] &&
    word.slice(at + 2) === candidate.slice(at + 2)
  );
}

/** Long enough to be meant, and nothing wrong with it but the end that is missing. */
function isBeginning(word: string, candidate: string): boolean {
  return word.length >= 4 && candidate.startsWith(word);
}
