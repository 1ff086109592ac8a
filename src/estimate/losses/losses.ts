import { contactOf } from '../../group/contact.js';
import type { Standing } from '../../group/standing.js';
import { type Evaluator, ROUGH_SAMPLES } from '../../outcome/evaluate.js';
import type { Linchpin, Loss } from '../../result/estimate.js';
import { figuresOf } from '../latency/figures.js';
import { chooseLeader } from '../latency/leader.js';
import { viewOf } from '../latency/view.js';

/**
 * What each replica and each region is worth: every client's write latency without it, after the failover that
 * its loss may need (the best of the remaining leaders), in file order, replicas first. A region with one
 * replica is that replica and is not listed twice.
 */
export function lossesOf(situation: Standing, evaluator: Evaluator): Loss[] {
  const up = situation.deployment.replicas.filter(({ id }) => !situation.down.has(id));
  const losses = up.map(({ id }) => lossOf(situation, 'replica', id, [id], evaluator));
  const regions = [...new Set(up.map(({ at }) => at[0]))];
  for (const region of regions) {
    const members = up.filter(({ at }) => at[0] === region).map(({ id }) => id);
    if (members.length > 1) losses.push(lossOf(situation, 'region', region, members, evaluator));
  }
  return losses;
}

function lossOf(
  before: Standing,
  kind: Loss['kind'],
  name: string,
  members: readonly string[],
  evaluator: Evaluator,
): Loss {
  const { deployment, protocol, leader, severed } = before;
  const down = new Set([...before.down, ...members]);
  const next =
    leader !== undefined && down.has(leader)
      ? chooseLeader(deployment, protocol, down, evaluator, severed).leader
      : leader;
  const situation = { ...before, leader: next, down };
  let stands = false;
  const clients = deployment.clients.map((client) => {
    const entry = contactOf(situation, client);
    if (entry === undefined) return { id: client.id, p50: null, p99: null };
    const { law } = evaluator.evaluate(protocol.model.write(viewOf(situation, client, entry)), ROUGH_SAMPLES);
    const { p50, p99 } = figuresOf(law);
    stands ||= p50 !== null;
    return { id: client.id, p50, p99 };
  });
  return { kind, name, leader: stands ? (next ?? null) : null, clients };
}

/** A loss that raises no client's p50 by this factor is nothing to design around. */
const NOTABLE = 1.1;
/** Losses that do at least this share of the worst one's damage are named with it. */
const ALIKE = 0.9;

/**
 * The replica whose loss hurts one client most: writes that stop come before any that slow down, then the largest
 * relative rise of p50. Where no single replica is worth a tenth, the region; null where no region is either.
 */
export function linchpinOf(
  losses: readonly Loss[],
  before: readonly { readonly id: string; readonly p50: number | null }[],
): Linchpin | null {
  return worstOf(losses, 'replica', before) ?? worstOf(losses, 'region', before);
}

function worstOf(
  losses: readonly Loss[],
  kind: Loss['kind'],
  before: readonly { readonly id: string; readonly p50: number | null }[],
): Linchpin | null {
  const candidates = losses
    .filter((loss) => loss.kind === kind)
    .map(({ name, clients }) => ({
      name,
      rises: clients.map(({ p50 }, i) => riseOf(before[i].p50, p50)),
      clients,
    }));
  let worst: { name: string; client: number; rise: number; after: number | null } | undefined;
  for (const { name, rises, clients } of candidates) {
    for (const [client, rise] of rises.entries()) {
      if (rise >= NOTABLE && rise > (worst?.rise ?? 0))
        worst = { name, client, rise, after: clients[client].p50 };
    }
  }
  if (worst === undefined) return null;
  const { name, client, rise, after } = worst;
  const was = before[client].p50;
  if (was === null) return null;
  const alike = candidates.filter(
    (other) => other.name !== name && other.rises[client] - 1 >= ALIKE * (rise - 1),
  );
  return {
    kind,
    name,
    alike: alike.map((other) => other.name),
    client: before[client].id,
    before: was,
    after,
  };
}

function riseOf(before: number | null, after: number | null): number {
  if (before === null) return 1;
  return after === null ? Number.POSITIVE_INFINITY : after / before;
}
