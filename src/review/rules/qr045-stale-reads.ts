import type { Finding, Rule } from '../rule.js';
import { inMs } from '../words.js';

export const staleReads: Rule = {
  id: 'QR045',
  name: 'stale-reads',
  title: 'Reads that may be stale',
  topic: 'latency',
  severity: 'note',
  needs: 'estimate',
  why: 'A replica that answers reads from its own state answers with what it has: at best a one-way delay behind, and without bound while it is cut off. A client may not see its own write.',
  fix: 'Use read-index or leader-lease reads where a client must see the last write; keep local reads for what may be late.',
  source:
    'Herlihy, Wing, "Linearizability", TOPLAS 12(3), 1990; Terry, "Replicated Data Consistency Explained Through Baseball", CACM 56(12), 2013',
  check({ deployment, protocol, estimate, leader }) {
    const reads = deployment.protocol.reads ?? protocol.traits.reads[0];
    if (reads !== 'local' || deployment.replicas.length < 2) return [];
    const lags = estimate.clients.flatMap(({ id, readEntry }) => {
      const to = deployment.replicas.find((replica) => replica.id === readEntry);
      return deployment.replicas
        .filter((from) => (leader === undefined || from.id === leader) && from !== to && to !== undefined)
        .map((from) => ({
          id,
          from,
          to: to!,
          ms: deployment.network.link(from.at, to!.at).oneWay.quantile(0.99),
        }));
    });
    if (lags.length === 0) return [];
    const worst = lags.reduce((most, lag) => (lag.ms > most.ms ? lag : most));
    const found: Finding = {
      path: ['protocol', 'reads'],
      message: `Reads are answered from a replica's own state: those of ${worst.id} at ${worst.to.id} are up to ${inMs(worst.ms)} (p99, one way from ${worst.from.id}) behind, and without bound while it is cut off.`,
      fix: 'Choose a linearizable way of reading where clients must see the last write (quorate protocols lists them).',
    };
    return [found];
  },
};
