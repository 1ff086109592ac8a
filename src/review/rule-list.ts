import type { ListedRule, RuleListResult } from '../result/review.js';
import { VERSION } from '../version.js';
import type { Rule } from './rule.js';
import { rules } from './rules.js';

/** Where a rule is explained, relative to the repository. */
export function docsOf(id: string): string {
  return `docs/rules.md#${id.toLowerCase()}`;
}

/** Rules as plain data. */
export function ruleList(some: readonly Rule[] = rules): RuleListResult {
  return {
    schema: 'quorate.rules/1',
    version: VERSION,
    rules: some.map(
      ({ id, name, title, topic, severity, otherwise = [], why, fix, source }): ListedRule => ({
        id,
        name,
        title,
        topic,
        severity,
        otherwise,
        why,
        fix,
        source,
        docs: docsOf(id),
      }),
    ),
  };
}
