import { nearestName } from '../spelling/nearest-name.js';
import { quoted } from './found.js';

/** "did you mean 'us-east-1'?", or undefined where nothing is near. */
export function didYouMean(word: string, candidates: Iterable<string>): string | undefined {
  const meant = nearestName(word, candidates);
  return meant === undefined ? undefined : `did you mean ${quoted(meant)}?`;
}
