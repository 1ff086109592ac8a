import type { Build } from './build.js';
import type { DomainPath } from './deployment.js';
import type { Path } from './document.js';
import type { Figure, RttBasis } from './figure.js';
import { firstOf } from './found.js';
import type { Links } from './network.js';
import { placeText } from './place.js';

/** A replica or a client, and where the file says where it is. */
export interface Place {
  readonly at: DomainPath;
  readonly path: Path;
  readonly isReplica: boolean;
  /** Where this client's proxy stands: the client talks to that, and that to the replicas. Else it talks to the replicas. */
  readonly proxy?: Place | undefined;
}

/**
 * Walks the ways that messages of this deployment can take (between replicas, and between a client and a
 * replica, or a client, its proxy and a replica): reports those for which no RTT is known, and notes what was taken for granted about the others.
 */
export function checkUsedLinks(build: Build, links: Links, basis: RttBasis, places: readonly Place[]): void {
  const notes = new Notes(basis);
  const seen = new Set<string>();
  const missing = new Set<string>();
  const stations = places.map((place) => place.proxy ?? place);
  const ways = stations.flatMap((from) =>
    stations.filter((to) => from !== to && (from.isReplica || to.isReplica)).map((to) => [from, to] as const),
  );
  for (const client of places)
    if (client.proxy !== undefined) ways.push([client, client.proxy], [client.proxy, client]);
  for (const [from, to] of ways) {
    const way = `${placeText(from.at)}\n${placeText(to.at)}`;
    if (seen.has(way)) continue;
    seen.add(way);
    const figure = links.figure(from.at, to.at);
    if (figure !== undefined) notes.take(from.at, to.at, figure);
    else reportMissing(build, basis, from, to, missing);
  }
  for (const sentence of notes.sentences()) build.assumptions.add(sentence);
}

function reportMissing(build: Build, basis: RttBasis, from: Place, to: Place, reported: Set<string>): void {
  const regions = [from.at[0]!, to.at[0]!].sort();
  const pair = regions.join(' and ');
  if (reported.has(pair)) return;
  reported.add(pair);
  const message = `${basis.name} has no RTT between ${pair}`;
  build.findings.error(to.path, message, `add an override: { between: [${regions.join(', ')}], rtt: … }`);
}

/** Gathers remarks on figures, so that a hundred links that share one make one sentence. */
class Notes {
  readonly #basis: RttBasis;
  readonly #estimated = new Set<string>();
  readonly #reversed = new Set<string>();
  readonly #zoneless = new Set<string>();
  readonly #custom = new Map<'within-zone' | 'between-zones', Figure>();
  readonly #assumptions = new Set<string>();

  constructor(basis: RttBasis) {
    this.#basis = basis;
  }

  take(from: DomainPath, to: DomainPath, figure: Figure): void {
    const [a, b] = [from[0]!, to[0]!];
    if (a === b && figure.source.kind !== 'override' && figure.source.kind !== 'inline') {
      if (from.length < 2 || to.length < 2) this.#zoneless.add(a);
    }
    const { remark } = figure;
    if (remark === undefined) return;
    const pair = [a, b].sort().join(' – ');
    if (remark.estimated) this.#estimated.add(pair);
    if (remark.reversed) this.#reversed.add(pair);
    if (remark.custom !== undefined) this.#custom.set(remark.custom, figure);
    if (remark.assumption !== undefined) this.#assumptions.add(remark.assumption);
  }

  sentences(): string[] {
    const sentences: string[] = [];
    if (this.#estimated.size > 0) {
      const pairs = firstOf([...this.#estimated].sort(), 6);
      sentences.push(`RTTs estimated from distance, not measured: ${pairs}.`);
    }
    if (this.#reversed.size > 0) {
      const pairs = firstOf([...this.#reversed].sort(), 6);
      sentences.push(`RTTs measured in one direction only, taken for both: ${pairs}.`);
    }
    for (const name of ['within-zone', 'between-zones'] as const) {
      const figure = this.#custom.get(name);
      if (figure === undefined) continue;
      const median = Number(figure.rtt.quantile(0.5).toPrecision(3));
      const where = name === 'within-zone' ? 'Within-zone RTT' : 'Between-zones RTT';
      sentences.push(`${where} ${median} ms (comes with ${this.#basis.name}).`);
    }
    if (this.#zoneless.size > 0) {
      const regions = firstOf([...this.#zoneless].sort(), 6);
      sentences.push(`In ${regions}, endpoints without a zone are assumed to be in a separate zone.`);
    }
    if (this.#assumptions.size > 0) {
      sentences.push(`${this.#basis.name}: ${[...this.#assumptions].map(unstopped).join('; ')}.`);
    }
    return sentences;
  }
}

/** Without the full stop that the sentence around it brings. */
function unstopped(text: string): string {
  return text.replace(/\.$/, '');
}
