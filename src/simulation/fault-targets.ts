import type { Deployment } from '../topology/deployment.js';
import { didYouMean } from '../topology/suggest.js';

/** Ids, or a sentence that says what is wrong with what was named. */
export type Targets = { readonly ids: readonly string[] } | { readonly problem: string };

const REGION = 'region:';

/**
 * What a fault names, comma by comma: ids, and `region:us-east-1` for all that stands in a region. A fault of
 * machines (`whom` 'replicas') is about replicas; one of the network ('ends') about clients too.
 */
export function targetsOf(text: string, whom: 'replicas' | 'ends', deployment: Deployment): Targets {
  const { replicas, clients } = deployment;
  const places: readonly { readonly id: string; readonly at: readonly string[] }[] =
    whom === 'replicas' ? replicas : [...replicas, ...clients];
  const known = places.map(({ id }) => id);
  const regions = [...new Set(places.map(({ at }) => at[0]))].sort();
  const ids = new Set<string>();
  for (const part of text.split(',')) {
    const name = part.trim();
    if (name === '') return { problem: `a name is missing in '${text}'` };
    if (name.startsWith(REGION)) {
      const region = name.slice(REGION.length);
      const inside = places.filter(({ at }) => at[0] === region);
      if (inside.length === 0) {
        const what = whom === 'replicas' ? 'replica' : 'replica and no client';
        return { problem: `no ${what} is in region '${region}'; ${meant(region, regions, 'regions')}` };
      }
      for (const { id } of inside) ids.add(id);
    } else if (known.includes(name)) {
      ids.add(name);
    } else if (regions.includes(name)) {
      return { problem: `'${name}' is a region; write '${REGION}${name}' for all that stands in it` };
    } else {
      const what = whom === 'replicas' ? 'no replica' : 'no replica and no client';
      const kinds = whom === 'replicas' ? 'replicas' : 'replicas and clients';
      return { problem: `'${name}' is ${what}; ${meant(name, known, kinds)}` };
    }
  }
  return { ids: [...ids] };
}

function meant(name: string, known: readonly string[], kind: string): string {
  return didYouMean(name, known) ?? `the ${kind} are ${known.join(', ')}`;
}
