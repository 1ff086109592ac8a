import { splitVoteProbability } from '../../estimate/failover/failover.js';
import { formatDuration } from '../../topology/units.js';
import type { Rule } from '../rule.js';
import { inMs, inPercent } from '../words.js';

/** Of elections; more than that and failovers take noticeably longer. */
const SPLIT = 0.4;

export const narrowElectionRange: Rule = {
  id: 'QR027',
  name: 'narrow-election-range',
  title: 'Election timeouts too close together',
  topic: 'timeouts',
  severity: 'warning',
  needs: 'file',
  why: 'Election timeouts are drawn at random so that one follower asks for votes before the others lose patience, too. Where the range is no wider than messages need, several ask at once, the vote is split, and all wait for another timeout.',
  fix: 'Make the range as wide as its beginning: [1s, 2s], and many times the longest one-way delay.',
  source:
    'Ongaro, "Consensus: Bridging Theory and Practice", Stanford 2014, ch. 9 (probability of a split vote)',
  check({ deployment, protocol, longest }) {
    const n = deployment.replicas.length;
    const [low, high] = deployment.timeouts.election;
    const { leadership, failover } = protocol.traits;
    if (leadership === 'none' || failover !== 'automatic' || n < 3 || longest.ms === 0) return [];
    const latency = high === low ? 1 : Math.min(1, longest.ms / 2 / (high - low));
    const split = splitVoteProbability(n - 1, n, latency);
    if (split < SPLIT) return [];
    return [
      {
        path: ['timeouts', 'election'],
        message: `Election timeouts lie within ${formatDuration(high - low)} (${formatDuration(low)} to ${formatDuration(high)}), and a message may take ${inMs(longest.ms / 2)} (${longest.a} to ${longest.b}): about ${inPercent(split)} of elections would be split.`,
        fix: `Write timeouts: { election: [${formatDuration(low)}, ${formatDuration(Math.max(2 * low, low + Math.ceil(longest.ms / 100) * 1000))}] }.`,
      },
    ];
  },
};
