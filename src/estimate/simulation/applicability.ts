import type { Standing } from '../../group/standing.js';
import type { FaultOutcome, SimulationRun } from '../../result/simulation-run.js';
import type { Fault } from '../../simulation/fault.js';
import type { Arrivals } from '../../simulation/workload.js';

/** What a run can say, and what not: why it is not compared with the model, why a fault tested nothing. Sentences. */

/** Why the model has no figures for this run at all; null where it has. */
export function whyNoModel(
  { arrivals, faults }: { readonly arrivals: Arrivals; readonly faults: readonly unknown[] },
  { operations }: Pick<SimulationRun, 'operations'>,
): string | null {
  if (operations.finished === 0) return 'No operation completed.';
  if (faults.length > 0) return 'The model is of a system without faults.';
  return arrivals.kind === 'spaced' ? null : 'The model is of an idle system.';
}

/**
 * Why a client's figures are not compared with the model, which is of one leader and of one replica that the client
 * talks to; null where they are.
 *
 * @param leader who leads in the model; undefined: nobody
 */
export function whyNotCompared(
  { leaderChanges, leaders }: Pick<SimulationRun, 'leaderChanges' | 'leaders'>,
  leader: string | undefined,
  switched: number,
): string | null {
  if (leader !== undefined && (leaderChanges > 0 || leaders.length !== 1 || leaders[0] !== leader))
    return `Leadership changed; the model is of ${leader} as leader.`;
  if (switched === 0) return null;
  const operations = switched === 1 ? '1 operation' : `${switched} operations`;
  return `The client sent ${operations} to another replica as well; the model is of one contact.`;
}

/** Why the run of one group is not compared with figures of many; null where all of them have the same leader. */
export function whyOtherGroups(
  standings: readonly { readonly standing: Pick<Standing, 'leader'> }[],
  { leader }: Pick<Standing, 'leader'>,
): string | null {
  if (standings.length === 1) return null;
  const leaders = standings.map(({ standing }) => standing.leader ?? 'nobody');
  return `The run is of one group, led by ${leader}; the model is of groups led by ${leaders.join(', ')}.`;
}

/** What left a fault without effect when its time came. */
const AS_IT_WAS: Readonly<Record<Fault['kind'], string>> = {
  crash: 'what it names was down already',
  restart: 'what it names was up',
  promote: 'what it names led already, was taking over, or was down',
  remove: 'what it names was no member',
  add: 'what it names was a member already',
  pause: 'what it names was down',
  partition: 'everything passed as before',
  cut: 'everything passed as before',
  'slow-link': 'nothing was slower',
  'slow-disk': 'nothing was slower',
};

/** Why a fault has shown nothing; null where it has met something. */
export function whyUntested(
  fault: Fault,
  { begun, changed, operations }: FaultOutcome,
  { span }: Pick<SimulationRun, 'span'>,
): string | null {
  if (!begun) return `It begins after the end of the run, which lasted ${(span / 1000).toFixed(1)} s.`;
  if (!changed) return `It changed nothing: ${AS_IT_WAS[fault.kind]}.`;
  return operations === 0 ? 'No operation was under way while it lasted.' : null;
}
