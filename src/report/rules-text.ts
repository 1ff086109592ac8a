import type { ListedRule, RuleListResult } from '../result/review.js';
import { table, wrap } from './document/table.js';

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

/** `quorate explain QR012` for a terminal. */
export function ruleText(
  { id, name, title, severity, topic, why, fix, source, docs }: ListedRule,
  columns: number,
): string {
  const part = (label: string, text: string): string[] =>
    wrap(`${label.padEnd(8)}${text}`, columns, ' '.repeat(8));
  return `${[
    ...wrap(`${id}   ${title}`, columns, '  '),
    `${name}, ${severity}, ${topic}`,
    '',
    ...part('Why', why),
    ...part('Fix', fix),
    ...part('Source', source),
    ...part('Docs', docs),
    '',
    ...wrap(
      `To accept it where it stands: # quorate-ignore ${id} until=2027-01-01: the reason`,
      columns,
      '  ',
    ),
  ].join('\n')}\n`;
}
