import { parseMetric } from '../../topology/metric.js';
import { linksOf } from '../links.js';
import type { Rule } from '../rule.js';
import { inMs } from '../words.js';

export const noTail: Rule = {
  id: 'QR031',
  name: 'no-tail',
  title: 'A tail is judged, but the RTTs have none',
  topic: 'data',
  severity: 'warning',
  needs: 'file',
  why: 'RTTs given as single numbers never vary, so every quantile is the median. An objective on p99 is then met or missed on a figure that says nothing of p99.',
  fix: 'Give quantiles, { p50: 68ms, p99: 75ms }, or a data set that has a spread.',
  source: 'Dean, Barroso, "The Tail at Scale", CACM 56(2), 2013; docs/topology.md, "Random durations"',
  check(context) {
    const { objectives } = context.deployment;
    const i = objectives.findIndex((objective) => {
      const metric = objective.kind === 'bound' ? parseMetric(objective.metric) : undefined;
      return metric?.kind === 'latency' && typeof metric.statistic === 'number' && metric.statistic >= 0.9;
    });
    const links = linksOf(context).filter(({ link }) => link.rtt.mean > 0);
    if (i < 0 || links.length === 0) return [];
    if (links.some(({ link }) => link.rtt.quantile(0.99) > link.rtt.quantile(0.5) * 1.001)) return [];
    const longest = links.reduce((most, each) => (each.link.rtt.mean > most.link.rtt.mean ? each : most));
    return [
      {
        path: ['objectives', i],
        message: `None of ${links.length} links varies (${longest.a.id} – ${longest.b.id}: p50 and p99 are both ${inMs(longest.link.rtt.mean)}), so "${objectives[i].text}" is judged on medians.`,
        fix: 'Give the RTTs with quantiles: rtt: { p50: …, p99: … }.',
      },
    ];
  },
};
