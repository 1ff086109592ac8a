import type { Lane } from '../../result/traffic.js';
import type { DomainPath, Network } from '../../topology/deployment.js';

/** Adds up what goes between places, and finds the link that carries it. */
export class Lanes {
  private readonly known = new Map<
    string,
    { from: string; to: string; bytes: number; limit: number | null }
  >();

  constructor(private readonly network: Network) {}

  /** @param places the way, place after place: a client, its proxy, a replica */
  add(places: readonly DomainPath[], bytesPerSecond: number): void {
    for (let i = 1; i < places.length; i++) this.addLeg(places[i - 1], places[i], bytesPerSecond);
  }

  /** Those between regions, and those between narrower places whose link is limited, by name. */
  list(): Lane[] {
    return [...this.known.values()]
      .filter(({ bytes }) => bytes > 0)
      .map(({ from, to, bytes, limit }) => ({ from, to, bytesPerSecond: bytes, limit }))
      .sort((a, b) => compare(a.from, b.from) || compare(a.to, b.to));
  }

  private addLeg(from: DomainPath, to: DomainPath, bytes: number): void {
    const limit = this.network.linkLimit(from, to);
    if (limit === undefined && from[0] === to[0]) return;
    const [a, b] = limit === undefined ? [from.slice(0, 1), to.slice(0, 1)] : [limit.from, limit.to];
    const names = { from: a.join('/'), to: b.join('/') };
    const key = `${names.from}\n${names.to}\n${limit?.bandwidth ?? ''}`;
    const lane = this.known.get(key);
    if (lane === undefined) this.known.set(key, { ...names, bytes, limit: limit?.bandwidth ?? null });
    else lane.bytes += bytes;
  }
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
