import type { Finding, Rule } from '../rule.js';
import { inMs, significant } from '../words.js';

export const asynchronousReplication: Rule = {
  id: 'QR018',
  name: 'asynchronous-replication',
  title: 'Asynchronous replication whose loss window nobody has stated',
  topic: 'quorums',
  severity: 'warning',
  needs: 'file',
  why: 'A primary that answers before any other replica has the write loses what was not yet copied when its machine is lost: the replication lag, times the rate of writes. That may be a choice. Then it should be written down, with who agreed to it.',
  fix: 'Have at least one other replica acknowledge (threshold: 2), or state the accepted loss as the reason of a suppression.',
  source:
    'PostgreSQL documentation, "Log-Shipping Standby Servers", synchronous_commit; Beyer et al., "Site Reliability Engineering", ch. 26, "Data Integrity"',
  supersedes: /is a quorum by itself: with \S+ as primary, replication is asynchronous/,
  check({ deployment, protocol, quorums }): Finding[] {
    const { replicas, clients, network } = deployment;
    if (replicas.length < 2 || protocol.traits.leadership === 'none') return [];
    const primary =
      replicas.find(({ id }) => id === deployment.protocol.leader) ??
      replicas.find(({ index }) => quorums.phase2.contains(1 << index));
    if (primary === undefined || !quorums.phase2.contains(1 << primary.index)) return [];
    const lags = replicas
      .filter(({ index }) => index !== primary.index)
      .map(({ id, at, disk }) => ({
        id,
        ms: network.link(primary.at, at).oneWay.quantile(0.99) + disk.fsync.quantile(0.99),
      }));
    const nearest = lags.reduce((least, lag) => (lag.ms < least.ms ? lag : least));
    const writes = clients.reduce((sum, { rate, reads }) => sum + (rate ?? 0) * (1 - reads), 0);
    const lost =
      writes === 0
        ? ''
        : `, about ${significant((writes * nearest.ms) / 1000)} acknowledged writes at ${significant(writes)} writes/s`;
    return [
      {
        path: deployment.locate(['protocol', 'quorum']) === undefined ? ['protocol'] : ['protocol', 'quorum'],
        message: `${primary.id} answers when it alone has a write: its loss forgets what ${nearest.id}, the nearest of ${lags.length} backups, has not, up to ${inMs(nearest.ms)} of writes (p99)${lost}.`,
        fix: 'Write quorum: { threshold: 2 }, or suppress this with the loss that is accepted, and by whom, as the reason.',
      },
    ];
  },
};
