import { listed } from './listed.js';
import { nearestName } from './nearest-name.js';

/** "did you mean 'va1'?", or else what there is: "the replicas are va1, oh1 and or1". */
export function suggestion(found: string, candidates: readonly string[], what: string): string {
  const near = nearestName(found, candidates);
  return near === undefined ? `${what} are ${listed(candidates)}` : `did you mean '${near}'?`;
}
