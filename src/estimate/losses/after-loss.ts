import { leadsOn, preferredOf, successorsOf } from '../../group/leaders.js';
import { goesOn, reach, type Severed, type Standing } from '../../group/standing.js';
import type { Evaluator } from '../../outcome/evaluate.js';
import type { DurationFigures } from '../failover/result.js';
import { successionOf } from '../failover/succession.js';
import { bestLeader } from '../latency/leader.js';
import type { Standings } from '../latency/standings.js';

/** What follows the loss of some replicas: who may lead then and how likely, and how long writes stop until then. */
export interface AfterLoss {
  /** Probabilities add up to 1. Where writes stop there is one, without a leader. */
  readonly standings: Standings;
  /** Writes stop until something is repaired. */
  readonly stops: boolean;
  /** Until the first write is answered again (ms); null where they stop, or how long it takes is not known. */
  readonly outage: Pick<DurationFigures, 'mean' | 'p50' | 'p99'> | null;
  /** Who gets over it: the replicas themselves, or an operator; null where nobody does, or nobody has to. */
  readonly by: 'automatic' | 'operator' | null;
}

export interface LossQuestion {
  readonly members: readonly string[];
  readonly seed: number;
  readonly evaluator: Evaluator;
}

/**
 * The one answer to "who leads after that loss, and how long does it take": read off the protocol's machines where they elect
 * by themselves; where an operator replaces the leader, the best of those that may lead, after the time that the file gives.
 */
export function afterLoss(before: Standings, question: LossQuestion): AfterLoss {
  const all = before.map(({ standing, probability }) => ({
    probability,
    after: afterOne(standing, question),
  }));
  if (all.length === 1) return all[0].after;
  const merged = new Map<string | undefined, { standing: Standing; probability: number }>();
  for (const { probability, after } of all)
    for (const { standing, probability: share } of after.standings) {
      const known = merged.get(standing.leader);
      merged.set(standing.leader, {
        standing,
        probability: (known?.probability ?? 0) + probability * share,
      });
    }
  const hit = all.filter(({ after }) => after.stops || (after.outage?.mean ?? 0) > 0);
  const worst = hit.reduce<AfterLoss>(
    (most, { after }) => (severity(after) > severity(most) ? after : most),
    all[0].after,
  );
  return {
    standings: [...merged.values()].sort((a, b) => b.probability - a.probability),
    stops: all.every(({ after }) => after.stops),
    outage: worst.outage,
    by: worst.by,
  };
}

/**
 * What follows where links are cut, for one who leads before. The leader stays while its messages pass to those who
 * acknowledge its writes; else those that it still reaches are cut off together with it, and the others elect.
 */
export function afterCut(
  before: Standing,
  severed: Severed,
  { down, seed, evaluator }: Omit<LossQuestion, 'members'> & { readonly down: ReadonlySet<string> },
): Standings {
  const { deployment, protocol, leader } = before;
  const around = { deployment, protocol, down, severed };
  const one = (next: string | undefined): Standings => [
    { standing: { ...around, leader: next }, probability: 1 },
  ];
  if (protocol.traits.leadership === 'none' || leader === undefined || leadsOn(around, leader))
    return one(leader);
  const { candidates } = successorsOf(around);
  if (candidates.length === 0) return one(undefined);
  const able = new Set(candidates.map(({ id }) => id));
  const reached = reach(around, leader);
  const members = deployment.replicas.filter(({ index }) => (reached >>> index) & 1).map(({ id }) => id);
  const found = successionOf(deployment, protocol, {
    leader,
    down,
    loss: { kind: 'cut', members: members.length === 0 ? [leader] : members },
    seed,
  });
  const next = (found?.leaders ?? []).filter(({ leader: id }) => id !== null && able.has(id));
  const total = next.reduce((sum, { probability }) => sum + probability, 0);
  if (total === 0) return one(bestLeader(around, preferredOf(candidates), evaluator).id);
  return next.map(({ leader: id, probability }) => ({
    standing: { ...around, leader: id ?? undefined },
    probability: probability / total,
  }));
}

function severity({ stops, outage }: AfterLoss): number {
  if (stops) return Number.POSITIVE_INFINITY;
  return outage?.mean ?? 0;
}

const NO_OUTAGE = { mean: 0, p50: 0, p99: 0 };

function afterOne(before: Standing, { members, seed, evaluator }: LossQuestion): AfterLoss {
  const { deployment, protocol, leader } = before;
  const down = new Set([...before.down, ...members]);
  const led = protocol.traits.leadership !== 'none';
  const stopped = (): AfterLoss => ({
    standings: [{ standing: { ...before, leader: undefined, down }, probability: 1 }],
    stops: true,
    outage: null,
    by: null,
  });
  if (!goesOn({ ...before, down }, 'write') || (led && leader === undefined)) return stopped();
  const stays = !led || (leader !== undefined && !down.has(leader));
  const found = successionOf(deployment, protocol, {
    leader,
    down: before.down,
    loss: { kind: 'kill', members },
    seed,
  });
  if (found !== undefined && found.never < 1) {
    const standings = found.leaders.map(({ leader: next, probability }) => ({
      standing: { ...before, leader: led ? (next ?? leader) : undefined, down },
      probability,
    }));
    const { mean, p50, p99 } = found.outage;
    return { standings, stops: false, outage: { mean, p50, p99 }, by: mean > 0 ? 'automatic' : null };
  }
  if (stays)
    return {
      standings: [{ standing: { ...before, down }, probability: 1 }],
      stops: false,
      outage: found === undefined ? NO_OUTAGE : null,
      by: null,
    };
  const around = { deployment, protocol, down, severed: before.severed };
  const { candidates } = successorsOf(around);
  const next =
    candidates.length === 0 ? undefined : bestLeader(around, preferredOf(candidates), evaluator).id;
  if (next === undefined || !leadsOn(around, next)) return stopped();
  const operator = protocol.traits.failover === 'operator' ? deployment.timeouts.operator : undefined;
  return {
    standings: [{ standing: { ...before, leader: next, down }, probability: 1 }],
    stops: false,
    outage: operator === undefined ? null : { mean: operator, p50: operator, p99: operator },
    by: operator === undefined ? 'automatic' : 'operator',
  };
}
