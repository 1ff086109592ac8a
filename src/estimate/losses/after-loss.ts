import { groupOf } from '../../group/group.js';
import { leadsOn, preferredOf, successorsOf } from '../../group/leaders.js';
import { moveLeaders } from '../../group/placement.js';
import { continuityOf, goesOn, reach, type Severed, type Standing, upMask } from '../../group/standing.js';
import type { Evaluator } from '../../outcome/evaluate.js';
import { setSize } from '../../quorum/set-size.js';
import type { UnfinishedResult } from '../../result/failover.js';
import type { Deployment } from '../../topology/deployment.js';
import type { DurationFigures, Loss, Succession } from '../failover/result.js';
import { successionOf } from '../failover/succession.js';
import { unfinishedBlock } from '../failover/unfinished-block.js';
import { bestLeader } from '../latency/leader.js';
import { byLeader, placedStandings, type Standings } from '../latency/standings.js';

/** What follows the loss of some replicas: who may lead then and how likely, and how long writes stop until then. */
export interface AfterLoss {
  /** Probabilities add up to 1. Where writes stop there is one, without a leader; where nobody may ever be elected, one among others. */
  readonly standings: Standings;
  /** Writes stop until something is repaired. */
  readonly stops: boolean;
  /** Probability that enough are left, and still it is never got over: nobody is ever elected. 1 only where writes stop. */
  readonly never: number;
  /** Until the first write is answered again (ms), where it ever is; null where they stop, or how long it takes is not known. */
  readonly outage: Pick<DurationFigures, 'mean' | 'p50' | 'p99'> | null;
  /** Who gets over it: the replicas themselves, or an operator; null where nobody does, or nobody has to. */
  readonly by: 'automatic' | 'operator' | null;
  /** What waits although writes do not stop; null where a loss stops all or nothing. */
  readonly unfinished: UnfinishedResult | null;
}

interface Means {
  readonly seed: number;
  readonly evaluator: Evaluator;
}

export interface LossQuestion extends Means {
  readonly members: readonly string[];
  /** Ids of clients that are lost with them: an operator does not go by what they would see. */
  readonly clientsDown?: ReadonlySet<string> | undefined;
  /** How they are lost: killed where absent. */
  readonly how?: 'kill' | 'pause';
  /** They are back after so long (ms): what follows is of the time after that. Permanently where absent. */
  readonly duration?: number | undefined;
}

/**
 * The one answer to "who leads after that loss, and how long does it take": read off the protocol's machines where they elect
 * by themselves; where an operator replaces the leader, the best of those that may lead, after the time that the file gives.
 */
export function afterLoss(before: Standings, question: LossQuestion): AfterLoss {
  return follow(before, (standing) => afterOne(standing, question), question.duration !== undefined);
}

/**
 * What follows where links are cut. A leader stays while its messages pass to those who acknowledge its writes; else those
 * that it still reaches are cut off together with it, and the others elect.
 *
 * @param down ids of replicas that are down besides
 */
export function afterCut(
  before: Standings,
  severed: Severed,
  means: Means & { readonly down: ReadonlySet<string> },
): AfterLoss {
  return follow(before, (standing) => afterCutOne(standing, severed, means), false);
}

/** What follows for each that may be, put together, and where the leaders of many groups are placed then. */
function follow(before: Standings, one: (standing: Standing) => AfterLoss, back: boolean): AfterLoss {
  const all = before.map(({ standing }) => one(standing));
  const after = together(before, all);
  return { ...after, standings: placed(before, all, after.standings, back) };
}

/** What follows for each that may be, put together; the outage is that of the one that is hit hardest. */
export function overAll(before: Standings, one: (standing: Standing) => AfterLoss): AfterLoss {
  return together(
    before,
    before.map(({ standing }) => one(standing)),
  );
}

function together(before: Standings, all: readonly AfterLoss[]): AfterLoss {
  if (all.length === 1) return all[0];
  const standings = all.flatMap((after, i) =>
    after.standings.map((then) => ({ ...then, probability: before[i].probability * then.probability })),
  );
  const hit = all.filter(({ stops, outage }) => stops || (outage?.mean ?? 0) > 0);
  const worst = hit.reduce<AfterLoss>(worseOf, all[0]);
  return {
    standings: byLeader(standings),
    stops: all.every(({ stops }) => stops),
    never: all.reduce((sum, { never }, i) => sum + before[i].probability * never, 0),
    outage: worst.outage,
    by: worst.by,
    unfinished: worst.unfinished,
  };
}

/**
 * Where leaders are then. Each group elects for itself; but where the file says how the leaders of many groups are placed
 * (`shards.leaders`), that is what holds again soon after: those of survivors stay, the others go where the policy puts them.
 *
 * @param elected where elections put them
 * @param back all that was lost is back
 */
function placed(before: Standings, all: readonly AfterLoss[], elected: Standings, back: boolean): Standings {
  const { deployment, protocol, leader } = before[0].standing;
  const { shards, replicas } = deployment;
  if (shards === undefined || shards.leaders === 'leader' || leader === undefined) return elected;
  if (back) return before;
  if (all.some(({ stops }) => stops)) return elected;
  const counts = replicas.map(({ id }) => {
    const led = before.find(({ standing }) => standing.leader === id)?.probability ?? 0;
    return Math.round(led * shards.count);
  });
  const stays = replicas.map(({ id }) =>
    all.some(
      ({ standings }, i) =>
        before[i].standing.leader === id && standings.some(({ standing }) => standing.leader === id),
    ),
  );
  const [{ standing: around }] = all[0].standings;
  const { candidates } = successorsOf({ deployment, protocol, down: around.down, severed: around.severed });
  const able = replicas.map(({ id }) => candidates.some((candidate) => candidate.id === id));
  const ids = replicas.map(({ id }) => id);
  return placedStandings(around, moveLeaders(counts, stays, shards.leaders, ids, undefined, able));
}

/** The one after which writes stop longer; the first among equals. */
export function worseOf(one: AfterLoss, other: AfterLoss): AfterLoss {
  return severity(other) > severity(one) ? other : one;
}

function severity({ stops, outage }: AfterLoss): number {
  if (stops) return Number.POSITIVE_INFINITY;
  return outage?.mean ?? 0;
}

const NO_OUTAGE = { mean: 0, p50: 0, p99: 0 };

/** Nothing follows: all goes on. */
export function nothing(standing: Standing): AfterLoss {
  return {
    standings: [{ standing, probability: 1 }],
    stops: false,
    never: 0,
    outage: NO_OUTAGE,
    by: null,
    unfinished: null,
  };
}

/** Reads go through the leader, and this one reaches all that they need. */
function answersReads(standing: Standing, leader: string): boolean {
  const group = groupOf(standing.deployment, standing.protocol);
  return group.needs.readsNeedLeader && continuityOf(group, leader).read.contains(reach(standing, leader));
}

/** Writes stop. A leader that is left stays where nobody else could be put in its place, or where it still answers reads. */
function stopped(standing: Standing, never = 0): AfterLoss {
  const { protocol, leader, down } = standing;
  const left = leader !== undefined && !down.has(leader);
  const stays = left && (protocol.traits.failover !== 'automatic' || answersReads(standing, leader));
  return {
    standings: [{ standing: stays ? standing : { ...standing, leader: undefined }, probability: 1 }],
    stops: true,
    never,
    outage: null,
    by: null,
    unfinished: null,
  };
}

function afterCutOne(
  before: Standing,
  severed: Severed,
  { down, seed, evaluator }: Means & { readonly down: ReadonlySet<string> },
): AfterLoss {
  const { deployment, protocol, leader } = before;
  const around = { deployment, protocol, down, severed };
  const led = protocol.traits.leadership !== 'none';
  const here = { ...around, leader };
  if (led && leader === undefined) return stopped(here);
  // Where a leader leads on, others than it are cut off: some protocols wait for these, too.
  const leads = leader !== undefined && leadsOn(around, leader);
  if (leads && protocol.traits.interruptedBy === 'leader') return nothing(here);
  const side =
    leader === undefined
      ? outsideOf(around)
      : replicasIn(leads ? upMask(around) & ~reach(around, leader) : reach(around, leader), around);
  if (side === undefined) return stopped(here);
  if (side.length === 0 && (leads || leader === undefined)) return nothing(here);
  const { candidates } = successorsOf(around);
  if (led && candidates.length === 0) return stopped(here);
  const members = side.length === 0 && leader !== undefined ? [leader] : side;
  const found = successionOf(deployment, protocol, { leader, down, loss: { kind: 'cut', members }, seed });
  if (!led) {
    if (found?.never === 1) return stopped(here, 1);
    return { ...nothing(here), ...(found === undefined ? { outage: null } : gotOver(deployment, found)) };
  }
  const able = new Set(candidates.map(({ id }) => id));
  if (found?.never === 1) return stopped(here, 1);
  const next = (found?.leaders ?? []).filter(({ leader: id }) => id !== null && able.has(id));
  const total = next.reduce((sum, { probability }) => sum + probability, 0);
  if (found === undefined || total === 0) {
    const { id } = bestLeader(around, preferredOf(candidates), evaluator);
    return { ...nothing({ ...around, leader: id }), ...replaced(before) };
  }
  const elected = next.map(({ leader: id, probability }) => ({
    standing: { ...around, leader: id ?? undefined },
    probability: probability / total,
  }));
  return {
    standings: orNobody(elected, found.never),
    stops: false,
    ...gotOver(deployment, found),
  };
}

/** Those that may lead where the losses are got over; in a share of them nobody ever is elected. */
function orNobody(elected: Standings, never: number): Standings {
  if (never === 0) return elected;
  const [{ standing }] = elected;
  return byLeader([
    ...elected.map(({ standing: led, probability }) => ({
      standing: led,
      probability: (1 - never) * probability,
    })),
    { standing: { ...standing, leader: undefined }, probability: never },
  ]);
}

/** Those that are cut off where nobody leads: all but the largest that reach a write quorum; undefined where none does. */
function outsideOf(around: Omit<Standing, 'leader'>): readonly string[] | undefined {
  const { deployment, protocol, down } = around;
  const { write } = groupOf(deployment, protocol).needs;
  const sides = deployment.replicas
    .filter(({ id }) => !down.has(id))
    .map(({ id }) => reach(around, id))
    .filter((reached) => write.contains(reached))
    .sort((a, b) => setSize(b) - setSize(a));
  return sides.length === 0 ? undefined : replicasIn(upMask(around) & ~sides[0], around);
}

function replicasIn(mask: number, { deployment }: Pick<Standing, 'deployment'>): readonly string[] {
  return deployment.replicas.filter(({ index }) => (mask >>> index) & 1).map(({ id }) => id);
}

/** The replicas get over it by themselves. */
function gotOver(
  deployment: Deployment,
  found: Succession,
): Pick<AfterLoss, 'never' | 'outage' | 'by' | 'unfinished'> {
  const { mean, p50, p99 } = found.outage;
  const by = mean > 0 ? 'automatic' : null;
  return {
    never: found.never,
    outage: { mean, p50, p99 },
    by,
    unfinished: unfinishedBlock(deployment, found),
  };
}

/** Another is put in the leader's place: by an operator, or in a time that is not known. */
function replaced({ deployment, protocol }: Standing): Pick<AfterLoss, 'outage' | 'by'> {
  const operator = protocol.traits.failover === 'operator' ? deployment.timeouts.operator : undefined;
  return operator === undefined
    ? { outage: null, by: 'automatic' }
    : { outage: { mean: operator, p50: operator, p99: operator }, by: 'operator' };
}

function afterOne(before: Standing, question: LossQuestion): AfterLoss {
  const { members, how = 'kill', duration, seed, evaluator } = question;
  const { deployment, protocol, leader } = before;
  const lost = new Set([...before.down, ...members]);
  const down = duration === undefined ? lost : before.down;
  const led = protocol.traits.leadership !== 'none';
  if (led && leader === undefined) return stopped({ ...before, down });
  if (duration === undefined && !goesOn({ ...before, down }, 'write')) return stopped({ ...before, down });
  const stays = !led || (leader !== undefined && !lost.has(leader));
  const loss: Loss = { kind: how, members, ...(duration === undefined ? {} : { duration }) };
  const found = successionOf(deployment, protocol, { leader, down: before.down, loss, seed });
  // Its machines never get over it, though there are enough: nobody is elected, or what waits is never answered.
  if (found?.never === 1) return stopped({ ...before, down }, 1);
  if (found !== undefined) {
    const standings = found.leaders.map(({ leader: next, probability }) => ({
      standing: { ...before, leader: led ? (next ?? leader) : undefined, down },
      probability,
    }));
    return {
      standings: led ? orNobody(standings, found.never) : standings,
      stops: false,
      ...gotOver(deployment, found),
    };
  }
  if (stays || duration !== undefined)
    return { ...nothing({ ...before, down }), outage: stays ? NO_OUTAGE : null };
  const around = { deployment, protocol, down, severed: before.severed };
  const { candidates } = successorsOf(around);
  const asking = {
    ...deployment,
    clients: deployment.clients.filter(({ id }) => question.clientsDown?.has(id) !== true),
  };
  const next =
    candidates.length === 0
      ? undefined
      : bestLeader({ ...around, deployment: asking }, preferredOf(candidates), evaluator).id;
  if (next === undefined || !leadsOn(around, next)) return stopped({ ...before, down });
  return { ...nothing({ ...around, leader: next }), ...replaced(before) };
}
