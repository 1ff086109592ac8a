import type { Traits } from '../protocol/contract/traits.js';
import { listed } from '../spelling/listed.js';
import type { Deployment } from '../topology/deployment.js';
import { didYouMean } from '../topology/suggest.js';
import { parseDuration } from '../topology/units.js';
import type { Fault } from './fault.js';
import { targetsOf } from './fault-targets.js';

/** A fault, or a sentence that says what is wrong with its text. */
export type ParsedFault = { readonly fault: Fault } | { readonly problem: string };

/** A problem found on the way down; `parseFault` turns it into a result. */
class Problem extends Error {}

interface When {
  readonly at: number;
  readonly until?: number;
}

/** Of a protocol, which orders of an operator it obeys. */
export interface Obedient {
  readonly name: string;
  readonly traits: Pick<Traits, 'orders'>;
}

/** How each kind is written. */
const EXAMPLES: Readonly<Record<Fault['kind'], string>> = {
  crash: 'crash:va1@10s or crash:va1@10s..20s',
  restart: 'restart:va1@20s',
  promote: 'promote:or1@12s',
  remove: 'remove:va1@12s',
  add: 'add:va1@20s',
  partition: 'partition:va1,oh1|or1,ie1@5s..9s',
  cut: 'cut:va1>oh1@5s..9s',
  'slow-link': 'slow-link:va1~ie1=+40ms@5s..9s or slow-link:va1~ie1=3x@5s..9s',
  pause: 'pause:va1@5s..9s',
  'slow-disk': 'slow-disk:va1=10x@5s..9s',
};

/**
 * Reads a fault as the command line has it: `kind:whom@when`, where `when` is a moment (10s) or a stretch (10s..20s)
 * counted from the moment at which measuring begins, and `whom` names replicas, for the network's faults clients
 * too, separated by commas; `region:us-east-1` stands for all in a region.
 *
 *     crash:va1@10s            restart:va1@20s           crash:va1@10s..20s (restarts at the end)
 *     partition:va1,oh1|or1,ie1,de1@5s..9s               cut:va1>oh1@5s..9s (one way)
 *     slow-link:va1~ie1=+40ms@5s..9s                     slow-link:va1~ie1=3x@5s..9s
 *     pause:va1@5s..9s (does nothing, then goes on)      slow-disk:va1=10x@5s..9s
 *
 * and what an operator orders: promote:or1@12s (take over), remove:va1@12s, add:va1@20s (leave the group, join again)
 *
 * @param protocol whose machines are to obey the operator's orders; undefined: not asked
 */
export function parseFault(text: string, deployment: Deployment, protocol?: Obedient): ParsedFault {
  try {
    const fault = read(text.trim(), deployment);
    if (protocol !== undefined) demandObeyed(fault, protocol);
    return { fault };
  } catch (error) {
    if (error instanceof Problem) return { problem: error.message };
    throw error;
  }
}

function read(text: string, deployment: Deployment): Fault {
  const colon = text.indexOf(':');
  const kind = colon < 0 ? text : text.slice(0, colon);
  if (!isKind(kind)) {
    const kinds = Object.keys(EXAMPLES);
    const hint = didYouMean(kind, kinds) ?? `the kinds are ${kinds.join(', ')}`;
    throw new Problem(`'${kind}' is no kind of fault; ${hint}`);
  }
  const example = `as in ${EXAMPLES[kind]}`;
  const sign = text.lastIndexOf('@');
  if (colon < 0 || sign < 0)
    throw new Problem(`it does not say ${colon < 0 ? 'whom' : 'when'}; write it ${example}`);
  const whom = text.slice(colon + 1, sign);
  const when = readWhen(text.slice(sign + 1));
  const replicas = (part: string): readonly string[] => named(part, 'replicas', deployment);
  const ends = (part: string): readonly string[] => named(part, 'ends', deployment);
  switch (kind) {
    case 'crash':
      return { kind, replicas: replicas(whom), ...when };
    case 'restart':
    case 'promote':
    case 'remove':
    case 'add': {
      if (when.until !== undefined) {
        const what = kind === 'restart' ? 'a restart happens' : `an order to ${kind} is given`;
        throw new Problem(`${what} at one moment; write it ${example}`);
      }
      const ids = replicas(whom);
      if (kind === 'promote' && ids.length > 1)
        throw new Problem(`one replica is promoted, not ${ids.length}; write it ${example}`);
      if (kind === 'promote') demandAble(ids[0], deployment);
      return { kind, replicas: ids, at: when.at };
    }
    case 'partition':
      return { kind, groups: readGroups(whom, ends, example), ...when };
    case 'cut': {
      const [from, to] = pair(whom, '>', example);
      const [a, b] = [ends(from), ends(to)];
      demandApart(a, b, 'cannot be cut off from itself');
      return { kind, from: a, to: b, ...when };
    }
    case 'slow-link': {
      const [link, amount] = assigned(whom, example);
      const [some, others] = pair(link, '~', example);
      const [a, b] = [ends(some), ends(others)];
      demandApart(a, b, 'has no link to itself');
      const slowness = readSlowness(amount);
      if (slowness.factor === 1 && slowness.extra === 0)
        throw new Problem(`${amount} leaves the link as it is`);
      return { kind, between: [a, b], ...slowness, ...when };
    }
    case 'pause': {
      const { at, until } = when;
      if (until === undefined)
        throw new Problem(`it does not say when the pause is over; write it ${example}`);
      return { kind, replicas: replicas(whom), at, until };
    }
    case 'slow-disk': {
      const [disks, amount] = assigned(whom, example);
      const factor = readFactor(amount);
      if (factor === undefined)
        throw new Problem(`'${amount}' is no slowness of a disk; write a factor, such as 10x`);
      if (factor === 1) throw new Problem('1x leaves the disk as it is');
      return { kind, replicas: replicas(disks), factor, ...when };
    }
  }
}

/** An order that the machines do not know would be given in vain. */
function demandObeyed({ kind }: Fault, { name, traits: { orders = [] } }: Obedient): void {
  if (kind !== 'promote' && kind !== 'remove' && kind !== 'add') return;
  if (orders.includes(kind)) return;
  throw new Problem(
    `${name} obeys no order to ${kind}; ${orders.length === 0 ? 'no order of an operator means anything to it' : `it obeys ${listed(orders)}`}`,
  );
}

/** One that never leads obeys no such order. */
function demandAble(id: string, { replicas }: Deployment): void {
  const replica = replicas.find((one) => one.id === id);
  if (replica === undefined || replica.leads > 0) return;
  const able = replicas.filter(({ leads }) => leads > 0).map((one) => one.id);
  throw new Problem(
    `'${id}' never leads, so it cannot be promoted; ${able.length === 0 ? 'nobody can' : `those that can: ${able.join(', ')}`}`,
  );
}

function isKind(text: string): text is Fault['kind'] {
  return Object.hasOwn(EXAMPLES, text);
}

function named(text: string, whom: 'replicas' | 'ends', deployment: Deployment): readonly string[] {
  const targets = targetsOf(text, whom, deployment);
  if ('problem' in targets) throw new Problem(targets.problem);
  return targets.ids;
}

function readWhen(text: string): When {
  const [from, to, ...more] = text.split('..');
  if (more.length > 0)
    throw new Problem(`'${text}' is no time; write a moment (10s) or a stretch (10s..20s)`);
  const at = readTime(from);
  if (to === undefined) return { at };
  const until = readTime(to);
  if (until <= at)
    throw new Problem(`it ends at ${to.trim()}, which is not after its beginning at ${from.trim()}`);
  return { at, until };
}

function readTime(text: string): number {
  if (text.trim() === '')
    throw new Problem('a time is missing; write a moment (10s) or a stretch (10s..20s)');
  return duration(text, 's');
}

function duration(text: string, usual: 's' | 'ms'): number {
  const reading = parseDuration(text, usual);
  if (reading.problem === undefined) return reading.value;
  throw new Problem(reading.hint === undefined ? reading.problem : `${reading.problem}; ${reading.hint}`);
}

function readGroups(text: string, ends: (part: string) => readonly string[], example: string): string[][] {
  const groups = text.split('|').map((part) => [...ends(part)]);
  if (groups.length < 2)
    throw new Problem(`a partition has two groups or more, with '|' between; write it ${example}`);
  const seen = new Set<string>();
  for (const id of groups.flat()) {
    if (seen.has(id)) throw new Problem(`'${id}' is in two groups`);
    seen.add(id);
  }
  return groups;
}

function pair(text: string, separator: string, example: string): [string, string] {
  const parts = text.split(separator);
  if (parts.length !== 2)
    throw new Problem(`two sides with '${separator}' between are due; write it ${example}`);
  return [parts[0], parts[1]];
}

function demandApart(a: readonly string[], b: readonly string[], what: string): void {
  const both = a.find((id) => b.includes(id));
  if (both !== undefined) throw new Problem(`'${both}' is on both sides; it ${what}`);
}

function assigned(text: string, example: string): [string, string] {
  const sign = text.lastIndexOf('=');
  if (sign < 0) throw new Problem(`it does not say how slow; write it ${example}`);
  return [text.slice(0, sign), text.slice(sign + 1).trim()];
}

function readSlowness(text: string): { factor: number; extra: number } {
  if (text.startsWith('+')) return { factor: 1, extra: duration(text.slice(1), 'ms') };
  const factor = readFactor(text);
  if (factor === undefined) {
    throw new Problem(`'${text}' is no slowness of a link; write what is added (+40ms) or a factor (3x)`);
  }
  return { factor, extra: 0 };
}

/** A factor such as 3x or 0.5x, above 0. */
function readFactor(text: string): number | undefined {
  const match = /^(\d+(?:\.\d+)?|\.\d+)\s*x$/i.exec(text);
  const factor = match === null ? Number.NaN : Number(match[1]);
  return factor > 0 && Number.isFinite(factor) ? factor : undefined;
}
