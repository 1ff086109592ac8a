import { distance } from 'fastest-levenshtein';

/** A longer text is no slip of the keyboard, and comparing it with every name there is would be slow. */
const LONGEST = 64;

/**
 * The known name that was probably meant, the first of the nearest: one slip in a short name, two or a third of its
 * letters in a longer one; undefined where none is that near.
 */
export function nearestName(name: string, known: Iterable<string>): string | undefined {
  if (name.length === 0 || name.length > LONGEST) return undefined;
  const wanted = name.toLowerCase();
  let best: string | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const candidate of known) {
    const slips = distance(wanted, candidate.toLowerCase());
    const allowed = Math.max(candidate.length < 4 ? 1 : 2, Math.floor(candidate.length / 3));
    // A name of which every letter differs is no slip of the pen.
    if (slips < least && slips <= allowed && slips < candidate.length) {
      best = candidate;
      least = slips;
    }
  }
  return best;
}
