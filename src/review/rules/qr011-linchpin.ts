import { worstLoss } from '../linchpin.js';
import type { Rule } from '../rule.js';
import { growth, inMs, named } from '../words.js';

export const linchpin: Rule = {
  id: 'QR011',
  name: 'linchpin',
  title: 'A linchpin: one replica whose loss slows a client far down',
  topic: 'latency',
  severity: 'warning',
  needs: 'estimate',
  why: 'A quorum is as near as its last member. Where one replica is near and the next is an ocean away, that one decides every write; lose it, and nothing is unavailable, but every write is slow until it is back. Capacity, timeouts and patience of clients have to be ready for that figure, not for the usual one.',
  fix: 'Add a replica near the linchpin, or move one there; or make groups of three with hierarchical quorums (QR012).',
  source:
    'Beyer et al., "Site Reliability Engineering", O’Reilly 2016, ch. 23, "Quorum composition" (the system’s linchpin)',
  check(context) {
    const worst = worstLoss(context);
    if (worst === undefined) return [];
    const { replicas } = context;
    return [
      {
        path: ['replicas', replicas.findIndex(({ id }) => id === worst.replica), 'id'],
        about: worst.client,
        message: `Without ${worst.replica}${worst.alike.length === 0 ? '' : ` (or ${named(worst.alike)})`}, which does not lead, write p50 of ${worst.client} goes ${inMs(worst.before)} → ${inMs(worst.after)} (${growth(worst.before, worst.after)}).`,
        fix: `Place another replica as near to ${context.leader ?? worst.client} as ${worst.replica} is, so that a quorum is near without it.`,
      },
    ];
  },
};
