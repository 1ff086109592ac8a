import { groupOf } from '../../group/group.js';
import { preferredOf } from '../../group/leaders.js';
import type { Standing } from '../../group/standing.js';
import type { Deployment, Replica } from '../../topology/deployment.js';
import type { DurationFigures } from '../failover/result.js';
import { successionOf } from '../failover/succession.js';
import { ASSUMED_WRITES } from '../failover/writes-before.js';
import type { Standings } from '../latency/standings.js';
import { stabilityOf, writesOf } from './stability.js';

const DAY = 24 * 3600 * 1000;
/** Leaders less likely than this are none. */
const LEAST = 1e-4;
/** A step of the chain below in which the most frequent change happens this often. */
const STEP = 1e-3;

/** Where leadership goes because disks stall. */
export interface Wandering {
  /** Who leads a day later, the likeliest first. */
  readonly standings: Standings;
  /** Probability that one durable write of the leader costs it its place, and how often a day that happens while it leads. */
  readonly perWrite: number;
  readonly perDay: number;
  /** How long writes stop at one such stall: the median of those that cost it its place (ms). */
  readonly outage: Pick<DurationFigures, 'mean' | 'p50' | 'p99'>;
}

/**
 * Who leads a day later, where each leader is deposed by stalls of its own disk (`stabilityOf`), whoever leads next is read
 * off the machines, with the leader pausing for the median of the stalls that depose it, and leadership goes back to those
 * that come before others where the file says so: a Markov chain over the leaders in continuous time. Where no client has a
 * rate, writes are taken to flow. Undefined where no disk deposes the leader in that day.
 *
 * @param before with disks as they are now
 * @param calm the same with disks that deposed nobody: by it machines are run, for a leader that is deposed at once never
 *   gets as far as a stall
 */
export function wanderingOf(before: Standing, calm: Deployment, seed: number): Wandering | undefined {
  const { leader } = before;
  const first = leader === undefined ? undefined : departureOf(before, calm, seed);
  if (leader === undefined || first === undefined) return undefined;
  const departures = new Map([[leader, first]]);
  for (const { next } of departures.values())
    for (const id of next.keys()) {
      if (departures.has(id)) continue;
      departures.set(id, departureOf({ ...before, leader: id }, calm, seed) ?? NONE);
    }
  const ids = [...departures.keys()];
  const rates = ids.map((from) => {
    const { perDay, next } = departures.get(from) as Departure;
    const back = handBack(before, from, ids);
    return ids.map((to) => (perDay * (next.get(to) ?? 0)) / DAY + (back?.to === to ? 1 / back.after : 0));
  });
  const later = afterTime(rates, DAY);
  const likely = ids
    .map((id, i) => ({ id, probability: later[0][i] }))
    .filter(({ probability }) => probability > LEAST);
  const total = likely.reduce((sum, { probability }) => sum + probability, 0);
  return {
    standings: likely
      .sort((a, b) => b.probability - a.probability)
      .map(({ id, probability }) => ({
        standing: { ...before, leader: id },
        probability: probability / total,
      })),
    perWrite: first.perWrite,
    perDay: first.perDay,
    outage: first.outage,
  };
}

/** How often a leader is deposed by its own disk, and by whom. */
interface Departure {
  readonly perWrite: number;
  readonly perDay: number;
  readonly next: ReadonlyMap<string, number>;
  readonly outage: Wandering['outage'];
}

const NONE: Departure = { perWrite: 0, perDay: 0, next: new Map(), outage: { mean: 0, p50: 0, p99: 0 } };

function departureOf(standing: Standing, calm: Deployment, seed: number): Departure | undefined {
  const { deployment, protocol, down } = standing;
  const stability = stabilityOf(standing);
  const leader = deployment.replicas.find(({ id }) => id === standing.leader);
  const disk = stability?.causes.find(({ what }) => what === 'disk');
  if (stability === undefined || leader === undefined || disk === undefined) return undefined;
  const { perWrite } = stability;
  const perDay = disk.perDay ?? (perWrite * ASSUMED_WRITES * DAY) / 1000;
  const stall = leader.disk.fsync.quantile(1 - perWrite / 2);
  if (!(stall > 0 && Number.isFinite(stall))) return undefined;
  const loss = { kind: 'pause', members: [leader.id], duration: stall } as const;
  const found = successionOf(calm, protocol, { leader: leader.id, down, loss, seed });
  if (found === undefined) return undefined;
  const others = found.leaders.filter(({ leader: id }) => id !== null && id !== leader.id);
  const total = others.reduce((sum, { probability }) => sum + probability, 0);
  if (total === 0) return undefined;
  const { mean, p50, p99 } = found.outage;
  return {
    perWrite,
    perDay,
    next: new Map(others.map(({ leader: id, probability }) => [id as string, probability / total])),
    outage: { mean, p50, p99 },
  };
}

/** To whom leadership goes back from this one, and after how long on average (ms); undefined: it stays. */
function handBack(
  before: Standing,
  from: string,
  ids: readonly string[],
): { readonly to: string; readonly after: number } | undefined {
  const { deployment, protocol, down } = before;
  const { returnsAfter } = deployment.protocol;
  if (returnsAfter === undefined || protocol.traits.handsBack !== true) return undefined;
  const leads = (id: string): number => deployment.replicas.find((replica) => replica.id === id)?.leads ?? 0;
  const first = preferredOf(groupOf(deployment, protocol).candidates.filter(({ id }) => !down.has(id)))[0];
  if (first === undefined || !ids.includes(first.id) || leads(first.id) <= leads(from)) return undefined;
  // It must answer without a gap for so long: the mean wait for a run without an event of a Poisson stream.
  const gaps = gapsOf(before, first);
  const after = gaps === 0 ? returnsAfter : Math.expm1(gaps * returnsAfter) / gaps;
  return { to: first.id, after: Math.max(after, 1) };
}

/** Stalls a ms for which a follower is silent for the shortest election timeout. */
function gapsOf(before: Standing, { disk, index }: Replica): number {
  const { deployment } = before;
  const silent = Math.max(0, 1 - disk.fsync.cdf(deployment.timeouts.election[0]));
  return silent * (writesOf(before, index) ?? ASSUMED_WRITES / 1000);
}

/** The chances of a chain in continuous time, from each state to each, after so many ms: rates a ms off the diagonal. */
function afterTime(rates: readonly (readonly number[])[], time: number): number[][] {
  const out = rates.map((row, i) => row.reduce((sum, rate, j) => (j === i ? sum : sum + rate), 0));
  const most = Math.max(...out);
  let doublings = 0;
  while (most * (time / 2 ** doublings) > STEP) doublings++;
  const step = time / 2 ** doublings;
  let chances = rates.map((row, i) => row.map((rate, j) => (i === j ? 1 - out[i] * step : rate * step)));
  for (let k = 0; k < doublings; k++) {
    const half = chances;
    chances = half.map((row) => row.map((_, j) => row.reduce((sum, p, m) => sum + p * half[m][j], 0)));
  }
  return chances;
}
