import type { Rule } from '../rule.js';
import { inMs } from '../words.js';

export const noObjectives: Rule = {
  id: 'QR034',
  name: 'no-objectives',
  title: 'No objectives at all',
  topic: 'objectives',
  severity: 'warning',
  needs: 'estimate',
  why: 'Without objectives nobody can say whether a figure is good, and no pull request that makes it worse is stopped. Which losses must be survived, and what latency is still good, are decisions of people, and belong into the file.',
  fix: 'Write objectives for the latency of the clients that matter, for availability, and for what must be survived.',
  source: 'Beyer et al., "Site Reliability Engineering", O’Reilly 2016, ch. 4, "Service Level Objectives"',
  check({ deployment, estimate }) {
    if (deployment.objectives.length > 0) return [];
    const [client] = estimate.clients;
    const p99 = client?.write.p99 ?? null;
    const figure =
      p99 === null
        ? `what ${deployment.replicas.length} replicas do`
        : `a write p99 of ${inMs(p99)} for ${client.id}`;
    const bound = p99 === null ? '50ms' : `${Math.ceil((p99 * 1.2) / 5) * 5}ms`;
    return [
      {
        path: [],
        message: `The file has 0 objectives: nothing says whether ${figure} is good enough, or what must be survived.`,
        fix: `Write objectives: [{ ${p99 === null ? '' : `clients: ${client.id}, `}metric: write.p99, at-most: ${bound} }, { survive: zone }].`,
      },
    ];
  },
};
