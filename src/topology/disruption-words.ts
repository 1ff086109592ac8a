import { listed } from '../spelling/listed.js';
import { suggestion } from '../spelling/suggestion.js';
import type { DomainPath, Failures } from './deployment.js';
import { isWithin, LEVELS, parsePlace, placeText, takesAway } from './place.js';
import { parseDuration } from './units.js';

/** A problem found on the way down: its message is for the user. */
export class Problem extends Error {}

/** Who there is to be hit. */
export interface Population {
  readonly replicas: readonly { readonly id: string; readonly at: DomainPath; readonly disk: string }[];
  readonly clients: readonly {
    readonly id: string;
    readonly at: DomainPath;
    readonly proxy?: DomainPath | undefined;
  }[];
  readonly shared: Failures['shared'];
}

/** The two sides of a link, by ids. */
export interface Ends {
  readonly a: readonly string[];
  readonly b: readonly string[];
}

/** What a client's proxy is called among the ends of links. No id of a replica or client holds a blank. */
export function proxyName(client: string): string {
  return `proxy of ${client}`;
}

/** One thing that fails. */
export interface Failure {
  readonly replicas: readonly string[];
  readonly clients: readonly string[];
  /** Clients whose proxy is lost. */
  readonly proxies: readonly string[];
  readonly cut?: Ends;
  /** "region us-east-1" */
  readonly what: string;
  readonly text: string;
}

const KINDS = [...LEVELS, 'link', 'shared'] as const;

/** `region:us-east-1`, `link:a~b`, `va1`, … @throws Problem */
export function readFailure(text: string, population: Population): Failure {
  const colon = text.indexOf(':');
  const kind = text.slice(0, Math.max(0, colon));
  const rest = text.slice(colon + 1).trim();
  if (text === '')
    throw new Problem('it does not say what fails; write a replica, region:…, zone:…, shared:… or link:a~b');
  noPercent(text, 'something fails or it does not');
  if (colon < 0) return failureOfReplica(text, population);
  if (kind === 'link') return failureOfLink(rest, population);
  if (kind === 'shared') return failureOfShared(rest, population);
  if (kind === 'replica') return failureOfReplica(rest, population);
  const depth = (LEVELS as readonly string[]).indexOf(kind);
  if (depth < 0)
    throw new Problem(
      `'${kind}' is nothing that fails; ${suggestion(kind, KINDS, 'the kinds')}, or name a replica`,
    );
  return failureOfDomain(rest, depth, population);
}

function failureOfReplica(id: string, { replicas, clients }: Population): Failure {
  const known = replicas.map((replica) => replica.id);
  if (known.includes(id))
    return { replicas: [id], clients: [], proxies: [], what: `replica ${id}`, text: `${id} fails` };
  if (clients.some((client) => client.id === id))
    throw new Problem(
      `'${id}' is a client, and what fails is a replica or a place; ${suggestion('', known, 'the replicas')}`,
    );
  const people = [...replicas, ...clients];
  const place = parsePlace(id);
  if (place.problem === undefined && people.some(({ at }) => isWithin(at, place.value)))
    throw new Problem(
      `'${id}' is a ${LEVELS[place.value.length - 1] ?? 'place'}; write ${LEVELS[place.value.length - 1] ?? 'rack'}:${id}`,
    );
  throw new Problem(`no replica is called '${id}'; ${suggestion(id, known, 'the replicas')}`);
}

function failureOfDomain(name: string, depth: number, { replicas, clients }: Population): Failure {
  const level = LEVELS[depth];
  const people = [...replicas, ...clients, ...proxiesOf(clients)];
  const there = [
    ...new Set(
      people.filter(({ at }) => at.length > depth).map(({ at }) => placeText(at.slice(0, depth + 1))),
    ),
  ];
  if (!there.includes(name)) {
    if (there.length === 0) throw new Problem(`no path names a ${level}, so there is none to lose`);
    const inside = there.filter((place) => place.split('/').pop() === name);
    const hint = inside.length > 0 ? `write ${level}:${inside[0]}` : suggestion(name, there, `the ${level}s`);
    throw new Problem(`nothing is in the ${level} '${name}'; ${hint}`);
  }
  const part = name.split('/');
  const lost = replicas.filter(({ at }) => isWithin(at, part)).map(({ id }) => id);
  const what = `${level} ${name}`;
  return {
    replicas: lost,
    clients: clients.filter(({ at }) => isWithin(at, part)).map(({ id }) => id),
    proxies: proxiesOf(clients)
      .filter(({ at }) => isWithin(at, part))
      .map(({ client }) => client),
    what,
    text: `${what} fails (${lost.length === 0 ? 'no replica is there' : listed(lost)})`,
  };
}

function failureOfShared(name: string, { replicas, clients, shared }: Population): Failure {
  const names = shared.map((each) => each.name);
  const found = shared.find((each) => each.name === name);
  if (found === undefined) {
    const hint =
      names.length === 0
        ? 'the file has none (failures.shared)'
        : suggestion(name, names, 'the shared failures');
    throw new Problem(`no shared failure is called '${name}'; ${hint}`);
  }
  const lost = replicas
    .filter((replica) => found.members.some((member) => takesAway(member, replica)))
    .map(({ id }) => id);
  const places = found.members.map((member) => member.split('/'));
  return {
    replicas: lost,
    clients: clients.filter(({ at }) => places.some((place) => isWithin(at, place))).map(({ id }) => id),
    proxies: proxiesOf(clients)
      .filter(({ at }) => places.some((place) => isWithin(at, place)))
      .map(({ client }) => client),
    what: name,
    text: `${name} strikes (${lost.length === 0 ? 'no replica' : listed(lost)})`,
  };
}

function failureOfLink(text: string, population: Population): Failure {
  const { a, b, ends } = readEnds(text, population, 'link:va1~ie1');
  return {
    replicas: [],
    clients: [],
    proxies: [],
    cut: { a, b },
    what: `link ${ends}`,
    text: `nothing passes between ${ends.replace('~', ' and ')}`,
  };
}

/** `disk:va1=10x` @throws Problem */
export function readSlowDisk(text: string, { replicas }: Population) {
  const example = 'write it as in disk:va1=10x';
  const match = /^disk:(.*)=(.*)$/.exec(text);
  if (match === null) throw new Problem(`'${text}' does not say which disk, or how slow; ${example}`);
  const who = match[1].trim();
  const factor = readFactor(match[2].trim());
  noPercent(match[2], example);
  if (factor === undefined)
    throw new Problem(`'${match[2].trim()}' is no slowness of a disk; write a factor, such as 10x`);
  const known = replicas.map(({ id }) => id);
  const kinds = [...new Set(replicas.map(({ disk }) => disk))].filter((disk) => disk !== 'none');
  const meant =
    who === '*'
      ? replicas
      : known.includes(who)
        ? replicas.filter(({ id }) => id === who)
        : replicas.filter(({ disk }) => disk === who && disk !== 'none');
  if (meant.length === 0)
    throw new Problem(
      `'${who}' is no replica and no kind of disk; ${suggestion(who, [...known, ...kinds, '*'], 'there')}`,
    );
  const slow = meant.filter(({ disk }) => disk !== 'none').map(({ id }) => id);
  if (slow.length === 0)
    throw new Problem(
      `${listed(meant.map(({ id }) => id))} ${meant.length === 1 ? 'has' : 'have'} no disk that could be slow: a durable write costs nothing there`,
    );
  const whose = who === '*' ? 'every disk' : known.includes(who) ? `the disk of ${who}` : `every ${who} disk`;
  return { replicas: slow, factor, text: `${whose} takes ${factor} times as long` };
}

/** `rtt:a~b=+40ms`, `rtt:a~b=3x` @throws Problem */
export function readDegraded(text: string, population: Population) {
  const example = 'rtt:us-east-1~eu-west-1=+40ms';
  const match = /^rtt:(.*)=(.*)$/.exec(text);
  if (match === null)
    throw new Problem(`'${text}' does not say between whom, or how much; write it as in ${example}`);
  const { a, b, ends } = readEnds(match[1].trim(), population, example);
  const amount = match[2].trim();
  noPercent(amount, 'write what is added (+40ms) or a factor (1.2x)');
  const extra = amount.startsWith('+') ? parseDuration(amount.slice(1).trim()) : undefined;
  if (extra?.problem !== undefined)
    throw new Problem(extra.hint === undefined ? extra.problem : `${extra.problem}; ${extra.hint}`);
  const factor = extra === undefined ? readFactor(amount) : 1;
  if (factor === undefined)
    throw new Problem(
      `'${amount}' is no change of a round trip; write what is added (+40ms) or a factor (3x)`,
    );
  return {
    a,
    b,
    factor,
    extra: extra?.value ?? 0,
    text: `RTT ${ends.replace('~', ' – ')} ${extra === undefined ? `× ${factor}` : `+ ${extra.value} ms`}`,
  };
}

/** `a~b`: replicas, clients, or places with all that stands in them. */
function readEnds(text: string, population: Population, example: string): Ends & { readonly ends: string } {
  const parts = text.split('~').map((part) => part.trim());
  if (parts.length !== 2 || parts.includes(''))
    throw new Problem(`'${text}' does not name two ends with ~ between; write it as in ${example}`);
  const [one, b] = parts.map((part) => idsOf(part, population));
  // Between a client and the place of its own proxy, the proxy is at the other end.
  const a = one.filter((id) => !(b.includes(id) && id.startsWith(proxyName(''))));
  const both = a.find((id) => b.includes(id));
  if (both !== undefined) throw new Problem(`'${both}' is on both sides of ${text}`);
  const isReplica = (id: string): boolean => population.replicas.some((replica) => replica.id === id);
  const isProxy = (id: string): boolean => id.startsWith(proxyName(''));
  if (![...a, ...b].some((id) => isReplica(id) || isProxy(id)))
    throw new Problem(`no replica is at either end of ${text}, and clients do not talk to each other`);
  return { a, b, ends: parts.join('~') };
}

function idsOf(name: string, { replicas, clients }: Population): string[] {
  const proxies = proxiesOf(clients);
  // Whatever a client sends goes by way of its proxy.
  const own = proxies.filter(({ client }) => client === name).map(({ id }) => id);
  if ([...replicas, ...clients].some(({ id }) => id === name)) return [name, ...own];
  const people = [...replicas, ...clients, ...proxies];
  const bare = name.replace(/^(region|zone|rack):/, '');
  const place = parsePlace(bare);
  const inside = place.problem === undefined ? people.filter(({ at }) => isWithin(at, place.value)) : [];
  if (inside.length > 0) return inside.map(({ id }) => id);
  const regions = [...new Set(people.map(({ at }) => at[0]!))];
  const ids = [...replicas, ...clients].map(({ id }) => id);
  throw new Problem(
    `'${name}' is no replica, no client and no region here; ${suggestion(name, [...ids, ...regions], 'there')}`,
  );
}

/** Where the clients' proxies stand. */
function proxiesOf(clients: Population['clients']): { id: string; client: string; at: DomainPath }[] {
  return clients.flatMap(({ id, proxy }) =>
    proxy === undefined ? [] : [{ id: proxyName(id), client: id, at: proxy }],
  );
}

function noPercent(text: string, instead: string): void {
  if (text.includes('%')) throw new Problem(`'${text.trim()}' has a per cent sign; ${instead}`);
}

/** A factor such as 3x or 0.5x, above 0. */
function readFactor(text: string): number | undefined {
  const match = /^(\d+(?:\.\d+)?|\.\d+)\s*x$/i.exec(text);
  const factor = match === null ? Number.NaN : Number(match[1]);
  return factor > 0 && factor <= 1e6 ? factor : undefined;
}
