import { contactOf } from '../../group/contact.js';
import type { Standing } from '../../group/standing.js';
import { ROUGH_SAMPLES } from '../../outcome/evaluate.js';
import type { Protocol } from '../../protocol/contract/protocol.js';
import type { ScenarioLoss } from '../../result/what-if.js';
import type { Deployment } from '../../topology/deployment.js';
import type { Disruption } from '../../topology/disruption.js';
import { patienceOf } from '../failover/patience.js';
import { StandingLaws, type Standings, standingsOf } from '../latency/standings.js';
import { type AfterLoss, afterCut, afterLoss, nothing, overAll, worseOf } from '../losses/after-loss.js';
import { lossResult } from '../losses/losses.js';
import { shortestDeposing, stabilityOf } from '../stability/stability.js';
import { wanderingOf } from '../stability/wandering.js';
import type { Disrupted } from './disrupted.js';
import { incumbentOf, type Means } from './incumbent.js';

/** What follows what happens to a deployment: who may lead then, and what is told of the loss. */
export interface Aftermath {
  readonly standings: Standings;
  readonly loss: ScenarioLoss;
  /** What of it is not worked out, as sentences without a full stop. */
  readonly notes: readonly string[];
}

interface Asked {
  /** As it is, and what happens to it. */
  readonly deployment: Deployment;
  readonly protocol: Protocol;
  readonly disruption: Disruption;
}

/**
 * What follows where replicas are lost, cut off or paused, or a slow disk costs the leader its place: read off the
 * deployment as it is, so that it is the same that `estimate` says of that loss, unless disks or ways are slower as well.
 * Undefined where nothing of that happens.
 */
export function aftermathOf(
  { deployment: whole, protocol, disruption }: Asked,
  { deployment, down, severed }: Disrupted,
  means: Means,
): Aftermath | undefined {
  const { paused } = disruption;
  const slow = disruption.slow.length > 0;
  if (down.size === 0 && severed === undefined && paused === undefined && !slow) return undefined;
  const { seed, evaluator } = means;
  const asItIs = disruption.slow.length === 0 && disruption.degraded.length === 0;
  const same = asItIs ? whole : deployment;
  const leader = incumbentOf(same, protocol, means);
  const before: Standing = { deployment: same, protocol, leader, down: new Set() };
  let after: AfterLoss | undefined;
  const failed = disruption.down;
  const clientsDown = new Set(disruption.clientsDown.keys());
  const then = (next: AfterLoss): void => {
    after = after === undefined ? next : { ...worseOf(after, next), standings: next.standings };
  };
  if (failed.length > 0) then(afterLoss(standingsOf(before), { members: failed, clientsDown, ...means }));
  if (paused !== undefined)
    then(
      afterLoss(after?.standings ?? standingsOf(before), {
        members: paused.replicas,
        how: 'pause',
        duration: paused.duration,
        ...means,
      }),
    );
  if (severed !== undefined)
    then(afterCut(after?.standings ?? standingsOf(before), severed, { down, ...means }));
  const stalled = slow ? stallsOf(after?.standings ?? standingsOf(before), whole, seed) : undefined;
  if (stalled?.after !== undefined) then(stalled.after);
  if (after === undefined) return undefined;
  const standings = after.standings.map(({ standing, probability }) => ({
    probability,
    standing: { ...standing, deployment },
  }));
  const result = lossResult(
    { ...before, deployment: { ...deployment, clients: whole.clients } },
    { ...after, standings },
    clientsDown,
    new StandingLaws(evaluator, ROUGH_SAMPLES),
  );
  const leaderPaused = leader !== undefined && paused?.replicas.includes(leader) === true;
  return {
    standings,
    notes: (stalled?.unknown ?? []).map(
      (id) =>
        `whether stalls of its disk cost ${id} its leadership is not worked out where it is cut off from some that others still reach`,
    ),
    loss: {
      kind: kindOf(disruption, down.size > 0),
      stalls: stalled?.worst ?? null,
      ...result,
      // Hand-back is in the chain already.
      ...(stalled?.after === undefined ? {} : { later: [] }),
      waits: paused === undefined ? [] : waitsFor(before, deployment, paused),
      shortest: leaderPaused ? (shortestDeposing(before) ?? null) : null,
    },
  };
}

function kindOf({ cuts, paused, proxiesDown }: Disruption, fails: boolean): ScenarioLoss['kind'] {
  if (cuts.length > 0) return 'cut';
  if (paused !== undefined) return 'pause';
  return fails || proxiesDown.size > 0 ? 'fail' : 'slow';
}

/**
 * Where leadership goes from each that leads because disks stall; without `after` where none of them is deposed.
 *
 * `unknown`: leaders whose disks would depose them, from which links are cut to replicas that others still reach: of
 * those that elect then, some hear the leader and some do not.
 */
function stallsOf(
  before: Standings,
  calm: Deployment,
  seed: number,
): {
  readonly after?: AfterLoss;
  readonly worst: ScenarioLoss['stalls'];
  readonly unknown: readonly string[];
} {
  let worst: ScenarioLoss['stalls'] = null;
  const unknown: string[] = [];
  const after = overAll(before, (standing) => {
    const side = sideOf(standing);
    if (side === undefined) {
      const causes = stabilityOf(standing)?.causes ?? [];
      if (causes.some(({ what }) => what === 'disk')) unknown.push(standing.leader as string);
      return nothing(standing);
    }
    const found = wanderingOf(side, calm, seed);
    if (found === undefined) return nothing(standing);
    const { outage, perWrite, perDay } = found;
    if (perDay > (worst?.perDay ?? 0)) worst = { leader: standing.leader as string, perWrite, perDay };
    const standings = found.standings.map(({ standing: { leader }, probability }) => ({
      standing: { ...standing, leader },
      probability,
    }));
    return { standings, stops: false, never: 0, outage, by: 'automatic', unfinished: null };
  });
  return worst === null ? { worst, unknown } : { after, worst, unknown };
}

/** The leader's side of a cut: who is on the other is down for it. Undefined where there are no two sides. */
function sideOf(standing: Standing): Standing | undefined {
  const { deployment, leader, down, severed } = standing;
  if (severed === undefined || leader === undefined) return standing;
  const up = deployment.replicas.filter(({ id }) => !down.has(id));
  const here = up.filter(({ id }) => id === leader || !severed(leader, id));
  const there = up.filter((replica) => !here.includes(replica));
  const whole = here.every((a) => here.every((b) => a === b || !severed(a.id, b.id)));
  const apart = here.every((a) => there.every((b) => severed(a.id, b.id)));
  if (!whole || !apart) return undefined;
  return { ...standing, severed: undefined, down: new Set([...down, ...there.map(({ id }) => id)]) };
}

/** A client that has asked one that is paused waits for it to go on, or until it asks another. */
function waitsFor(
  before: Standing,
  deployment: Deployment,
  { replicas, duration = Number.POSITIVE_INFINITY }: NonNullable<Disruption['paused']>,
): ScenarioLoss['waits'] {
  const upTo = Math.min(duration, patienceOf(before.deployment));
  return deployment.clients.flatMap((client) => {
    const contact = contactOf(before, client);
    return contact !== undefined && replicas.includes(contact) ? [{ client: client.id, upTo }] : [];
  });
}
