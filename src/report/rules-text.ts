import type { RuleListResult } from '../result/review.js';
import { table } from './document/table.js';

/** `quorate rules` for a terminal: a line for each rule. */
export function rulesText({ rules }: RuleListResult): string {
  const lines = table(
    [
      { title: 'rule', align: 'left' },
      { title: 'severity', align: 'left' },
      { title: 'topic', align: 'left' },
      { title: 'what it finds', align: 'left' },
    ],
    rules.map(({ id, severity, topic, title }) => [id, severity, topic, title]),
  );
  return `${[...lines, '', 'Why, and what to do: quorate explain QR012.'].join('\n')}\n`;
}
