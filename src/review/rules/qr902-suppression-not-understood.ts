import type { Rule } from '../rule.js';

export const suppressionNotUnderstood: Rule = {
  id: 'QR902',
  name: 'suppression-not-understood',
  title: 'A suppression that is not understood, or gives no reason',
  topic: 'suppressions',
  severity: 'warning',
  needs: 'file',
  why: 'A misspelt id, an impossible date or a missing reason: what is not understood silences nothing, and what gives no reason cannot be judged by whoever reads it next year.',
  fix: 'Write # quorate-ignore QR012 until=2027-01-01: the reason.',
  source: 'docs/ci.md, "Suppressions"',
};
