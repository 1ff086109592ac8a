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
  otherwise: ['error'],
  needs: 'estimate',
  why: 'Election timeouts are drawn at random so that one follower asks for votes before the others time out, too. Where the range is no wider than messages need, several ask at once, the vote is split, and all wait for another timeout.',
  fix: 'Make the range as wide as its beginning: [1s, 2s], and many times the longest one-way delay.',
  source:
    'Ongaro, "Consensus: Bridging Theory and Practice", Stanford 2014, ch. 9 (probability of a split vote)',
  check({ deployment, protocol, longest, leader, losses }) {
    const n = deployment.replicas.length;
    const [low, high] = deployment.timeouts.election;
    const { leadership, failover } = protocol.traits;
    if (leadership === 'none' || failover !== 'automatic' || n < 3 || longest.ms === 0) return [];
    const latency = high === low ? 1 : Math.min(1, longest.ms / 2 / (high - low));
    const split = splitVoteProbability(n - 1, n, latency);
    // As the machines do it, which know each message's time; the closed form takes one for all.
    const never = losses.find(({ kind, name }) => kind === 'replica' && name === leader)?.never ?? 0;
    if (split < SPLIT && never === 0) return [];
    return [
      {
        path: ['timeouts', 'election'],
        ...(never > 0 ? { severity: 'error' as const } : {}),
        message: `Election timeouts lie within ${formatDuration(high - low)} (${formatDuration(low)} to ${formatDuration(high)}), and a message may take ${inMs(longest.ms / 2)} (${longest.a} to ${longest.b}): about ${inPercent(split)} of elections would be split.${neverText(never, leader)}`,
        fix: `Write timeouts: { election: [${formatDuration(low)}, ${formatDuration(Math.max(2 * low, low + Math.ceil(longest.ms / 100) * 1000))}] }.`,
      },
    ];
  },
};

function neverText(never: number, leader: string | undefined): string {
  if (never === 0) return '';
  return never === 1
    ? ` Run on the machines, no election after a loss of ${leader} ever elects anybody: writes stop until it is back.`
    : ` Run on the machines, ${inPercent(never)} of the losses of ${leader} are followed by no leader ever: writes stop until it is back.`;
}
