import { readFileSync } from 'node:fs';
import type { Deployment } from '../../../src/topology/deployment.js';
import { deploymentOf } from '../../validation/evaluate.js';

/** Crashes of the leader of a real etcd on three sites in Europe, under one kind of load. */
export interface EtcdCase {
  readonly id: string;
  readonly sites: readonly string[];
  readonly rtt_ms: readonly (readonly number[])[];
  readonly leader: string;
  readonly clientSite: string;
  /** Times in ms. */
  readonly trials: readonly { readonly firstAnswerAfterCrash: number; readonly newLeader: string }[];
}

export const { cases: etcdCases } = JSON.parse(
  readFileSync(new URL('./etcd.json', import.meta.url), 'utf8'),
) as { readonly cases: readonly EtcdCase[] };

/** All were measured on the same sites. */
export const [europe] = etcdCases;

/** Those sites as a deployment, with these election timeouts. */
export function threeSites(election: readonly [string, string]): Deployment {
  const { sites, rtt_ms, leader, clientSite } = europe;
  return deploymentOf({
    name: 'etcd-europe',
    network: { rtt: { sites, ms: rtt_ms.map((row, i) => row.map((rtt, j) => (i === j ? 0.1 : rtt))) } },
    disks: { ssd: { fsync: '1ms' } },
    replicas: sites.map((site) => ({ id: `r-${site}`, at: site, disk: 'ssd' })),
    clients: [{ id: 'writer', at: clientSite, rate: '50/s', reads: '0%', entry: `r-${clientSite}` }],
    protocol: { name: 'raft', leader: `r-${leader}`, quorum: 'majority', reads: 'read-index' },
    timeouts: { heartbeat: '100ms', election },
  });
}
