import { ruleDocument } from '../../src/report/explain/rule.js';
import { json } from '../../src/report/json.js';
import { rulesMarkdown } from '../../src/report/rules-markdown.js';
import { rulesText } from '../../src/report/rules-text.js';
import { ruleList } from '../../src/review/rule-list.js';
import { rules as all, ruleNamed } from '../../src/review/rules.js';
import { nearestName } from '../../src/spelling/nearest-name.js';
import { InputError } from '../input-error.js';
import type { Io } from '../io.js';
import { inFormat, outputs, write } from '../output.js';

/** `quorate rules` */
export function rules(io: Io, flags: { readonly format: readonly string[] }): void {
  const wanted = outputs(flags.format, ['text', 'json', 'markdown']);
  const result = ruleList();
  write(io, wanted, (format) => {
    if (format === 'json') return json(result);
    return format === 'markdown' ? rulesMarkdown(result) : rulesText(result);
  });
}

/** Is this the id of a rule rather than a file? */
export function isRuleId(text: string): boolean {
  return /^QR\d{3}$/i.test(text);
}

/** `quorate explain QR012 …`. @throws InputError for a rule that there is not. */
export function explainRules(
  io: Io,
  ids: readonly string[],
  flags: { readonly format: readonly string[] },
): void {
  const wanted = outputs(flags.format, ['text', 'json', 'markdown']);
  const some = ids.map((id) => {
    const rule = ruleNamed(id);
    if (rule !== undefined) return rule;
    const near = nearestName(
      id.toUpperCase(),
      all.map((each) => each.id),
    );
    const hint = near === undefined ? '' : `; did you mean ${near}?`;
    throw new InputError(`quorate: there is no rule ${id} (quorate rules lists ${all.length})${hint}`);
  });
  const result = ruleList(some);
  write(io, wanted, (format) => {
    if (format === 'json') return json(result);
    return result.rules.map((rule) => inFormat(ruleDocument(rule), format, io.columns)).join('\n');
  });
}
