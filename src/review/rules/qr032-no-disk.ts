import type { Rule } from '../rule.js';
import { named } from '../words.js';

export const noDisk: Rule = {
  id: 'QR032',
  name: 'no-disk',
  title: 'Replicas without a disk',
  topic: 'data',
  severity: 'note',
  needs: 'file',
  why: 'A replica that names no disk takes no time to write. Latency, capacity and failover then leave out what is often their largest part within a region: a durable write takes 0.1 to 10 ms, and a spinning disk sustains about a hundred of them a second.',
  fix: 'Measure the disk (fio --fsync=1, or the histogram of your software) and give it under disks; write disk: none where nothing is made durable.',
  source: 'etcd documentation, "Hardware recommendations: Disks"; docs/topology.md, "disks"',
  check({ deployment }) {
    const bare = deployment.replicas.filter(({ disk }) => disk.source.kind === 'assumed');
    if (bare.length === 0) return [];
    const { length } = deployment.replicas;
    return [
      {
        path: ['replicas', bare[0].index],
        message: `${bare.length} of ${length} replicas (${named(bare.map(({ id }) => id))}) name no disk: a durable write there takes 0 ms in every figure.`,
        fix: 'Write disks: { ssd: { fsync: { p50: …, p99: … } } } and disk: ssd at each replica; or disk: none if nothing is made durable.',
      },
    ];
  },
};
