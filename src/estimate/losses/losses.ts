import { groupOf } from '../../group/group.js';
import { continuityOf, hasLeaderFor, isServed, reach, type Standing } from '../../group/standing.js';
import { type Evaluator, ROUGH_SAMPLES } from '../../outcome/evaluate.js';
import type { AfterLossResult, Loss, LossClient, LossFigures } from '../../result/losses.js';
import type { Recovery } from '../../result/recovery.js';
import type { Client, Deployment } from '../../topology/deployment.js';
import { isWithin, takesAway } from '../../topology/place.js';
import { StandingLaws, type Standings, standingsOf } from '../latency/standings.js';
import { type AfterLoss, afterLoss } from './after-loss.js';
import { handBacksOf } from './hand-back.js';
import { lossWindow } from './loss-window.js';

/** What is lost together, and who goes with it. */
export interface LostTogether {
  readonly kind: Loss['kind'];
  readonly name: string;
  readonly members: readonly string[];
  /** Ids of clients that are lost with it. */
  readonly clients: readonly string[];
}

/**
 * What the loss of each replica, zone, region and shared set would do: who may lead then and how likely, what each client's
 * operations take under each and over all, how long writes stop, what is forgotten. In file order, replicas first. What
 * takes the same replicas and the same clients as something before it in the list is that and is not listed again.
 */
export function lossesOf(standing: Standing, evaluator: Evaluator, seed: number): Loss[] {
  const laws = new StandingLaws(evaluator, ROUGH_SAMPLES);
  return lostTogether(standing.deployment, standing.down).map(({ kind, name, members, clients }) => {
    const clientsDown = new Set(clients);
    const after = afterLoss(standingsOf(standing), { members, clientsDown, seed, evaluator });
    return { kind, name, members, ...lossResult(standing, after, clientsDown, laws) };
  });
}

/** What may be lost together in this deployment. */
export function lostTogether(deployment: Deployment, down: ReadonlySet<string> = new Set()): LostTogether[] {
  const { replicas, clients, failures } = deployment;
  const up = replicas.filter(({ id }) => !down.has(id));
  const found: LostTogether[] = [];
  const told = new Set<string>();
  const add = (lost: LostTogether): void => {
    const key = [...lost.members, '', ...lost.clients].sort().join('\n');
    if (lost.members.length === 0 || told.has(key)) return;
    told.add(key);
    found.push(lost);
  };
  for (const { id } of up) add({ kind: 'replica', name: id, members: [id], clients: [] });
  for (const [kind, depth] of [
    ['zone', 2],
    ['region', 1],
  ] as const) {
    const places = up.filter(({ at }) => at.length >= depth).map(({ at }) => at.slice(0, depth).join('/'));
    for (const name of new Set(places)) {
      const domain = name.split('/');
      add({
        kind,
        name,
        members: up.filter(({ at }) => isWithin(at, domain)).map(({ id }) => id),
        clients: clients.filter(({ at }) => isWithin(at, domain)).map(({ id }) => id),
      });
    }
  }
  for (const { name, members } of failures.shared) {
    const takes = (thing: { readonly id: string; readonly at: readonly string[] }): boolean =>
      members.some((member) => takesAway(member, thing));
    add({
      kind: 'shared',
      name,
      members: up.filter(takes).map(({ id }) => id),
      clients: clients.filter(({ at }) => takes({ id: '', at })).map(({ id }) => id),
    });
  }
  return found;
}

/** RTO and RPO of losing the leader, or where nobody leads, the first replica that is up. */
export function recoveryOf(losses: readonly Loss[], { leader }: Standing): Recovery | null {
  const lost = losses.find(
    ({ kind, name }) => kind === 'replica' && (leader === undefined || name === leader),
  );
  return lost?.recovery ?? null;
}

/**
 * What follows a loss, in the shape of results.
 *
 * @param before with every client that there was
 * @param clientsDown ids of the clients that are lost as well
 */
export function lossResult(
  before: Standing,
  { standings, stops, never, outage, by, unfinished }: AfterLoss,
  clientsDown: ReadonlySet<string>,
  laws: StandingLaws,
): AfterLossResult {
  const left = standings[0].standing.deployment.clients;
  const figures = (over: Standings, repaired = false): LossClient[] =>
    before.deployment.clients.map((whole) => {
      const { id } = whole;
      const there = clientsDown.has(id) ? undefined : left.find((one) => one.id === id);
      const client = repaired ? (there ?? whole) : there;
      return client === undefined
        ? { id, down: true, write: NOTHING, read: NOTHING }
        : clientAfter(client, over, laws);
    });
  const clients = figures(standings);
  return {
    stops,
    never,
    readsStop: !standings.some(({ standing }) => readsGoOn(standing)),
    leaders: standings.map(({ standing, probability }) => ({
      leader: standing.leader ?? null,
      probability,
      clients: standings.length === 1 ? clients : figures([{ standing, probability: 1 }]),
    })),
    clients,
    outage,
    recovery: {
      rto: outage === null ? null : { p50: outage.p50, p99: outage.p99, by: by ?? 'automatic' },
      rpo: lossWindow(before, standings),
    },
    unfinished,
    later: (stops ? [] : handBacksOf(before, standings)).map(({ from, after, standings: then }) => ({
      from,
      after,
      leaders: then.flatMap(({ standing: { leader }, probability }) =>
        leader === undefined ? [] : [{ leader, probability }],
      ),
      clients: figures(then, from === 'repair'),
    })),
  };
}

/** Do reads go on somewhere? */
function readsGoOn(standing: Standing): boolean {
  const { deployment, protocol, leader, down, severed } = standing;
  if (severed === undefined) return isServed(standing, 'read');
  if (!hasLeaderFor(standing, 'read')) return false;
  const { read } = continuityOf(groupOf(deployment, protocol), leader);
  return deployment.replicas.some(({ id }) => !down.has(id) && read.contains(reach(standing, id)));
}

const NOTHING: LossFigures = { p50: null, p99: null };

function clientAfter(client: Client, standings: Standings, laws: StandingLaws): LossClient {
  const quantiles = (operation: 'write' | 'read'): LossFigures => {
    const { law } = laws.over(standings, client, operation);
    const finite = (t: number): number | null => (Number.isFinite(t) ? t : null);
    return { p50: finite(law.quantile(0.5)), p99: finite(law.quantile(0.99)) };
  };
  return { id: client.id, down: false, write: quantiles('write'), read: quantiles('read') };
}
