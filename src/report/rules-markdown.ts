import type { ListedRule, RuleListResult } from '../result/review.js';
import { severityText } from './rule-severity.js';

const TOPICS: Readonly<Record<ListedRule['topic'], string>> = {
  file: 'The file itself',
  quorums: 'Quorums',
  failures: 'Failures',
  latency: 'Latency',
  timeouts: 'Timeouts',
  data: 'Data',
  objectives: 'Objectives',
  load: 'Load',
  suppressions: 'Suppressions',
};

/** docs/rules.md: every rule, why it is one, and what to do. */
export function rulesMarkdown({ rules }: RuleListResult): string {
  const lines = [
    '# The rules of `quorate review`',
    '',
    '<!-- Made from src/review/rules/ by npm run generate. -->',
    '',
    'What `quorate review` raises about a topology. Each finding has the numbers of that topology in its message; what is',
    'here is why it matters. `quorate explain QR012` prints one of these, `quorate rules` lists them; ids never change their',
    'meaning. [ci.md](ci.md) shows how to run the review in CI, how to suppress a finding, and how to begin with a baseline.',
    '',
    'An **error** is something to mend before it runs; a **warning** something to mend or to accept in writing; a **note**',
    'never fails a review. Where there are two or three, it depends on what was found.',
    '',
    '| rule | severity | what it finds |',
    '|---|---|---|',
    ...rules.map(
      (rule) => `| [${rule.id}](#${rule.id.toLowerCase()}) | ${severityText(rule)} | ${rule.title} |`,
    ),
    '',
    ...rules.flatMap(section),
  ];
  return `${lines.join('\n').trimEnd()}\n`;
}

function section(rule: ListedRule): string[] {
  const { id, name, title, topic, why, fix, source } = rule;
  return [
    `## ${id}`,
    '',
    `**${title}** (\`${name}\`, ${severityText(rule)}; ${TOPICS[topic].toLowerCase()})`,
    '',
    why,
    '',
    `*What to do:* ${fix}`,
    '',
    `*Source:* ${source}`,
    '',
  ];
}
