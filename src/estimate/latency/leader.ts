import { leadsOn, preferredOf, successorsOf, transferTargetOf } from '../../group/leaders.js';
import type { Severed, Standing } from '../../group/standing.js';
import type { Evaluator } from '../../outcome/evaluate.js';
import type { Protocol } from '../../protocol/contract/protocol.js';
import type { Deployment, Replica } from '../../topology/deployment.js';
import { formatDuration } from '../../topology/units.js';
import { meanWrite } from './mean-write.js';

export interface LeaderChoice {
  readonly leader: string | undefined;
  /** Set where it is not simply the one that the file names: what the planner went by. */
  readonly reason?: string;
}

/**
 * The leader of a deployment as it settles: the one that the file names, unless that hands leadership to one that comes before
 * it (`leads`, `leadership.returns-after`); or the best of those that may lead. Preferred ones come first
 * (`leads`); among them the best is the least mean write latency over all clients, weighted by their rate of writes, the
 * first in the file among equals. Where links are cut, who leaves fewer clients unserved is better than who is faster.
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
  if (named !== undefined && named !== 'best' && leadsOn(around, named)) {
    const first = transferTargetOf(around, named);
    if (first === undefined) return { leader: named };
    const after = formatDuration(deployment.protocol.returnsAfter ?? 0);
    return {
      leader: first,
      reason: `it comes before ${named} (leads), which hands leadership over after ${after} (leadership.returns-after) without any fault`,
    };
  }
  const succession = successorsOf(around);
  if ('obstacle' in succession) return { leader: undefined, reason: succession.obstacle };
  const ranked = ranking(around, preferredOf(succession.candidates), evaluator);
  return { leader: ranked[0].id, reason: reasonFor(ranked, deployment) };
}

/** Of these, at least one, the leader under which clients' writes are fastest, as `chooseLeader` judges it. */
export function bestLeader(
  around: Omit<Standing, 'leader'>,
  candidates: readonly Replica[],
  evaluator: Evaluator,
): { readonly id: string } {
  return ranking(around, candidates, evaluator)[0];
}

function ranking(
  around: Omit<Standing, 'leader'>,
  candidates: readonly Replica[],
  evaluator: Evaluator,
): Rank[] {
  return candidates
    .map(({ id }) => ({ id, ...meanWrite({ ...around, leader: id }, evaluator) }))
    .sort((a, b) => a.unserved - b.unserved || a.mean - b.mean);
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
