import type { Rule } from '../rule.js';

export const unusedSuppression: Rule = {
  id: 'QR900',
  name: 'unused-suppression',
  title: 'A suppression that silences nothing',
  topic: 'suppressions',
  severity: 'warning',
  needs: 'file',
  why: 'What it was written for is gone, or it stands in the wrong place. Left there, it will silence the next finding of that rule, about which nobody has decided anything.',
  fix: 'Remove the comment, or move it to the line, or above the part of the file, that the finding is about.',
  source: 'docs/ci.md, "Suppressions"',
};
