import type { Rule } from '../rule.js';

export const expiredSuppression: Rule = {
  id: 'QR901',
  name: 'expired-suppression',
  title: 'A suppression whose time is over',
  topic: 'suppressions',
  severity: 'warning',
  needs: 'file',
  why: 'Somebody accepted a finding until a day, and the day has passed: it is reported again, and this says why.',
  fix: 'Mend what it silenced, or decide anew and give another date.',
  source: 'docs/ci.md, "Suppressions"',
};
