import { COORDINATE_TOLERANCE_MS, lightBoundMs } from '../../rtt/light-bound.js';
import { linksOf } from '../links.js';
import type { Finding, Rule } from '../rule.js';
import { inMs, significant } from '../words.js';

export const fasterThanLight: Rule = {
  id: 'QR030',
  name: 'faster-than-light',
  title: 'An RTT below what light in fibre needs',
  topic: 'data',
  severity: 'error',
  needs: 'file',
  why: 'Light in fibre covers 200 km a millisecond. A round trip below the great-circle distance over 100 km a millisecond cannot be: it is a one-way figure, another unit, the wrong pair of regions, or an anycast address that answered from nearby. Everything computed from it is too good.',
  fix: 'Measure again, between machines that are where you think they are.',
  source:
    'docs/rtt-data.md, "What is checked"; Singla et al., "The Internet at the Speed of Light", HotNets 2014',
  check(context): Finding[] {
    const { distanceKm } = context.options;
    if (distanceKm === undefined) return [];
    const told = new Set<string>();
    return linksOf(context).flatMap(({ a, b, link }): Finding[] => {
      const [from, to] = [a.at[0], b.at[0]];
      const key = [from, to].sort().join(' – ');
      const km = from === to ? undefined : distanceKm(from, to);
      if (km === undefined || told.has(key)) return [];
      const bound = lightBoundMs(km);
      const least = link.rtt.quantile(0.5);
      if (least >= bound - COORDINATE_TOLERANCE_MS) return [];
      told.add(key);
      return [
        {
          path: overrideOf(context.deployment, from, to),
          about: key,
          message: `The RTT between ${from} and ${to} is ${inMs(least)} (p50; ${link.source.text}), and light needs ${inMs(bound)} for ${significant(km)} km and back.`,
          fix: `Measure ${from} – ${to} again; ${inMs(least)} may be one way, or in another unit.`,
        },
      ];
    });
  },
};

/** The override whose places, as far as they are written, are these; else the basis of all RTTs. */
function overrideOf(
  { locate, network }: Parameters<NonNullable<Rule['check']>>[0]['deployment'],
  from: string,
  to: string,
): (string | number)[] {
  const line = /:(\d+)$/.exec(network.link([from], [to]).source.text)?.[1];
  for (let i = 0; locate(['network', 'overrides', i]) !== undefined; i++) {
    const places = [['rtt'], ['between'], []].map(
      (rest) => locate(['network', 'overrides', i, ...rest])?.line,
    );
    if (line !== undefined && places.includes(Number(line))) return ['network', 'overrides', i];
  }
  return ['network', 'rtt'];
}
