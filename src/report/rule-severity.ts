import type { ListedRule } from '../result/review.js';

/** How severe what a rule finds may be: "warning", "error or warning", "error, warning or note". */
export function severityText({ severity, otherwise }: Pick<ListedRule, 'severity' | 'otherwise'>): string {
  const inOrder = (['error', 'warning', 'note'] as const).filter(
    (each) => each === severity || otherwise.includes(each),
  );
  return inOrder.length < 2
    ? inOrder.join('')
    : `${inOrder.slice(0, -1).join(', ')} or ${inOrder[inOrder.length - 1]}`;
}
