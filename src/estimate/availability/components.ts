import type { Client, Deployment, DomainPath, Mttf, Replica } from '../../topology/deployment.js';
import { isWithin, LEVELS, placeText, takesAway } from '../../topology/place.js';

/** What the availability engine asks of a deployment; a `Deployment` is one. */
export interface Fleet {
  readonly replicas: readonly Pick<Replica, 'id' | 'index' | 'at'>[];
  readonly clients: readonly (Pick<Client, 'id' | 'at'> & Partial<Pick<Client, 'proxy'>>)[];
  readonly failures: Deployment['failures'];
  readonly maintenance: Deployment['maintenance'];
}

export type Level = 'machine' | (typeof LEVELS)[number];

/** Something that fails and is repaired as one, independently of all others, and takes its replicas away with it. */
export interface Component {
  readonly kind: Level | 'shared';
  /** A replica's id for a machine, 'us-east-1/a' for a zone, a shared set's own name. */
  readonly name: string;
  /** Unavailability, mttr/(mtbf + mttr): 0 for a machine without figures. */
  readonly p: number;
  /** Mean time between failures (ms); Infinity where it never fails. */
  readonly mtbf: number;
  /** Bit i: takes replicas[i] away. */
  readonly covers: number;
}

/** mttr/(mtbf + mttr). Throws a RangeError unless both are finite and above 0. */
export function unavailability({ mtbf, mttr }: Mttf): number {
  if (!(mtbf > 0 && mtbf < Number.POSITIVE_INFINITY && mttr > 0 && mttr < Number.POSITIVE_INFINITY))
    throw new RangeError(`mtbf ${mtbf} and mttr ${mttr}: expected two times above 0`);
  return mttr / (mtbf + mttr);
}

/**
 * The independent sources of failure: shared sets, then regions, zones and racks, each in the order of their first
 * replica, then one machine a replica. A level or set without figures, or that holds no replica, is left out; but
 * machines are all there, since maintenance takes them away too. Component `machineOf(list, i)` is replica i's.
 */
export function componentsOf({ replicas, failures }: Fleet): Component[] {
  const found: Component[] = [];
  const add = (kind: Component['kind'], name: string, figures: Mttf | undefined, covers: number): void => {
    if (covers === 0 || (figures === undefined && kind !== 'machine')) return;
    const p = figures === undefined ? 0 : unavailability(figures);
    found.push({ kind, name, p, mtbf: figures?.mtbf ?? Number.POSITIVE_INFINITY, covers });
  };
  for (const shared of failures.shared) {
    const { name, members } = shared;
    add(
      'shared',
      name,
      shared,
      coverOf(replicas, (replica) => members.some((m) => takesAway(m, replica))),
    );
  }
  for (const level of LEVELS) {
    for (const domain of domainsOf(replicas, level)) add(level, domain.name, failures[level], domain.covers);
  }
  for (const { id, index } of replicas) add('machine', id, failures.machine, 1 << index);
  return found;
}

/** Where the machine of replica `index` stands in the list that `componentsOf` gave. */
export function machineOf(components: readonly Component[], index: number): number {
  return components.findIndex(({ kind, covers }) => kind === 'machine' && covers === 1 << index);
}

/** A domain of one level, whether or not it has failure figures. */
export interface Domain {
  readonly name: string;
  readonly covers: number;
}

/** The domains of a level that hold a replica, by first replica; a replica whose path ends above is in none. */
export function domainsOf(replicas: Fleet['replicas'], level: Level): Domain[] {
  if (level === 'machine') return replicas.map(({ id, index }) => ({ name: id, covers: 1 << index }));
  const depth = LEVELS.indexOf(level) + 1;
  const covers = new Map<string, number>();
  for (const { at, index } of replicas) {
    if (at.length < depth) continue;
    const name = placeText(at.slice(0, depth));
    covers.set(name, (covers.get(name) ?? 0) | (1 << index));
  }
  return [...covers].map(([name, mask]) => ({ name, covers: mask }));
}

/** Indices of the components that would take a client at this place down with them. */
export function componentsAround(
  components: readonly Component[],
  shared: Deployment['failures']['shared'],
  at: DomainPath,
): number[] {
  const around: number[] = [];
  for (const [index, { kind, name }] of components.entries()) {
    if (kind === 'machine') continue;
    const here =
      kind === 'shared'
        ? shared.some((set) => set.name === name && set.members.some((m) => takesAway(m, { id: '', at })))
        : isWithin(at, name.split('/'));
    if (here) around.push(index);
  }
  return around;
}

function coverOf(
  replicas: Fleet['replicas'],
  taken: (replica: Fleet['replicas'][number]) => boolean,
): number {
  let mask = 0;
  for (const replica of replicas) if (taken(replica)) mask |= 1 << replica.index;
  return mask;
}
