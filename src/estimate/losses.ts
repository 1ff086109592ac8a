import type { Evaluator } from '../outcome/evaluate.js';
import type { Protocol } from '../protocol/contract.js';
import type { Deployment } from '../topology/deployment.js';
import { figuresOf } from './figures.js';
import { chooseLeader } from './leader.js';
import type { Linchpin, Loss } from './result.js';
import { entryOf, viewOf } from './view.js';

/**
 * What each replica and each region is worth: every client's write latency without it, after the failover that
 * its loss may need (the best of the remaining leaders), in file order, replicas first. A region with one
 * replica is that replica and is not listed twice.
 */
export function lossesOf(
  deployment: Deployment,
  protocol: Protocol,
  leader: string | undefined,
  evaluator: Evaluator,
): Loss[] {
  const losses = deployment.replicas.map(({ id }) =>
    lossOf(deployment, protocol, leader, 'replica', id, new Set([id]), evaluator),
  );
  const regions = [...new Set(deployment.replicas.map(({ at }) => at[0]))];
  for (const region of regions) {
    const members = deployment.replicas.filter(({ at }) => at[0] === region).map(({ id }) => id);
    if (members.length < 2 && regions.length === deployment.replicas.length) continue;
    losses.push(lossOf(deployment, protocol, leader, 'region', region, new Set(members), evaluator));
  }
  return losses;
}

function lossOf(
  deployment: Deployment,
  protocol: Protocol,
  leader: string | undefined,
  kind: Loss['kind'],
  name: string,
  down: ReadonlySet<string>,
  evaluator: Evaluator,
): Loss {
  const next =
    leader !== undefined && down.has(leader)
      ? chooseLeader(deployment, protocol, down, evaluator).leader
      : leader;
  const situation = { deployment, protocol, leader: next, down };
  let stands = false;
  const clients = deployment.clients.map((client) => {
    const entry = entryOf(situation, client);
    if (entry === undefined) return { id: client.id, p50: null, p99: null };
    const { law } = evaluator.evaluate(protocol.model.write(viewOf(situation, client, entry)));
    const { p50, p99 } = figuresOf(law);
    stands ||= p50 !== null;
    return { id: client.id, p50, p99 };
  });
  return { kind, name, leader: stands ? (next ?? null) : null, clients };
}

/**
 * The loss that hurts one client most: writes that stop come before any that slow down, then the largest
 * relative rise of p50. Null where nothing rises by a hundredth.
 */
export function linchpinOf(
  losses: readonly Loss[],
  before: readonly { readonly id: string; readonly p50: number | null }[],
): Linchpin | null {
  let worst: Linchpin | null = null;
  let most = 1.01;
  for (const { kind, name, clients } of losses) {
    for (const [i, { id, p50: after }] of clients.entries()) {
      const was = before[i].p50;
      if (was === null) continue;
      const rise = after === null ? Number.POSITIVE_INFINITY : after / was;
      if (rise > most) {
        most = rise;
        worst = { kind, name, client: id, before: was, after };
      }
    }
  }
  return worst;
}
