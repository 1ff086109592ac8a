import { quorumsOf } from '../../group/quorums.js';
import type { Evaluator } from '../../outcome/evaluate.js';
import type { Protocol } from '../../protocol/contract.js';
import type { Deployment } from '../../topology/deployment.js';
import { meanWrite } from './mean-write.js';
import { reach, type Severed, type Situation } from './view.js';

export interface LeaderChoice {
  readonly leader: string | undefined;
  /** Set where the planner chose: what it went by. */
  readonly reason?: string;
}

/**
 * The leader of a deployment: the one that the file names, or the best of those that are up. Best is the least
 * mean write latency over all clients, weighted by their rate of writes; the first in the file among equals. Where links
 * are cut, a leader reaches the quorums that it needs, and who leaves fewer clients unserved is better than who is faster.
 */
export function chooseLeader(
  deployment: Deployment,
  protocol: Protocol,
  down: ReadonlySet<string>,
  evaluator: Evaluator,
  severed?: Severed,
): LeaderChoice {
  if (protocol.traits.leadership === 'none') return { leader: undefined };
  const around = { deployment, protocol, down, severed };
  const named = deployment.protocol.leader;
  const stays = named !== undefined && named !== 'best' && !down.has(named);
  if (stays && writesPass(around, named)) return { leader: named };
  const obstacle = obstacleTo(around);
  if (obstacle !== undefined) return { leader: undefined, reason: obstacle };
  const able = deployment.replicas.filter(({ id }) => !down.has(id) && canLead(around, id));
  if (able.length === 0) {
    const reason =
      severed === undefined ? 'no replica is up' : 'no replica reaches the quorums that it needs';
    return { leader: undefined, reason };
  }
  const ranked = able
    .map(({ id }) => ({ id, ...meanWrite({ ...around, leader: id }, evaluator) }))
    .sort((a, b) => a.unserved - b.unserved || a.mean - b.mean);
  return { leader: ranked[0].id, reason: reasonFor(ranked, deployment) };
}

interface Rank {
  readonly id: string;
  readonly mean: number;
  readonly unserved: number;
}

function reasonFor([first, second]: readonly Rank[], { clients }: Deployment): string {
  if (clients.length === 0) return 'the first in the file that can, for there is no client to go by';
  if (Number.isNaN(first.mean)) return 'the first in the file that can, for the writes of no client finish';
  const next =
    second === undefined || Number.isNaN(second.mean)
      ? ''
      : `; next best ${second.id}, ${second.mean.toFixed(1)} ms`;
  const weight = clients.some(({ rate }) => rate !== undefined)
    ? ', clients weighted by their writes'
    : ', all clients alike';
  return `least mean write latency, ${first.mean.toFixed(1)} ms${weight}${next}`;
}

type Around = Omit<Situation, 'leader'>;

/** Where links are cut: do messages of this replica pass to a phase-2 quorum? */
function writesPass(around: Around, id: string): boolean {
  if (around.severed === undefined) return true;
  return quorumsOf(around.deployment, around.protocol).phase2.contains(reach(around, id));
}

/** Where links are cut: does it reach those who elect it, and those who accept its writes? */
function canLead(around: Around, id: string): boolean {
  if (around.severed === undefined) return true;
  const elected =
    around.protocol.traits.failover !== 'automatic' ||
    quorumsOf(around.deployment, around.protocol).phase1.contains(reach(around, id));
  return elected && writesPass(around, id);
}

/**
 * What is in the way of another leader while some are down; undefined: nothing. Replicas that elect one need the votes of
 * a phase-1 quorum; an operator needs nobody's.
 */
function obstacleTo({ deployment, protocol, down, severed }: Around): string | undefined {
  const { failover } = protocol.traits;
  if ((down.size === 0 && severed === undefined) || failover === 'operator') return undefined;
  if (failover === 'none') return `${protocol.name} has nobody who could take over`;
  let up = 0;
  for (const { id, index } of deployment.replicas) if (!down.has(id)) up |= 1 << index;
  const elects = quorumsOf(deployment, protocol).phase1.contains(up);
  return elects ? undefined : 'no phase-1 quorum is up to elect one';
}
