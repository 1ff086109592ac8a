import type { ListedRule } from '../result/review.js';

/** How severe what a rule finds may be: "warning", "error or warning", "error to note". */
export function severityText({ severity, otherwise }: Pick<ListedRule, 'severity' | 'otherwise'>): string {
  const all = (['error', 'warning', 'note'] as const).filter(
    (each) => each === severity || otherwise.includes(each),
  );
  if (all.length === 1) return severity;
  return `${all[0]} ${all.length === 2 ? 'or' : 'to'} ${all[all.length - 1]}`;
}
