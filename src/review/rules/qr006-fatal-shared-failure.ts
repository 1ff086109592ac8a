import { groupOf } from '../../group/group.js';
import { needText } from '../../group/need.js';
import { continuityOf } from '../../group/standing.js';
import { takesAway } from '../../topology/place.js';
import { formatDuration } from '../../topology/units.js';
import type { Rule } from '../rule.js';
import { named } from '../words.js';

export const fatalSharedFailure: Rule = {
  id: 'QR006',
  name: 'fatal-shared-failure',
  title: 'A shared failure that stops writes by itself',
  topic: 'failures',
  severity: 'error',
  needs: 'estimate',
  why: 'What cuts across the tree of places (a storm, a power grid, a rollout, one carrier) takes several regions at once. Where it leaves no quorum, the spread over regions does not help against it.',
  fix: 'Move replicas out of its reach until those that are left are a quorum.',
  source:
    'Beyer et al., "Site Reliability Engineering", O’Reilly 2016, ch. 23, "Location of replicas" (correlated failures)',
  check({ situation }) {
    const { deployment } = situation;
    const { replicas, failures } = deployment;
    const group = groupOf(deployment, situation.protocol);
    const { write } = continuityOf(group, situation.leader);
    return failures.shared.flatMap(({ name, members, mtbf, mttr }, i) => {
      const hit = replicas.filter((replica) => members.some((member) => takesAway(member, replica)));
      const left = replicas.reduce((mask, { index }) => mask | (1 << index), 0);
      const rest = hit.reduce((mask, { index }) => mask & ~(1 << index), left);
      if (hit.length < 2 || write.contains(rest)) return [];
      return [
        {
          path: ['failures', 'shared', i, 'name'],
          message: `${name} (${formatDuration(mttr)} every ${formatDuration(mtbf)}) takes ${named(hit.map(({ id }) => id))}, ${hit.length} of ${replicas.length} replicas; writes need ${needText(group, situation.leader)}.`,
          fix: `Move one of ${named(hit.map(({ id }) => id))} out of its reach.`,
        },
      ];
    });
  },
};
