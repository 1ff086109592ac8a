import { distance } from 'fastest-levenshtein';

/** The candidate that was probably meant (the first of the nearest), or undefined where none is near. */
export function nearest(found: string, candidates: readonly string[]): string | undefined {
  const wanted = found.toLowerCase();
  let best: string | undefined;
  // One slip in a short name, one in three letters of a long one.
  let allowed = Math.max(1, Math.floor(found.length / 3)) + 1;
  for (const candidate of candidates) {
    const slips = distance(wanted, candidate.toLowerCase());
    // A name of which every letter differs is no slip of the pen.
    if (slips < allowed && slips < candidate.length) {
      best = candidate;
      allowed = slips;
    }
  }
  return best;
}

/** "did you mean 'va1'?", or else what there is: "the replicas are va1, oh1 and or1". */
export function suggestion(found: string, candidates: readonly string[], what: string): string {
  const near = nearest(found, candidates);
  return near === undefined ? `${what} are ${listed(candidates)}` : `did you mean '${near}'?`;
}

/** "a", "a and b", "a, b and c". */
export function listed(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}
