import type { Group } from './group.js';
import { continuityOf } from './standing.js';

/**
 * What must be up for writes to go on, in words that follow "writes need": the quorum, and where that is not the whole
 * truth, who leads. The same that `continuityOf` says as a quorum system.
 *
 * @param leader who leads as long as it is up; undefined where nobody does
 */
export function writesNeed(group: Group, leader: string | undefined): string {
  const { write, takeover } = group.needs;
  const quorum = write.describe();
  if (leader === undefined || continuityOf(group, leader).write === write) return quorum;
  if (takeover === undefined) return `${quorum}, with ${leader}, whose place no other takes`;
  const others = group.candidates.filter(({ id }) => id !== leader).map(({ id }) => id);
  if (others.length === 0) return `${quorum}, with ${leader}, the only one that may lead`;
  return `${quorum}, with ${leader} or, where ${takeover.describe()} can put it there, ${others.join(' or ')} as leader`;
}
