import { largestGain } from '../gain.js';
import type { Finding, Rule } from '../rule.js';
import { choosing } from '../variant.js';
import { growth, inMs } from '../words.js';

const FACTOR = 1.1;

export const serialDisk: Rule = {
  id: 'QR046',
  name: 'serial-disk',
  title: 'A leader that writes to its disk before it sends',
  topic: 'latency',
  severity: 'warning',
  needs: 'estimate',
  why: 'The leader’s own durable write need not come before it sends: the others write meanwhile, and the command counts as accepted at the leader once its disk is done. Written one after the other, every write pays for two disks in a row.',
  fix: 'Send while writing: disk: parallel.',
  source:
    'Ongaro, "Consensus: Bridging Theory and Practice", Stanford 2014, §10.2.1 (writing to the leader’s disk in parallel)',
  check(context): Finding[] {
    const { deployment, protocol, estimate } = context;
    if (deployment.protocol.disk !== 'serial' || protocol.traits.disk[0] !== 'parallel') return [];
    const parallel = context.standing(choosing(deployment, { disk: 'parallel' })).clients;
    const worst = largestGain(estimate.clients, parallel);
    if (worst === undefined || worst.now < FACTOR * worst.better) return [];
    return [
      {
        path: ['protocol', 'disk'],
        message: `The leader's disk comes before its messages: write p50 of ${worst.id} is ${inMs(worst.now)}, and with disk: parallel it would be ${inMs(worst.better)} (${growth(worst.now, worst.better)}).`,
        fix: 'Write disk: parallel, if the software can.',
      },
    ];
  },
};
