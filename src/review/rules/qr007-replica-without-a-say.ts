import { importance } from '../../quorum/importance.js';
import type { Rule } from '../rule.js';

export const replicaWithoutASay: Rule = {
  id: 'QR007',
  name: 'replica-without-a-say',
  title: 'A replica that no quorum ever needs',
  topic: 'quorums',
  severity: 'warning',
  needs: 'file',
  why: 'A replica without weight, or one that every quorum has anyway made up without it, is paid for and receives every write, but makes no write faster and bears no loss. Weights are easily chosen so: of 3, 3, 1 and 5 to reach, the 1 never matters.',
  fix: 'Give it a weight that matters, or remove it; keep it only as a copy for reads, and say so.',
  source: 'Gifford, "Weighted voting for replicated data", SOSP 1979 (representatives without votes)',
  check({ deployment, quorums }) {
    const { replicas } = deployment;
    const half = replicas.map(() => 0.5);
    const idle = replicas.filter(({ index }) =>
      [quorums.phase1, quorums.phase2].every((system) => importance(system, half, index) === 0),
    );
    return idle.map(({ id, index }) => ({
      path: ['replicas', index, 'id'],
      message: `${id} makes no difference to any quorum (${quorums.describe()}): the other ${replicas.length - 1} replicas decide every write and every change of leader alone.`,
      fix: `Give ${id} a say in protocol.quorum, or remove it.`,
    }));
  },
};
