import { readFileSync } from 'node:fs';
import type { Deployment } from '../../src/topology/deployment.js';
import { type Case, once } from './case.js';
import { deploymentOf, simulationOf } from './evaluate.js';

interface Measurement {
  readonly id: string;
  readonly matrix: string;
  readonly client: string;
  readonly leader: string;
  readonly operation: 'write' | 'linearizable read';
  /** Requests that the one client keeps under way. */
  readonly concurrency: number;
  readonly samples: number;
  /** ms */
  readonly p50: number;
  readonly perSecond: number;
  /** ms; absent where etcd kept its log in memory. */
  readonly fsync?: { readonly p50: number; readonly p99: number };
}

interface File {
  readonly matrices: Readonly<
    Record<string, { readonly sites: readonly string[]; readonly ms: readonly (readonly number[])[] }>
  >;
  readonly cases: readonly Measurement[];
}

const { matrices, cases }: File = JSON.parse(
  readFileSync(new URL('./etcd-load.json', import.meta.url), 'utf8'),
);

/**
 * Processor time of a message (ms), fitted to one row: 6,190 writes a second with 64 under way and no disk
 * (etcdload-metro-tmpfs-C0-put-64), three messages each at the leader.
 */
const ETCD_BUSY = 1 / (3 * 6.19);

/** A tenth, where requests wait for each other, and 1 ms for the stack. */
const LOADED_STACK = { relative: 0.1, absolute: 1 };

const ONE_ROUND =
  'etcd makes one round for linearizable reads after the other: those that come meanwhile wait for the next and share it; here each makes a round of its own';
const SHARED_PROCESSORS =
  'all members and the load share two processors, and a message costs less in a batch; here each replica has its own processor, and every message costs it the same';

const MISFITS: ReadonlySet<string> = new Set([
  'etcdload-europe-disk-C0-lin-2',
  'etcdload-europe-disk-C0-lin-4',
  'etcdload-europe-disk-C0-lin-8',
  'etcdload-europe-disk-C0-lin-16',
  'etcdload-metro-disk-C0-lin-32',
  'etcdload-metro-disk-C0-lin-64',
  'etcdload-metro-disk-C0-put-16',
  'etcdload-metro-disk-C0-put-64',
  'etcdload-metro-disk-C2-put-8',
  'etcdload-metro-disk-C2-put-16',
  'etcdload-metro-disk-C2-put-32',
  'etcdload-metro-disk-C2-put-64',
  'etcdload-metro-tmpfs-C0-put-8',
  'etcdload-metro-tmpfs-C0-put-16',
]);

const OPERATIONS = 4000;

/** Real etcd under a closed loop: its machines (Raft, group commit, the disk in parallel) under the same. */
export const etcdLoad: readonly Case[] = cases.map((m) => {
  const misfit = misfitOf(m);
  return {
    group: 'etcd under load',
    id: m.id,
    claim: `etcd, ${m.operation}, ${m.concurrency} under way at ${m.client}, leader ${m.leader}, ${m.matrix}, n=${m.samples}; by the machines, ${ETCD_BUSY.toPrecision(2)} ms a message fitted to one row`,
    figure: `${m.operation === 'write' ? 'write' : 'read'} p50`,
    expected: m.p50,
    actual: once(() => p50Of(m)),
    tolerance: LOADED_STACK,
    ...(misfit === undefined ? {} : { misfit }),
  };
});

function misfitOf({ operation, id }: Measurement): string | undefined {
  if (!MISFITS.has(id)) return undefined;
  return operation === 'write' ? SHARED_PROCESSORS : ONE_ROUND;
}

function p50Of(m: Measurement): number {
  const { clients } = simulationOf(topology(m), { kind: 'closed', outstanding: m.concurrency }, OPERATIONS);
  return clients[0][m.operation === 'write' ? 'write' : 'read'].p50 ?? Number.NaN;
}

function topology(m: Measurement): Deployment {
  const { sites, ms } = matrices[m.matrix];
  const { fsync } = m;
  return deploymentOf({
    name: m.id,
    network: { rtt: { sites, ms } },
    disks: {
      log:
        fsync === undefined
          ? { fsync: '0ms' }
          : { fsync: { p50: `${fsync.p50}ms`, p99: `${fsync.p99}ms` }, 'group-commit': true },
    },
    replicas: sites.map((site) => ({ id: `m-${site}`, at: site, disk: 'log' })),
    clients: [
      { id: 'client', at: m.client, entry: `m-${m.client}`, reads: m.operation === 'write' ? '0%' : '100%' },
    ],
    protocol: {
      name: 'raft',
      leader: `m-${m.leader}`,
      disk: 'parallel',
      reads: 'read-index',
      processing: `${ETCD_BUSY}ms`,
    },
    timeouts: { heartbeat: '300ms', election: ['3s', '6s'] },
  });
}
