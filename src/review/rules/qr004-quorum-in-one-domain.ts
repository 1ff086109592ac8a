import { groupOf } from '../../group/group.js';
import { needText } from '../../group/need.js';
import { continuityOf } from '../../group/standing.js';
import { isWithin, LEVELS } from '../../topology/place.js';
import type { Finding, Rule } from '../rule.js';
import { named } from '../words.js';

export const quorumInOneDomain: Rule = {
  id: 'QR004',
  name: 'quorum-in-one-domain',
  title: 'Several replicas in one failure domain whose loss stops writes',
  topic: 'failures',
  severity: 'error',
  needs: 'estimate',
  why: 'Replicas that are lost together count as one. Where a zone, rack or region holds so many that the rest is no quorum, the group is no more available than that one domain, however many replicas it has.',
  fix: 'Spread the replicas so that no domain holds enough of them to stop writes: of five at most two.',
  source:
    'Beyer et al., "Site Reliability Engineering", O’Reilly 2016, ch. 23, "Location of replicas" (failure domains)',
  check({ situation }) {
    const { deployment } = situation;
    const { replicas } = deployment;
    const group = groupOf(deployment, situation.protocol);
    const { write } = continuityOf(group, situation.leader);
    const all = replicas.reduce((mask, { index }) => mask | (1 << index), 0);
    const found: Finding[] = [];
    const told = new Set<number>();
    for (const [depth, level] of [...LEVELS.entries()].reverse()) {
      const names = new Set(
        replicas.filter(({ at }) => at.length > depth).map(({ at }) => at.slice(0, depth + 1).join('/')),
      );
      for (const name of names) {
        const domain = name.split('/');
        const here = replicas.filter(({ at }) => isWithin(at, domain));
        const mask = here.reduce((sum, { index }) => sum | (1 << index), 0);
        if (here.length < 2 || mask === all || told.has(mask)) continue;
        if (write.contains(all & ~mask)) continue;
        told.add(mask);
        found.push({
          path: ['replicas', here[here.length - 1].index, 'at'],
          about: name,
          message: `The ${level} ${name} holds ${named(here.map(({ id }) => id))}: without it ${replicas.length - here.length} of ${replicas.length} replicas are left, and writes need ${needText(group, situation.leader)}.`,
          fix: `Move ${here[here.length - 1].id} to another ${level}, so that no one ${level} can stop writes.`,
        });
      }
    }
    return found;
  },
};
