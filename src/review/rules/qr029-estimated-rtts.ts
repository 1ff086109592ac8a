import { linksOf } from '../links.js';
import type { Rule } from '../rule.js';
import { counted, inMs, named } from '../words.js';

export const estimatedRtts: Rule = {
  id: 'QR029',
  name: 'estimated-rtts',
  title: 'RTTs that are estimated, not measured',
  topic: 'data',
  severity: 'warning',
  needs: 'file',
  why: 'Where a data set has no figure for a pair of regions, it is taken from the distance. Real paths are 1.2 to 3 times as long as light would need, and some far longer, so such a figure may be off by half.',
  fix: 'Measure the pair (ping, or a day of mtr) and give it under network.overrides.',
  source: 'docs/rtt-data.md, "What is missing"',
  check(context) {
    const links = linksOf(context);
    const guessed = links.filter(({ link }) => link.source.kind === 'estimated');
    if (guessed.length === 0) return [];
    const pairs = [...new Set(guessed.map(({ a, b }) => `${a.at[0]} – ${b.at[0]}`))];
    const longest = guessed.reduce((most, each) => (each.link.rtt.mean > most.link.rtt.mean ? each : most));
    return [
      {
        path: ['network', 'rtt'],
        message: `${counted(guessed.length, 'link')} of ${links.length} that this deployment uses ${guessed.length === 1 ? 'is' : 'are'} estimated from distance: ${named(pairs)}; the longest at ${inMs(longest.link.rtt.mean)}.`,
        fix: `Measure ${pairs.length === 1 ? 'it' : 'them'} and write network: { overrides: [{ between: [${guessed[0].a.at[0]}, ${guessed[0].b.at[0]}], rtt: … }] }.`,
      },
    ];
  },
};
