import { parseMetric } from '../../topology/metric.js';
import type { Finding, Rule } from '../rule.js';
import { inMs, inPercent, significant } from '../words.js';

export const objectiveMissed: Rule = {
  id: 'QR033',
  name: 'objective-missed',
  title: 'An objective that the deployment misses',
  topic: 'objectives',
  severity: 'error',
  needs: 'estimate',
  why: 'The file says what the service must achieve, and the estimate says that it does not.',
  fix: 'Change the deployment (quorate what-if tells what a change would do), or the objective.',
  source: 'the file itself',
  check({ deployment, estimate }) {
    return estimate.objectives.flatMap(({ objective, actual, met }, i): Finding[] => {
      if (met !== false) return [];
      return [
        {
          path: ['objectives', i],
          message: `Missed: ${objective}; it is ${worded(deployment.objectives[i], actual)}.`,
          fix: `Try quorate what-if ${deployment.file} with another leader, quorum or replica; or change the objective.`,
        },
      ];
    });
  },
};

function worded(
  objective: Parameters<NonNullable<Rule['check']>>[0]['deployment']['objectives'][number],
  actual: number | null,
): string {
  if (actual === null) return 'never, for writes or reads stop';
  if (objective.kind === 'survive') return `${actual} of a ${objective.level} that may be lost`;
  switch (parseMetric(objective.metric)?.kind) {
    case 'latency':
      return inMs(actual);
    case 'availability':
      return nines(actual);
    case 'failure':
      return inPercent(actual);
    default:
      return `${significant(actual)}/s`;
  }
}

/** A share near 1, with as many digits as tell it from 1. */
function nines(share: number): string {
  const digits = Math.max(2, Math.ceil(-Math.log10(Math.max(1e-12, 1 - share))));
  return `${(share * 100).toFixed(Math.min(10, digits))} %`;
}
