import { majoritySize } from '../../quorum/sizes.js';
import type { Rule } from '../rule.js';
import { countOf } from '../variant.js';
import { counted } from '../words.js';

export const evenMajority: Rule = {
  id: 'QR001',
  name: 'even-majority',
  title: 'A majority of an even number of replicas',
  topic: 'quorums',
  severity: 'warning',
  needs: 'file',
  why: 'A majority of 2k replicas is k + 1, and tolerates the loss of k − 1: exactly as many as 2k − 1 replicas do with a majority of k. The last replica makes every quorum larger, and is one more machine that can fail: it brings nothing.',
  fix: 'Remove one replica, or add one; or give the quorum another form (weights, groups, two phases) that makes use of all.',
  source:
    'Beyer et al., "Site Reliability Engineering", O’Reilly 2016, ch. 23, "Quorum composition"; etcd FAQ, "Why an odd number of cluster members?"',
  check({ deployment, protocol, quorums }) {
    const n = deployment.replicas.length;
    const { failover, reconfigures } = protocol.traits;
    if (n % 2 === 1 || failover !== 'automatic' || reconfigures === true) return [];
    const size = majoritySize(n);
    if (countOf(quorums.phase2) !== size || countOf(quorums.phase1) !== size) return [];
    return [
      {
        path: deployment.locate(['protocol', 'quorum']) === undefined ? ['replicas'] : ['protocol', 'quorum'],
        message: `${size} of ${n} replicas are a majority, which tolerates ${counted(n - size, 'loss', 'losses')}, as ${n - 1} would with a majority of ${majoritySize(n - 1)}; a write waits for ${counted(size - 1, 'other')} instead of ${majoritySize(n - 1) - 1}.`,
        fix: `Run ${n - 1} replicas, or ${n + 1} to tolerate ${counted(n / 2, 'loss', 'losses')}.`,
      },
    ];
  },
};
