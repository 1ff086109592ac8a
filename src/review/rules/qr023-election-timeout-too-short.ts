import { leaderHold } from '../../group/leader-hold.js';
import { formatDuration } from '../../topology/units.js';
import type { Rule } from '../rule.js';
import { timeoutAt } from '../timeout-place.js';
import { inMs, significant } from '../words.js';

const TIMES = 10;

export const electionTimeoutTooShort: Rule = {
  id: 'QR023',
  name: 'election-timeout-too-short',
  title: 'An election timeout too short for the longest round trip',
  topic: 'timeouts',
  severity: 'warning',
  otherwise: ['error'],
  needs: 'file',
  why: 'Followers take a leader for lost when they have not heard of it for the election timeout. If that is not many times the round trip, a slow minute of the network deposes a healthy leader, and the election itself, which takes round trips too, is split by the next impatient one.',
  fix: 'Make the shortest election timeout at least ten times the longest round trip between replicas: any of them may lead.',
  source:
    'etcd documentation, "Tuning: Time parameters" (at least 10 × the round trip); Ongaro, "Consensus: Bridging Theory and Practice", 2014, §3.9 and ch. 9',
  check({ deployment, protocol, longest }) {
    const [shortest, most] = deployment.timeouts.election;
    if (protocol.traits.failover !== 'automatic' || longest.ms === 0) return [];
    if (shortest >= TIMES * longest.ms) return [];
    const hold = leaderHold(deployment, protocol);
    const good = Math.ceil((TIMES * longest.ms) / 100) * 100;
    const { path, custom } = timeoutAt(deployment, 'election');
    return [
      {
        path,
        severity: hold?.stays === false || shortest <= longest.ms ? 'error' : 'warning',
        message: `${hold?.why == null ? '' : `${hold.why} `}The shortest election timeout, ${formatDuration(shortest)}${custom}, is ${significant(shortest / longest.ms)} × the longest round trip, ${inMs(longest.ms)} between ${longest.a} and ${longest.b}; at least ${TIMES} × is the rule.`,
        fix: `Write timeouts: { election: [${formatDuration(good)}, ${formatDuration(Math.max(2 * good, most))}] }.`,
      },
    ];
  },
};
