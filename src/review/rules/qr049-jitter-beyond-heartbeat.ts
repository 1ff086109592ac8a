import { formatDuration } from '../../topology/units.js';
import type { Finding, Rule } from '../rule.js';
import { timeoutAt } from '../timeout-place.js';
import { inMs, inPercent } from '../words.js';

/** Of the round trips of heartbeats. */
const LATE = 0.01;

export const jitterBeyondHeartbeat: Rule = {
  id: 'QR049',
  name: 'jitter-beyond-heartbeat',
  title: 'Round trips that jitter stretches beyond the heartbeat',
  topic: 'timeouts',
  severity: 'warning',
  needs: 'estimate',
  why: 'A heartbeat that goes with the usual round trip may still be shorter than the round trip plus its jitter. Answers then come after the next heartbeat has left, and leases, confirmed reads and followers see a leader that seems late for moments.',
  fix: 'Choose a heartbeat above the 99th percentile of the round trip between leader and followers, and ten times that for elections.',
  source:
    'Red Hat, OpenShift documentation, "Recommended etcd practices": 80 ms of round trip with 30 ms of jitter misses heartbeats of 100 ms',
  check({ deployment, protocol, leader }) {
    const { heartbeat } = deployment.timeouts;
    const from = deployment.replicas.find(({ id }) => id === leader);
    if (protocol.traits.elections === undefined || from === undefined) return [];
    let worst: { id: string; p50: number; p99: number; late: number } | undefined;
    for (const { id, at } of deployment.replicas) {
      if (id === from.id) continue;
      const { rtt } = deployment.network.link(from.at, at);
      const late = 1 - rtt.cdf(heartbeat);
      const p50 = rtt.quantile(0.5);
      // Where the usual round trip is longer, that is another matter (QR022).
      if (p50 <= heartbeat && late >= LATE && late > (worst?.late ?? 0))
        worst = { id, p50, p99: rtt.quantile(0.99), late };
    }
    if (worst === undefined) return [];
    const { path, custom } = timeoutAt(deployment, 'heartbeat');
    const good = formatDuration(Math.ceil(worst.p99 / 10) * 10);
    const finding: Finding = {
      path,
      message: `${inPercent(worst.late)} of the round trips between ${from.id} and ${worst.id} are longer than the heartbeat of ${formatDuration(heartbeat)}${custom}: p50 ${inMs(worst.p50)}, p99 ${inMs(worst.p99)}.`,
      fix: `Write timeouts: { heartbeat: ${good} }, with an election timeout of ten times that.`,
    };
    return [finding];
  },
};
