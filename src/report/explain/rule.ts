import type { ListedRule } from '../../result/review.js';
import { type Document, paragraph } from '../document/blocks.js';

/** `quorate explain QR012`: why a rule is one, what to do, and where it comes from. */
export function ruleDocument({
  id,
  name,
  title,
  severity,
  topic,
  why,
  fix,
  source,
  docs,
}: ListedRule): Document {
  const parts = [`Why: ${why}`, `What to do: ${fix}`, `Source: ${source}`, `Docs: ${docs}`];
  const comment = `# quorate-ignore ${id} until=2027-01-01: the reason`;
  return {
    title: id,
    subtitle: '',
    facts: [title, [{ code: name }, `, ${severity}, ${topic}`]],
    sections: [{ id: 'rule', title: '', blocks: parts.map((text) => paragraph(text)) }],
    notes: [['To accept it where it stands: ', { code: comment }]],
  };
}
