import type { ProtocolResult } from '../result/subject.js';
import { percent } from './number.js';

/** More names than this are counted, not listed. */
const NAMED = 3;

/** "va1"; "etcd-b 52 %, etcd-c 48 %" where several may lead, or lead shares of many groups; "–" where nobody does. */
export function leadersText({ leader, leaders }: Pick<ProtocolResult, 'leader' | 'leaders'>): string {
  if (leaders === undefined) return leader ?? '–';
  const named = leaders.slice(0, NAMED).map(({ leader: id, probability }) => `${id} ${percent(probability)}`);
  const rest = leaders.length - NAMED;
  return rest > 0 ? `${named.join(', ')}, ${rest} more` : named.join(', ');
}
