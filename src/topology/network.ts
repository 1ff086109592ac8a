import { type Build, positive, quantity } from './build.js';
import type { DomainPath, Link, LinkLimit, Network } from './deployment.js';
import type { Field } from './field.js';
import { type Figure, givenFigure, type RttBasis } from './figure.js';
import { type Override, overrideFor, readOverrides, readPair } from './overrides.js';
import { isWithin, placeText } from './place.js';
import { readRandomDuration } from './random-duration.js';
import { parseShare } from './share.js';
import { parseBandwidth, parseSize } from './units.js';

/** `network` of the file, apart from the basis of its RTTs. */
export interface NetworkParts {
  readonly overrides: readonly Override[];
  readonly withinZone: Figure | undefined;
  readonly betweenZones: Figure | undefined;
  readonly bandwidth: number | undefined;
  readonly overhead: number;
  readonly links: readonly LinkBandwidth[];
  readonly loss: number;
}

export function readNetworkParts(build: Build, field: Field, basis: RttBasis | undefined): NetworkParts {
  return {
    overrides: readOverrides(build, field.get('overrides'), basis),
    withinZone: readFigure(build, field.get('within-zone')),
    betweenZones: readFigure(build, field.get('between-zones')),
    bandwidth: positive(build, field.get('bandwidth'), parseBandwidth),
    overhead: quantity(build, field.get('overhead'), parseSize) ?? OVERHEAD,
    links: readLinks(build, field.get('links'), basis),
    loss: readLoss(build, field.get('loss')),
  };
}

/** Ethernet, IP and TCP headers, and a little of the protocol's own. */
const OVERHEAD = 64;

/** What goes between two places may take so many bytes per second, each way. */
export interface LinkBandwidth {
  readonly between: readonly [DomainPath, DomainPath];
  readonly bandwidth: number;
}

function readLinks(build: Build, field: Field, basis: RttBasis | undefined): LinkBandwidth[] {
  const links: LinkBandwidth[] = [];
  for (const entry of field.entries) {
    const between = readPair(build, entry.get('between'), basis);
    const bandwidth = positive(build, entry.get('bandwidth'), parseBandwidth);
    if (between !== undefined && bandwidth !== undefined) links.push({ between, bandwidth });
  }
  return links;
}

function readFigure(build: Build, field: Field): Figure | undefined {
  const rtt = readRandomDuration(build, field);
  const name = field.path[field.path.length - 1];
  return rtt && givenFigure(rtt, { kind: 'file', text: `${name} at ${build.where(field)}` });
}

function readLoss(build: Build, field: Field): number {
  const loss = quantity(build, field, parseShare) ?? 0;
  if (loss >= 1)
    build.findings.error(
      field.path,
      'a loss of 100%: no message would ever arrive',
      'write a share below 100%',
    );
  return loss;
}

/** Links by these rules, first match wins: an override; inside one region, the file's figures, then the basis; the basis. */
export class Links implements Network {
  readonly bandwidth: number | undefined;
  readonly overhead: number;
  readonly loss: number;
  readonly dataset: Network['dataset'];
  readonly #basis: RttBasis;
  readonly #parts: NetworkParts;
  readonly #known = new Map<string, Link>();

  constructor(basis: RttBasis, parts: NetworkParts) {
    this.#basis = basis;
    this.#parts = parts;
    this.bandwidth = parts.bandwidth;
    this.overhead = parts.overhead;
    this.loss = parts.loss;
    this.dataset = basis.dataset;
  }

  /** @throws RangeError where neither the file nor its data set knows the way. */
  link(from: DomainPath, to: DomainPath): Link {
    const key = `${placeText(from)}\n${placeText(to)}`;
    let link = this.#known.get(key);
    if (link === undefined) {
      const figure = this.figure(from, to);
      if (figure === undefined) {
        throw new RangeError(`no RTT is known between ${placeText(from)} and ${placeText(to)}`);
      }
      link = new LazyLink(from, to, figure);
      this.#known.set(key, link);
    }
    return link;
  }

  linkLimit(from: DomainPath, to: DomainPath): LinkLimit | undefined {
    for (const { between, bandwidth } of this.#parts.links) {
      const [a, b] = between;
      if (isWithin(from, a) && isWithin(to, b)) return { from: a, to: b, bandwidth };
      if (isWithin(from, b) && isWithin(to, a)) return { from: b, to: a, bandwidth };
    }
    return undefined;
  }

  /** What is known of a way; undefined where nothing is. */
  figure(from: DomainPath, to: DomainPath): Figure | undefined {
    const override = overrideFor(this.#parts.overrides, from, to);
    if (override !== undefined) return override.figure;
    const region = from[0]!;
    if (region !== to[0]) return this.#basis.between(region, to[0]!);
    if (!this.#basis.regions.includes(region)) return undefined;
    const sameZone = from.length > 1 && to.length > 1 && from[1] === to[1];
    return (
      (sameZone ? this.#parts.withinZone : this.#parts.betweenZones) ?? this.#basis.inside(region, sameZone)
    );
  }
}

/** Fitting and halving a figure takes time that a link nobody asks about need not cost. */
class LazyLink implements Link {
  readonly from: DomainPath;
  readonly to: DomainPath;
  readonly #figure: Figure;

  constructor(from: DomainPath, to: DomainPath, figure: Figure) {
    this.from = from;
    this.to = to;
    this.#figure = figure;
  }

  get oneWay() {
    return this.#figure.oneWay;
  }

  get rtt() {
    return this.#figure.rtt;
  }

  get source() {
    return this.#figure.source;
  }
}
