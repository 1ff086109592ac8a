import type { Group } from './group.js';
import { continuityOf } from './standing.js';

/**
 * What must be up for writes, or reads, to go on, in words that follow "writes need": the quorum, and where that is not the
 * whole truth, who leads. The same that `continuityOf` says as a quorum system.
 *
 * @param leader who leads as long as it is up; undefined where nobody does
 */
export function needText(
  group: Group,
  leader: string | undefined,
  operation: 'write' | 'read' = 'write',
): string {
  const { [operation]: needed, takeover } = group.needs;
  const quorum = needed.describe();
  const whole = continuityOf(group, leader)[operation];
  if (leader === undefined || whole === needed) return quorum;
  if (whole.describe() === leader) return leader;
  if (takeover === undefined) return `${quorum}, with ${leader}, whose place no other takes`;
  const others = group.candidates.filter(({ id }) => id !== leader).map(({ id }) => id);
  if (others.length === 0) return `${quorum}, with ${leader}, the only one that may lead`;
  return `${quorum}, with ${leader} or, where ${takeover.describe()} can put it there, ${others.join(' or ')} as leader`;
}
