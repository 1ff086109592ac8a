import { contactOf } from '../../group/contact.js';
import type { Rule } from '../rule.js';

export const replicaWithoutASay: Rule = {
  id: 'QR007',
  name: 'replica-without-a-say',
  title: 'A replica without a vote that no client uses',
  topic: 'quorums',
  severity: 'warning',
  needs: 'estimate',
  why: 'A replica without weight, or one that every quorum has anyway made up without it, receives every write, but makes no write faster and tolerates no loss. As a copy for reads near a client it is useful, and so is one that is declared as such. Where neither is so, the weights are mostly chosen wrong: of 3, 3, 3 and 1 with 6 to reach, the 1 never matters.',
  fix: 'Declare it as `role: learner` where the copy is wanted; else give it a weight that matters.',
  source: 'Gifford, "Weighted voting for replicated data", SOSP 1979 (representatives without votes)',
  check({ deployment, quorums, situation }) {
    const { replicas, clients } = deployment;
    const used = new Set(
      clients.flatMap((client) => [
        contactOf(situation, client, 'write'),
        ...(client.reads > 0 ? [contactOf(situation, client, 'read')] : []),
      ]),
    );
    const idle = replicas.filter(
      ({ id, index, role }) =>
        role === 'learner' && deployment.locate(['replicas', index, 'role']) === undefined && !used.has(id),
    );
    return idle.map(({ id, index }) => ({
      path: ['replicas', index, 'id'],
      message: `No quorum counts on ${id} (${quorums.describe()}), and no client uses it: it is one of ${replicas.length} replicas that receive every write, has no vote, and the file does not say that this is meant.`,
      fix: `Write role: learner for ${id} if the copy is wanted; else give it a weight that matters in protocol.quorum.`,
    }));
  },
};
