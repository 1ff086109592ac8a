import { formatDuration } from '../../topology/units.js';
import type { Rule } from '../rule.js';

/** etcd's upper limit (ms): to be used for a deployment around the globe at most. */
const CAP = 50_000;

export const electionTimeoutTooLong: Rule = {
  id: 'QR024',
  name: 'election-timeout-too-long',
  title: 'An election timeout beyond 50 s',
  topic: 'timeouts',
  severity: 'warning',
  needs: 'file',
  why: 'Until the election timeout has passed nobody replaces a lost leader, and no write is answered. 50 s is more than any round trip on Earth needs a hundred times over; beyond it every loss of the leader is an outage that people notice.',
  fix: 'Set it to ten times the longest round trip; if leaders are deposed at that, look for what stalls them.',
  source: 'etcd documentation, "Tuning: Time parameters" (upper limit 50 s)',
  check({ deployment, protocol, longest }) {
    const [, most] = deployment.timeouts.election;
    if (protocol.traits.failover !== 'automatic' || most <= CAP) return [];
    const good = Math.max(1000, Math.ceil(longest.ms / 10) * 100);
    return [
      {
        path: ['timeouts', 'election'],
        message: `Election timeouts reach ${formatDuration(most)}: so long writes stop when the leader is lost; at most ${formatDuration(CAP)} is the rule.`,
        fix: `Write timeouts: { election: [${formatDuration(good)}, ${formatDuration(2 * good)}] }.`,
      },
    ];
  },
};
