import type { Rule } from '../rule.js';
import { inPercent, significant } from '../words.js';

const SOUND = 0.7;

export const loadTooHigh: Rule = {
  id: 'QR038',
  name: 'load-too-high',
  title: 'Load above 70 % of capacity',
  topic: 'load',
  severity: 'warning',
  otherwise: ['error'],
  needs: 'estimate',
  why: 'Queues grow as 1/(1 − load): at 70 % an operation waits about as long as two services take, at 90 % nine. Above 70 % the latency in this file’s estimate is no longer what clients see, and a small peak is an outage.',
  fix: 'Batch, use faster disks or machines, spread leaders over shards, or serve reads elsewhere: the bottleneck is named.',
  source: 'Kleinrock, "Queueing Systems", vol. 1, 1975, ch. 3; docs/models.md, "Throughput"',
  check({ estimate }) {
    const { load, max, bottleneck } = estimate.throughput;
    if (load === null || max === null || bottleneck === null || load <= SOUND) return [];
    return [
      {
        path: ['clients'],
        severity: load > 1 ? 'error' : 'warning',
        message: `The clients ask for ${significant(load * max)} operations/s, ${inPercent(load)} of the ${significant(max)}/s that the ${bottleneck.resource} of ${bottleneck.replica} allows; ${inPercent(SOUND)} is the rule.`,
        fix: `Relieve the ${bottleneck.resource} of ${bottleneck.replica}: ${RELIEF[bottleneck.resource] ?? 'spread the load'}.`,
      },
    ];
  },
};

const RELIEF: Readonly<Record<string, string>> = {
  disk: 'batch writes (protocol.batch), let the disk commit in groups (group-commit), or use a faster one',
  processor: 'batch (protocol.batch), or take reads away from it',
  interface: 'give it more bandwidth, or spread leaders over several replicas (shards)',
  window: 'widen protocol.window',
  link: 'widen the link, or move the leader to its other end',
};
