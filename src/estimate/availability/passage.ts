import type { DomainPath } from '../../topology/deployment.js';
import { isWithin, LEVELS, takesAway } from '../../topology/place.js';
import { type Component, componentsAround, type Fleet, unavailability } from './components.js';

/** What must be up for a client's proxy to be, given that the client's own place is. */
export interface Passage {
  /** Indices of the components that take the proxy away, and replicas with it. */
  readonly components: readonly number[];
  /** P(the proxy is down with something that takes no replica away); independent of all components. */
  readonly apart: number;
}

/**
 * What takes a proxy away: the rack, zone and region that it is in, and the shared failures that strike there, but none that
 * takes the client away too, which then sees no outage. A proxy stands for as many machines as it takes: it does not fail
 * with one.
 */
export function passageOf(
  { replicas, failures }: Fleet,
  components: readonly Component[],
  client: DomainPath,
  proxy: DomainPath,
): Passage {
  const own = new Set(componentsAround(components, failures.shared, client));
  const around = componentsAround(components, failures.shared, proxy).filter((c) => !own.has(c));
  let passes = 1;
  LEVELS.forEach((level, depth) => {
    const figures = failures[level];
    const domain = proxy.slice(0, depth + 1);
    if (figures === undefined || domain.length <= depth || isWithin(client, domain)) return;
    if (!replicas.some(({ at }) => isWithin(at, domain))) passes *= 1 - unavailability(figures);
  });
  for (const shared of failures.shared) {
    const strikes = (at: DomainPath) => shared.members.some((member) => takesAway(member, { id: '', at }));
    if (!strikes(proxy) || strikes(client)) continue;
    if (!replicas.some((replica) => shared.members.some((member) => takesAway(member, replica))))
      passes *= 1 - unavailability(shared);
  }
  return { components: around, apart: 1 - passes };
}
