import { distance } from 'fastest-levenshtein';

/**
 * The known name that was probably meant: a third of its letters differ at most (in a short name one, or two that
 * changed places: form, from); undefined if none is that near.
 */
export function nearestName(name: string, known: Iterable<string>): string | undefined {
  const wanted = name.toLowerCase();
  let best: string | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const candidate of known) {
    const misses = letters(wanted) === letters(candidate) ? 1 : distance(wanted, candidate.toLowerCase());
    if (misses < least) {
      least = misses;
      best = candidate;
    }
  }
  return best !== undefined && least <= Math.max(1, Math.floor(best.length / 3)) ? best : undefined;
}

function letters(name: string): string {
  return [...name.toLowerCase()].sort().join('');
}
