import { listed } from '../../spelling/listed.js';
import { metricValue } from './words.js';

/** Why no strategy meets a goal. */
type Conflict =
  | { readonly kind: 'f'; readonly most: number }
  | {
      readonly kind: 'limit';
      readonly metric: 'load' | 'network' | 'latency';
      readonly limit: number;
      readonly best: number;
      readonly beside: readonly ('load' | 'network' | 'latency')[];
    };

/** One sentence for each limit that cannot be kept, with the best that can be had, and the part of `quorum:` that it is about. */
export function conflictProblems(
  conflicts: readonly Conflict[],
  f: number,
): { at: readonly string[]; message: string }[] {
  if (conflicts.length === 0) return [{ at: [], message: 'no quorum system meets what is asked for' }];
  return conflicts.map((conflict) => {
    if (conflict.kind === 'f') {
      const message = `f is ${f}, and quorums over these nodes tolerate the loss of ${conflict.most} at most`;
      return { at: ['f'], message };
    }
    const { metric, limit, best, beside } = conflict;
    const many = beside.length > 1;
    const kept =
      beside.length === 0
        ? ''
        : `; the ${many ? 'limits' : 'limit'} of ${listed(beside)} ${many ? 'leave' : 'leaves'} no more`;
    const losing = f === 0 ? '' : `, where any ${f} of those asked may fail,`;
    const message = `${metric} at most ${metricValue(metric, limit)} cannot be had: the least${losing} is ${metricValue(metric, best)}${kept}`;
    return { at: ['limits', metric], message };
  });
}
