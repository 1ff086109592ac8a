import type { Finding, Rule } from '../rule.js';

export const objectiveNotJudged: Rule = {
  id: 'QR035',
  name: 'objective-not-judged',
  title: 'An objective that cannot be judged',
  topic: 'objectives',
  severity: 'warning',
  needs: 'estimate',
  why: 'An objective that nothing is held against is always green. It looks as if it were kept.',
  fix: 'Give the file what the objective needs (failure figures for availability), or change the objective.',
  source: 'docs/topology.md, "objectives"',
  check({ estimate }) {
    return estimate.objectives.flatMap(({ objective, met, reason = 'it has no figure' }, i): Finding[] => {
      if (met !== null) return [];
      return [
        {
          path: ['objectives', i],
          message: `Objective ${i + 1} of ${estimate.objectives.length}, "${objective}", is not judged: ${reason}.`,
          fix: 'Give the file what the objective needs, or ask for a metric that is estimated.',
        },
      ];
    });
  },
};
