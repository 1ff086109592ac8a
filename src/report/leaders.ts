import type { ProtocolResult } from '../result/subject.js';
import { percent } from './number.js';

/** More names than this are counted, not listed. */
const NAMED = 3;
/** A smaller chance that nobody leads is rounding. */
const ROUNDING = 1e-9;

/**
 * "va1"; "etcd-b 52 %, etcd-c 48 %" where several may lead, or lead shares of many groups, with "nobody 4 %" where nobody may
 * be elected; "–" where nobody does.
 */
export function leadersText({ leader, leaders }: Pick<ProtocolResult, 'leader' | 'leaders'>): string {
  if (leaders === undefined) return leader ?? '–';
  const named = leaders.slice(0, NAMED).map(({ leader: id, probability }) => `${id} ${percent(probability)}`);
  const rest = leaders.length - NAMED;
  const nobody = 1 - leaders.reduce((sum, { probability }) => sum + probability, 0);
  return [
    ...named,
    ...(rest > 0 ? [`${rest} more`] : []),
    ...(nobody > ROUNDING ? [`nobody ${percent(nobody)}`] : []),
  ].join(', ');
}

/** Everyone that may lead next with its chance, the likeliest first, and that nobody is elected where that may be. */
export function nextLeadersText(
  leaders: readonly { readonly replica: string; readonly share: number }[],
  never: number,
): string {
  return [
    ...leaders.map(({ replica, share }) => `${replica} ${percent((1 - never) * share)}`),
    ...(never > 0 ? [`nobody ${percent(never)}`] : []),
  ].join(', ');
}
