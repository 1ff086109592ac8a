import { formatDuration } from '../../topology/units.js';
import type { Rule } from '../rule.js';
import { timeoutAt } from '../timeout-place.js';
import { inMs, significant } from '../words.js';

const LEAST = 0.5;
/** Twice the round trip works: etcd issue 846, 150 ms from coast to coast, 75 ms there and back. */
const MOST = 2;
/** The customary heartbeat (ms): not too long anywhere, however near the replicas are. */
const CUSTOMARY = 100;

export const heartbeatOffRtt: Rule = {
  id: 'QR022',
  name: 'heartbeat-off-rtt',
  title: 'A heartbeat that does not go with the longest round trip',
  topic: 'timeouts',
  severity: 'warning',
  needs: 'file',
  why: 'A heartbeat below half the longest round trip sends the next beats before the last are answered, and loads the leader and the network for nothing. One of far more than the round trip notices a loss late, and holds up what rides on heartbeats. Half to one and a half round trips is the rule of thumb, and twice the round trip has been found to work.',
  fix: 'Set the heartbeat to about the longest round trip between replicas, and the election timeout to ten times that.',
  source:
    'etcd documentation, "Tuning: Time parameters" (heartbeat 0.5–1.5 × the round trip between members); etcd issue 846 (2 × works)',
  check({ deployment, protocol, longest }) {
    const { heartbeat } = deployment.timeouts;
    if (protocol.traits.failover !== 'automatic' || longest.ms === 0) return [];
    const factor = heartbeat / longest.ms;
    const short = factor < LEAST;
    if (!short && (factor <= MOST || heartbeat <= CUSTOMARY)) return [];
    const good = formatDuration(Math.max(CUSTOMARY, Math.ceil(longest.ms / 10) * 10));
    const { path, custom } = timeoutAt(deployment, 'heartbeat');
    return [
      {
        path,
        message: `The heartbeat of ${formatDuration(heartbeat)}${custom} is ${significant(factor)} × the longest round trip, ${inMs(longest.ms)} between ${longest.a} and ${longest.b}; ${LEAST} to ${MOST} × is the rule.`,
        fix: `Write timeouts: { heartbeat: ${good} }.`,
      },
    ];
  },
};
