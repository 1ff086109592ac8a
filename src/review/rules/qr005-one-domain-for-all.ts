import { isWithin, LEVELS } from '../../topology/place.js';
import { formatDuration } from '../../topology/units.js';
import type { Rule } from '../rule.js';

export const oneDomainForAll: Rule = {
  id: 'QR005',
  name: 'one-domain-for-all',
  title: 'All replicas in one failure domain, and nothing says that this is meant',
  topic: 'failures',
  severity: 'warning',
  needs: 'file',
  why: 'A group inside one region (or zone, or rack) is lost with it. That may be right, where its clients are there, too; but then the file should say up to which level losses are to be tolerated.',
  fix: 'Spread the replicas, or state what is to be survived: objectives: [{ survive: zone }].',
  source: 'Beyer et al., "Site Reliability Engineering", O’Reilly 2016, ch. 23, "Location of replicas"',
  check({ deployment }) {
    const { replicas, objectives, failures } = deployment;
    if (replicas.length < 2 || objectives.some(({ kind }) => kind === 'survive')) return [];
    const first = replicas[0].at;
    const depth = LEVELS.filter((_, d) => {
      const domain = first.slice(0, d + 1);
      return domain.length > d && replicas.every(({ at }) => isWithin(at, domain));
    }).length;
    if (depth === 0) return [];
    const level = LEVELS[depth - 1];
    const figures = failures[level];
    const often =
      figures === undefined
        ? ''
        : ` (${formatDuration(figures.mttr)} every ${formatDuration(figures.mtbf)}, as the file has it)`;
    return [
      {
        path: ['replicas'],
        message: `All ${replicas.length} replicas are in the ${level} ${first.slice(0, depth).join('/')}: its loss${often} stops everything.`,
        fix: `Spread them over several ${level}s, or state that this is meant: objectives: [{ survive: ${LEVELS[depth] ?? 'machine'} }].`,
      },
    ];
  },
};
