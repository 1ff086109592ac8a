import type { Deployment } from '../topology/deployment.js';
import type { DesignQuestion } from './analysis.js';

/**
 * A topology as a design: its replicas as nodes of equal capacity, the quorums of its first phase as those of reads, of its
 * second as those of writes, and the share of reads of its clients, by their rates. Latencies and failures are not taken:
 * they depend on who asks and on shared domains, which `estimate` counts in.
 */
export function questionOf({
  name,
  file,
  replicas,
  clients,
  protocol: { quorum },
}: Deployment): DesignQuestion {
  const rates = clients.map(({ rate }) => rate ?? 1);
  const total = rates.reduce((sum, rate) => sum + rate, 0);
  const reads = clients.reduce((sum, client, i) => sum + client.reads * rates[i], 0);
  return {
    file,
    name,
    nodes: replicas.map(({ id }) => ({ id, reads: 1, writes: 1, latency: undefined, failure: undefined })),
    capacitiesGiven: false,
    scheme: { reads: quorum.phase1, writes: quorum.phase2, dual: null },
    goal: {
      shares: [{ share: total > 0 ? reads / total : 0.5, weight: 1 }],
      minimise: 'load',
      limits: {},
      f: 0,
    },
    search: [],
  };
}
