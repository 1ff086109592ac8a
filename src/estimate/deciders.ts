import { sharesOf } from '../outcome/deciders.js';
import type { Evaluator } from '../outcome/evaluate.js';
import { quorumsOf } from '../outcome/leaves.js';
import type { Outcome } from '../outcome/outcome.js';
import type { Decider } from './result.js';

/** Who decides the first quorum that an operation waits for, most often first; none where it waits for no quorum. */
export function decidersOf(outcome: Outcome, evaluator: Evaluator): Decider[] {
  const [quorum] = quorumsOf(outcome);
  if (quorum === undefined) return [];
  const parts = quorum.parts.map((part) => evaluator.evaluate(part).law);
  const shares = sharesOf(quorum.system, parts, evaluator.evaluate(quorum).law);
  return quorum.system.members
    .map((replica, i) => ({ replica, decides: shares.decides[i], inQuorum: shares.inQuorum[i] }))
    .filter(({ inQuorum }) => inQuorum > 0)
    .sort((a, b) => b.decides - a.decides || b.inQuorum - a.inQuorum);
}
