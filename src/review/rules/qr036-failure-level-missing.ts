import { LEVELS } from '../../topology/place.js';
import type { Finding, Rule } from '../rule.js';
import { named } from '../words.js';

export const failureLevelMissing: Rule = {
  id: 'QR036',
  name: 'failure-level-missing',
  title: 'Replicas that share a domain whose failures are left out',
  topic: 'data',
  severity: 'note',
  needs: 'file',
  why: 'Failure figures for machines alone make replicas fail independently, so that availability comes out far too high. Replicas of one zone or region are lost together; where that level has no figures, availability leaves out what takes most services down.',
  fix: 'Give figures for every level that holds more than one replica: failures: { region: { mtbf: 8y, mttr: 4h } }.',
  source:
    'Ford et al., "Availability in Globally Distributed Storage Systems", OSDI 2010 (correlated failures); docs/topology.md, "failures"',
  check({ deployment }) {
    const { failures, replicas } = deployment;
    if ([failures.machine, ...LEVELS.map((level) => failures[level])].every((one) => one === undefined))
      return [];
    return LEVELS.flatMap((level, depth): Finding[] => {
      if (failures[level] !== undefined) return [];
      const together = new Map<string, string[]>();
      for (const { id, at } of replicas) {
        if (at.length <= depth) continue;
        const name = at.slice(0, depth + 1).join('/');
        together.set(name, [...(together.get(name) ?? []), id]);
      }
      const shared = [...together].filter(([, ids]) => ids.length > 1);
      if (shared.length === 0) return [];
      const [name, ids] = shared[0];
      return [
        {
          path: ['failures'],
          about: level,
          message: `The ${level} ${name} holds ${ids.length} replicas (${named(ids)}), and failures has no figures for a ${level}: availability leaves its loss out.`,
          fix: `Write failures: { ${level}: { mtbf: …, mttr: … } }.`,
        },
      ];
    });
  },
};
