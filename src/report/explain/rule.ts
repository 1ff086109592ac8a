import type { ListedRule } from '../../result/review.js';
import { type Document, paragraph } from '../document/blocks.js';
import { severityText } from '../rule-severity.js';

/** `quorate explain QR012`: why a rule is one, what to do, and where it comes from. */
export function ruleDocument(rule: ListedRule): Document {
  const { id, name, title, topic, why, fix, source, docs } = rule;
  const parts = [`Why: ${why}`, `What to do: ${fix}`, `Source: ${source}`, `Docs: ${docs}`];
  const comment = `# quorate-ignore ${id} until=2027-01-01: the reason`;
  return {
    title: id,
    subtitle: '',
    facts: [title, [{ code: name }, `, ${severityText(rule)}, ${topic}`]],
    sections: [{ id: 'rule', title: '', blocks: parts.map((text) => paragraph(text)) }],
    notes: [['To accept it where it stands: ', { code: comment }]],
  };
}
