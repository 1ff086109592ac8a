import type { Replica } from '../topology/deployment.js';
import { groupOf } from './group.js';
import { reach, type Standing, upMask } from './standing.js';

type Around = Omit<Standing, 'leader'>;

/** Who may lead as a group stands, or why nobody may, as a sentence without a full stop. */
export type Succession =
  | { readonly candidates: readonly Replica[] }
  | { readonly candidates: readonly []; readonly obstacle: string };

/** May this replica lead on as links stand: do its messages pass to those who acknowledge its writes? */
export function leadsOn(around: Around, id: string): boolean {
  if (around.down.has(id)) return false;
  const { needs } = groupOf(around.deployment, around.protocol);
  return around.severed === undefined || needs.write.contains(reach(around, id));
}

/**
 * Those that may lead as a group stands, in file order. While all is up that is whoever may lead at all; else those that can
 * still be put in a lost leader's place: with the consent that takes, from where they reach it and those who acknowledge.
 */
export function successorsOf(around: Around): Succession {
  const { deployment, protocol, down, severed } = around;
  const { needs, candidates } = groupOf(deployment, protocol);
  const nobody = (obstacle: string): Succession => ({ candidates: [], obstacle });
  if (candidates.length === 0) return nobody('no replica may lead');
  if (down.size === 0 && severed === undefined) return { candidates };
  if (needs.takeover === undefined)
    return nobody(
      protocol.traits.failover === 'operator'
        ? 'no operator puts another in its place (timeouts.operator)'
        : `${protocol.name} has nobody who could take over`,
    );
  const up = candidates.filter(({ id }) => !down.has(id));
  if (up.length === 0) return nobody('no replica that may lead is up');
  if (severed === undefined) {
    if (needs.takeover.contains(upMask(around))) return { candidates: up };
    return nobody(
      protocol.traits.failover === 'operator'
        ? `promoting another does not help: writes need ${needs.write.describe()}`
        : 'no phase-1 quorum is up to elect one',
    );
  }
  const { takeover, write } = needs;
  const able = up.filter(({ id }) => {
    const reached = reach(around, id);
    return takeover.contains(reached) && write.contains(reached);
  });
  return able.length > 0 ? { candidates: able } : nobody('no replica reaches the quorums that it needs');
}

/** Of these, those that are preferred: whose `leads` is the highest. */
export function preferredOf(candidates: readonly Replica[]): readonly Replica[] {
  const most = Math.max(...candidates.map(({ leads }) => leads));
  return candidates.filter(({ leads }) => leads === most);
}

/**
 * To whom a leader hands over by itself, permanently, once all that are up have been so for long enough: the first of those that
 * come before it (`leads`), are up, and hear it. Undefined: it stays, for nobody comes first, or leadership goes back to
 * nobody (`leadership.returns-after`, and protocols whose machines do so).
 */
export function transferTargetOf(around: Around, leader: string): string | undefined {
  const { deployment, protocol } = around;
  if (deployment.protocol.returnsAfter === undefined || protocol.traits.handsBack !== true) return undefined;
  const leads = deployment.replicas.find(({ id }) => id === leader)?.leads;
  if (leads === undefined) return undefined;
  const heard = reach(around, leader);
  const able = groupOf(deployment, protocol).candidates.filter(
    (replica) => (heard >>> replica.index) & 1 && replica.leads > leads,
  );
  return able.length === 0 ? undefined : preferredOf(able)[0].id;
}
