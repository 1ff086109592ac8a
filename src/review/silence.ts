import type { ReviewFinding, Severity, SuppressedFinding } from '../result/review.js';
import { isAcceptable } from './baseline.js';
import { docsOf } from './rule-list.js';
import { rules } from './rules.js';
import { type Suppression, suppressionsOf } from './suppressions.js';

/**
 * Applies a file's suppressions to what was found in it. Those that are unused, expired or not understood are findings
 * themselves, which nothing silences.
 *
 * @param text the file's
 * @param about.sound the whole file was looked at: only then is it known that a suppression is not used
 */
export function silence(
  text: string,
  found: readonly ReviewFinding[],
  about: { readonly file: string; readonly today: string; readonly sound: boolean },
): { readonly findings: ReviewFinding[]; readonly suppressed: SuppressedFinding[] } {
  const suppressions = suppressionsOf(text);
  const own: ReviewFinding[] = [];
  const say = (
    rule: string,
    severity: Severity,
    { line, column, rules: ids, reason }: Suppression,
    words: Words,
  ): void => {
    const path = `(comment ${ids.join(' ')}: ${reason}) ${words.about ?? ''}`.trim();
    own.push({ rule, severity, ...words.text, file: about.file, line, column, docs: docsOf(rule), path });
  };
  const used = new Set<string>();
  const suppressed: SuppressedFinding[] = [];
  const findings = found.filter((finding) => {
    const by = suppressions.find((each) => holds(each, about.today) && covers(each, finding));
    if (by === undefined || !isAcceptable(finding)) return true;
    used.add(`${by.line}:${by.column} ${finding.rule}`);
    suppressed.push({ ...finding, by: by.line, reason: by.reason, until: by.until });
    return false;
  });
  for (const each of suppressions) {
    if (each.problem !== undefined) {
      say('QR902', 'warning', each, {
        text: {
          message: `The suppression in line ${each.line} silences nothing: ${each.problem}.`,
          fix: 'Write # quorate-ignore QR012 until=2027-01-01: the reason.',
        },
      });
      continue;
    }
    const unknown = each.rules.filter((id) => !rules.some((rule) => rule.id === id));
    for (const id of unknown) {
      say('QR902', 'warning', each, {
        about: id,
        text: {
          message: `There is no rule ${id} to suppress; there are ${rules.length}, ${rules[0].id} to ${rules.at(-1)?.id}.`,
          fix: 'quorate rules lists them.',
        },
      });
    }
    const [first] = each.rules;
    if (each.until !== null && each.until < about.today) {
      say('QR901', 'warning', each, {
        text: {
          message: `The suppression of ${each.rules.join(' and ')} ended on ${each.until}; it is ${about.today}.`,
          fix: `Mend what ${first} says, or decide anew and give another date.`,
        },
      });
      continue;
    }
    if (each.reason === '') {
      say('QR902', 'note', each, {
        about: 'reason',
        text: {
          message: `The suppression of ${each.rules.join(' and ')} gives no reason.`,
          fix: `Write # quorate-ignore ${each.rules.join(' ')}: why this is accepted, and by whom.`,
        },
      });
    }
    for (const id of each.rules.filter((one) => !unknown.includes(one))) {
      if (!about.sound || used.has(`${each.line}:${each.column} ${id}`)) continue;
      say('QR900', 'warning', each, {
        about: id,
        text: {
          message: `The suppression of ${id} silences nothing: ${id} finds nothing in lines ${each.from} to ${each.to}.`,
          fix: 'Remove it, or move it above the part of the file that the finding is about.',
        },
      });
    }
  }
  return { findings: [...findings, ...own], suppressed };
}

interface Words {
  readonly about?: string;
  readonly text: { readonly message: string; readonly fix: string };
}

function holds({ problem, until }: Suppression, today: string): boolean {
  return problem === undefined && (until === null || until >= today);
}

function covers({ rules: ids, from, to }: Suppression, { rule, line }: ReviewFinding): boolean {
  return ids.includes(rule) && line >= from && line <= to;
}
