import type { Rule } from '../rule.js';
import { significant } from '../words.js';

export const capacityUnknown: Rule = {
  id: 'QR043',
  name: 'capacity-unknown',
  title: 'Rates are given, but nothing that bounds them',
  topic: 'load',
  severity: 'note',
  needs: 'estimate',
  why: 'Without a time of processing, a disk or a bandwidth, every rate counts as sustained: the load of clients cannot be held against anything.',
  fix: 'Give protocol.processing (0.02 to 0.2 ms for most software), disks and network.bandwidth.',
  source: 'docs/topology.md, "protocol"; docs/models.md, "Throughput"',
  check({ deployment, estimate }) {
    const rate = deployment.clients.reduce((sum, client) => sum + (client.rate ?? 0), 0);
    if (rate === 0 || estimate.throughput.max !== null) return [];
    const { groupCommit } = estimate.throughput;
    const missing =
      groupCommit === undefined
        ? 'no time of processing, no disk, no bandwidth'
        : 'no time of processing, no bandwidth, and the disks have group commit, where one write carries all records that wait';
    return [
      {
        path: ['protocol'],
        message: `Clients ask for ${significant(rate)} operations/s, and nothing in the file bounds what ${deployment.replicas.length} replicas sustain: ${missing}.`,
        fix:
          groupCommit === undefined
            ? 'Write protocol: { processing: 0.05ms }, and disks with their fsync.'
            : 'Write protocol: { processing: 0.05ms }.',
      },
    ];
  },
};
