import type { RuleListResult } from '../result/review.js';
import { table } from './document/table.js';
import { severityText } from './rule-severity.js';

/** `quorate rules` for a terminal: a line for each rule. */
export function rulesText({ rules }: RuleListResult): string {
  const lines = table(
    [
      { title: 'rule', align: 'left' },
      { title: 'severity', align: 'left' },
      { title: 'topic', align: 'left' },
      { title: 'what it finds', align: 'left' },
    ],
    rules.map((rule) => [rule.id, severityText(rule), rule.topic, rule.title]),
  );
  return `${[...lines, '', 'Why, and what to do: quorate explain QR012.'].join('\n')}\n`;
}
