import { formatDuration } from '../../topology/units.js';
import type { Rule } from '../rule.js';
import { inPercent } from '../words.js';

/** What clocks may run apart: far more than crystals do, about what a paused or skewed virtual machine has shown. */
const DRIFT = 0.01;

export const leaseNotWithinGrace: Rule = {
  id: 'QR025',
  name: 'lease-not-within-grace',
  title: 'A lease that is not shorter than the grace period',
  topic: 'timeouts',
  severity: 'error',
  otherwise: ['warning'],
  needs: 'file',
  why: 'Whoever holds a lease stops by its own clock when the lease ends; the others act when the grace period is over by theirs. If the lease is not shorter, by more than clocks may run apart, both serve for a while: two primaries, and reads that miss acknowledged writes.',
  fix: 'Make the grace period clearly longer than the lease: twice as long is ample.',
  source: 'Lin, Yang, Zhang, Zhou, "PacificA", MSR-TR-2008-25; Gray, Cheriton, "Leases", SOSP 1989',
  supersedes: /^the lease of .* must be shorter than the grace period/,
  check({ deployment, protocol }) {
    // Elsewhere they make no difference, and that is said.
    if (protocol.traits.leases?.includes('lease') !== true) return [];
    const { lease, grace } = deployment.timeouts;
    const path = ['lease', 'grace']
      .map((key) => ['timeouts', key])
      .find((each) => deployment.locate(each) !== undefined);
    if (path === undefined || lease * (1 + DRIFT) < grace) return [];
    return [
      {
        path,
        severity: lease < grace ? 'warning' : 'error',
        message: `The lease of ${formatDuration(lease)} ${lease < grace ? `is shorter than the grace period of ${formatDuration(grace)} by less than clocks may run apart (${inPercent(DRIFT)})` : `is not shorter than the grace period of ${formatDuration(grace)}: two may serve at once`}.`,
        fix: `Write timeouts: { lease: ${formatDuration(lease)}, grace: ${formatDuration(2 * lease)} }.`,
      },
    ];
  },
};
