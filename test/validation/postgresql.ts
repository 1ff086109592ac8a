import { readFileSync } from 'node:fs';
import { type Case, once } from './case.js';
import { deploymentOf, lawOf } from './evaluate.js';

interface Measurement {
  readonly id: string;
  /** Mean durable write (ms). */
  readonly fsync: number;
  readonly client: string;
  readonly operation: 'write' | 'read';
  /** synchronous_standby_names: whom a commit waits for. */
  readonly names: string;
  /** synchronous_commit: what they must have done. */
  readonly commit: 'on' | 'local' | 'remote_write' | 'remote_apply';
  readonly samples: number;
  readonly p50: number;
}

const { network, cases: measurements } = JSON.parse(
  readFileSync(new URL('./postgresql.json', import.meta.url), 'utf8'),
) as {
  network: { readonly sites: readonly string[]; readonly ms: readonly (readonly number[])[] };
  cases: readonly Measurement[];
};

const PRIMARY = 'az-a';

/**
 * What PostgreSQL adds to a commit (ms), taken from one family: the median by which its four commits on tmpfs with
 * `ANY k` lie above the model.
 */
const COMMIT = 0.31;

/** What it adds to a read (ms), taken from the one on tmpfs. */
const READ = 0.097;

/** The emulator is about 0.07 ms off at the median, on each of the two ways. */
const TOLERANCE = { relative: 0.02, absolute: 0.15 };

/** The measurements that the two constants are from: their rows show how far these lie apart, and nothing else. */
const FAMILY = /-tmpfs-(ANY|standby-read)/;

/** PRIMARY is one of those who must have a commit; s1 is at az-b, s2 at az-c. */
const QUORUMS: Readonly<Record<string, unknown>> = {
  '': { threshold: 1 },
  'ANY 1 (s1, s2)': { threshold: 2 },
  'ANY 2 (s1, s2)': { threshold: 3 },
  // Both standbys being connected, the first of the list is the one that counts.
  'FIRST 1 (s2, s1)': { expression: '"az-a" & "az-c"' },
  'FIRST 2 (s1, s2)': { expression: '"az-a" & "az-b" & "az-c"' },
};

/** Cases that the model cannot fit, and why. */
const MISFITS: Readonly<Record<string, string>> = {
  'pg-metro-3-P0-tmpfs-async-Caz-a':
    'nothing is sent and nothing written here, so the figure is the stack’s constant itself, which is smaller without standbys',
};

/** Asynchronous and semi-synchronous replication of real PostgreSQL as primary/backup, its disk serial. */
export const postgresql: readonly Case[] = measurements.map((m): Case => {
  const misfit = MISFITS[m.id];
  const constant = m.operation === 'write' ? COMMIT : READ;
  return {
    group: 'PostgreSQL 15.20',
    id: m.id,
    claim: `PostgreSQL 15.20, ${words(m)}, client ${m.client}, fsync ${m.fsync} ms, ${constant} ms for the stack${FAMILY.test(m.id) ? ' (taken from these)' : ''}, n=${m.samples}`,
    figure: `${m.operation} p50`,
    expected: m.p50,
    actual: once(() => modelled(m) + constant),
    tolerance: TOLERANCE,
    ...(misfit === undefined ? {} : { misfit }),
  };
});

function words({ operation, names, commit }: Measurement): string {
  if (operation === 'read') return 'read at a standby';
  if (commit === 'local' || names === '') return `synchronous_commit ${commit}, asynchronous`;
  return `synchronous_commit ${commit}, ${names}`;
}

function modelled({ id, fsync, client, operation, names, commit }: Measurement): number {
  const { sites } = network;
  const deployment = deploymentOf({
    name: id,
    network: { rtt: network },
    disks: { data: { fsync: `${fsync}ms` } },
    // With remote_write a standby answers before its disk has it; remote_apply costs it the applying on top, here nothing.
    replicas: sites.map((site) => ({
      id: site,
      at: site,
      disk: site !== PRIMARY && commit === 'remote_write' ? 'none' : 'data',
    })),
    clients: [{ id: 'client', at: client, entry: operation === 'read' ? client : 'leader' }],
    protocol: {
      name: 'primary-backup',
      leader: PRIMARY,
      disk: 'serial',
      reads: 'local',
      quorum: commit === 'local' ? { threshold: 1 } : QUORUMS[names],
    },
  });
  return lawOf(deployment, operation, { client: 'client', leader: PRIMARY }).quantile(0.5);
}
