import { type Evaluator, ROUGH_SAMPLES } from '../outcome/evaluate.js';
import type { Protocol } from '../protocol/contract.js';
import type { Deployment } from '../topology/deployment.js';
import { entryOf, type Situation, viewOf } from './view.js';

export interface LeaderChoice {
  readonly leader: string | undefined;
  /** Set where the planner chose: what it went by. */
  readonly reason?: string;
}

/**
 * The leader of a deployment: the one that the file names, or the best of those that are up. Best is the least
 * mean write latency over all clients, weighted by their rate of writes; the first in the file among equals.
 */
export function chooseLeader(
  deployment: Deployment,
  protocol: Protocol,
  down: ReadonlySet<string>,
  evaluator: Evaluator,
): LeaderChoice {
  if (protocol.traits.leadership === 'none') return { leader: undefined };
  const named = deployment.protocol.leader;
  if (named !== undefined && named !== 'best' && !down.has(named)) return { leader: named };
  if (!canElect(deployment, down))
    return { leader: undefined, reason: 'no phase-1 quorum is up to elect one' };
  const ranked = deployment.replicas
    .filter(({ id }) => !down.has(id))
    .map(({ id }) => ({ id, mean: meanWrite({ deployment, protocol, leader: id, down }, evaluator) }))
    .sort((a, b) => a.mean - b.mean);
  const [first, second] = ranked;
  if (first === undefined) return { leader: undefined, reason: 'no replica is up' };
  const next = second === undefined ? '' : `; next best ${second.id}, ${second.mean.toFixed(1)} ms`;
  const weight = deployment.clients.some(({ rate }) => rate !== undefined)
    ? ', clients weighted by their writes'
    : ', all clients alike';
  return {
    leader: first.id,
    reason: `least mean write latency, ${first.mean.toFixed(1)} ms${weight}${next}`,
  };
}

/** A new leader needs the votes of a phase-1 quorum of those that are up. */
function canElect({ replicas, protocol }: Deployment, down: ReadonlySet<string>): boolean {
  let up = 0;
  for (const { id, index } of replicas) if (!down.has(id)) up |= 1 << index;
  return protocol.quorum.phase1.contains(up);
}

function meanWrite(situation: Situation, evaluator: Evaluator): number {
  const { deployment, protocol } = situation;
  const { clients } = deployment;
  // Where no client writes, or none has a rate, all count alike.
  const rates = clients.map(({ rate, reads }) => (rate ?? 1) * (1 - reads));
  const even = rates.every((rate) => rate === 0);
  let weighted = 0;
  let weights = 0;
  for (const client of clients) {
    const entry = entryOf(situation, client);
    if (entry === undefined) return Number.POSITIVE_INFINITY;
    const { law } = evaluator.evaluate(protocol.model.write(viewOf(situation, client, entry)), ROUGH_SAMPLES);
    if (law.mass < 1) return Number.POSITIVE_INFINITY;
    const weight = even ? 1 : rates[client.index];
    weighted += weight * law.mean;
    weights += weight;
  }
  return weighted / weights;
}
