import type { Overload } from '../../result/traffic.js';
import { placeOf, spoken } from '../overload-place.js';
import type { Finding, Rule } from '../rule.js';
import { inBytes, inPercent } from '../words.js';

export const overloadAfterFailover: Rule = {
  id: 'QR041',
  name: 'overload-after-failover',
  title: 'A link or an interface over capacity after a failover',
  topic: 'load',
  severity: 'warning',
  needs: 'estimate',
  why: 'When a region is lost, its leaders go elsewhere, and all that they sent goes out of another place, over other links. Those were sized for followers. The failover that was to help is then what takes the service down.',
  fix: 'Size links and interfaces for what they carry without the largest region, or spread the leaders (shards: leaders: balanced).',
  source:
    'Beyer et al., "Site Reliability Engineering", O’Reilly 2016, ch. 23 (where the leaders’ traffic lands when their data centre is lost)',
  check({ deployment, traffic }) {
    const now = new Set(traffic.overloads.filter(({ lost }) => lost === null).map(({ name }) => name));
    const after = traffic.overloads.filter(({ lost, name }) => lost !== null && !now.has(name));
    // Where several may lead without the same region, the worst is told, with the chance of all that overload it.
    const told = new Map<string, Overload[]>();
    for (const overload of after) {
      const about = `${overload.name} without ${overload.lost}`;
      told.set(about, [...(told.get(about) ?? []), overload]);
    }
    return [...told].map(([about, all]): Finding => {
      const { lost, kind, name, bytesPerSecond, limit } = all.reduce((a, b) =>
        b.bytesPerSecond > a.bytesPerSecond ? b : a,
      );
      const chance = all.reduce((sum, { probability }) => sum + probability, 0);
      const when = chance > 1 - 1e-9 ? '' : `, with a probability of ${inPercent(chance)},`;
      return {
        path: placeOf(deployment, kind, name),
        about,
        message: `Without ${lost}${when} ${spoken(kind, name)} should carry ${inBytes(bytesPerSecond)}, ${inPercent(bytesPerSecond / limit)} of its ${inBytes(limit)}.`,
        fix: `Give ${spoken(kind, name)} ${inBytes(bytesPerSecond / 0.7)}, or spread the leaders over several regions.`,
      };
    });
  },
};
