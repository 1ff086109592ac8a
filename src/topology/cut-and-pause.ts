import { listed } from '../spelling/listed.js';
import { type Ends, type Population, Problem, proxyName, readFailure } from './disruption-words.js';
import { parseDuration } from './units.js';

/** Between whom nothing passes. */
export interface CutOff {
  readonly cut: Ends;
  readonly text: string;
}

/** Who is paused. */
export interface Pause {
  readonly replicas: readonly string[];
  /** ms; permanently where undefined. */
  readonly duration: number | undefined;
  readonly text: string;
}

/**
 * What goes on, but is cut off: between a replica, or all that stands in a place, and all others nothing passes; between
 * two ends as `link:a~b` has it.
 *
 * @throws Problem
 */
export function readCut(text: string, population: Population): CutOff {
  const { replicas, clients, proxies, cut, what, text: said } = readFailure(text, population);
  if (cut !== undefined) return { cut, text: said };
  const inside = new Set([...replicas, ...clients, ...proxies.map(proxyName)]);
  const all = [
    ...population.replicas.map(({ id }) => id),
    ...population.clients.flatMap(({ id, proxy }) => (proxy === undefined ? [id] : [id, proxyName(id)])),
  ];
  const outside = all.filter((id) => !inside.has(id));
  if (outside.length === 0)
    throw new Problem(`everything is in '${text}', so there is nothing to cut it off from`);
  const who = replicas.length === 0 ? 'no replica is there' : listed(replicas);
  const about = what === `replica ${text}` || what === `replica ${who}` ? who : `${what} (${who})`;
  return { cut: { a: [...inside], b: outside }, text: `${about} is cut off from all others` };
}

/** `va1`, `va1=3s`, `region:us-east-1=10s`: replicas that do nothing, and go on where they were. @throws Problem */
export function readPause(text: string, population: Population): Pause {
  const sign = text.indexOf('=');
  const who = sign < 0 ? text : text.slice(0, sign).trim();
  const { replicas, cut, what } = readFailure(who, population);
  if (cut !== undefined) throw new Problem(`a link cannot be paused; cut it (${who})`);
  if (replicas.length === 0) throw new Problem(`no replica is in '${who}' that could be paused`);
  const about = what.startsWith('replica ') ? replicas[0] : `${what} (${listed(replicas)})`;
  if (sign < 0) return { replicas, duration: undefined, text: `${about} is paused permanently` };
  const given = text.slice(sign + 1).trim();
  const read = parseDuration(given);
  if (read.problem !== undefined)
    throw new Problem(read.hint === undefined ? read.problem : `${read.problem}; ${read.hint}`);
  if (!(read.value > 0)) throw new Problem(`'${given}' is no pause; write how long, as in ${who}=3s`);
  return { replicas, duration: read.value, text: `${about} is paused for ${given}` };
}
