import { readFileSync } from 'node:fs';
import type { Deployment } from '../../src/topology/deployment.js';
import { type Case, once, type Tolerance } from './case.js';
import { deploymentOf, lawOf } from './evaluate.js';

interface Measurement {
  readonly id: string;
  readonly system: string;
  readonly matrix: string;
  /** Durable write per site, ms; absent where none is waited for. */
  readonly fsync?: readonly number[];
  /** Mean of an exponential added to every one-way delay, ms. */
  readonly jitter?: number;
  /** What was measured; a write where absent. */
  readonly operation?: keyof typeof READS;
  readonly leader: string;
  readonly client: string;
  readonly entry: string;
  readonly samples: number;
  readonly p50: number;
  readonly p90: number;
  readonly p99: number;
}

interface Matrix {
  readonly sites: readonly string[];
  readonly ms: readonly (readonly number[])[];
}

/**
 * The read modes that the systems' reads are, one after the other. etcd's linearizable reads are ReadIndex. ZooKeeper's
 * sync goes to the leader and back and asks nobody else, as a read at a leader with a lease does.
 */
const READS = {
  'linearizable read': ['read-index'],
  'serializable read': ['local'],
  'local read': ['local'],
  sync: ['leader-lease'],
  'sync + read (two requests)': ['leader-lease', 'local'],
} as const;

type ReadMode = (typeof READS)[keyof typeof READS][number];

interface File {
  readonly matrices: Readonly<Record<string, Matrix>>;
  readonly cases: readonly Measurement[];
}

const { matrices, cases: writes } = load<File>('./measured.json');
const { cases: reads } = load<Pick<File, 'cases'>>('./measured-reads.json');

function load<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(name, import.meta.url), 'utf8'));
}

/** Real stacks add a small constant: 1.2–2 ms for etcd, 1.5–2.5 ms for ZooKeeper, as measured on a LAN. */
const STACK = { relative: 0.01, absolute: 2.5 };

/** Reads write nothing and pass fewer messages, those that one member answers by itself the fewest. */
const READ_STACK = { relative: 0.01, absolute: 1.2 };
const LOCAL_STACK = { relative: 0.01, absolute: 0.45 };

/**
 * What etcd adds to each message a member receives (ms): the steady cases lie a median of 0.73 ms above the model
 * through the leader (three messages received on the way) and 1.10 ms through the client's own follower (five).
 * Steady cases do without it, their tolerance has it; with jitter the tolerance is relative and it must be said.
 */
const ETCD_PER_MESSAGE = 0.23;

/** Cases that the model cannot fit, and why. */
const MISFITS: Readonly<Record<string, string>> = {
  'slowdisk-etcd-all-Ceu-central-1':
    'the p90 is 84 ms: the follower’s 20 ms disk is still busy with the previous operation of a closed-loop client, which is load, not latency',
  'slowdisk-etcd-both-followers-Ceu-central-1':
    'the p90 is 85 ms: the follower’s 20 ms disk is still busy with the previous operation of a closed-loop client, which is load, not latency',
  'etcd-europe-3-disk-Leu-west-1-Ceu-central-1-lin-leader':
    'another client evidently reads by way of the leader at the same time, and etcd makes one round for reads after the other, so that many of these wait for most of a round of 11 ms first (p90 46.785 ms). With one client alone 36.446 ms were measured, which fits',
  'etcd-europe-3-disk-Leu-west-2-Ceu-west-1-lin-leader':
    'another client evidently reads by way of the leader at the same time, and etcd makes one round for reads after the other: the two fall into step (both 37.2 reads a second). With one client alone 22.775 ms were measured, which fits',
};

/**
 * Leader-based writes of real etcd and ZooKeeper, one closed-loop client, the disk in parallel: etcd as Raft, whose
 * followers answer once they have the entry and the commit; ZooKeeper as Multi-Paxos, whose followers pass the answer on.
 * And their reads.
 */
export const measured: readonly Case[] = [...writes, ...reads].flatMap((m) =>
  m.jitter === undefined ? [steady(m)] : jittered(m, m.jitter),
);

function steady(m: Measurement): Case {
  const misfit = MISFITS[m.id];
  return {
    group: m.id.startsWith('slowdisk')
      ? 'etcd with slow disks'
      : `${m.system}${m.operation === undefined ? '' : ', reads'}`,
    id: m.id,
    claim: `${m.system}, ${m.operation ?? 'write'}, ${where(m)}, n=${m.samples}`,
    figure: `${kindOf(m)} p50`,
    expected: m.p50,
    actual: once(() => quantile(m, (rtt) => `${rtt}ms`, 0.5, 0)),
    tolerance: toleranceOf(m),
    ...(misfit === undefined ? {} : { misfit }),
  };
}

/** Exponential jitter on each way makes the round trip a shifted gamma of shape 2. */
function jittered(m: Measurement, mean: number): Case[] {
  const law = (rtt: number): object => ({ gamma: { shift: `${rtt}ms`, shape: 2, scale: `${mean}ms` } });
  return (['p50', 'p90', 'p99'] as const).map((name) => ({
    group: 'etcd with jitter',
    id: `${m.id}-${name}`,
    claim: `${m.system}, ${m.operation ?? 'write'}, exponential jitter of ${mean} ms each way, ${ETCD_PER_MESSAGE} ms a message, ${where(m)}, n=${m.samples}`,
    figure: `${kindOf(m)} ${name}`,
    expected: m[name],
    actual: once(() => quantile(m, law, Number(name.slice(1)) / 100, ETCD_PER_MESSAGE)),
    tolerance: { relative: 0.05, absolute: 0 },
  }));
}

function where(m: Measurement): string {
  const entry =
    m.entry === m.leader
      ? 'through the leader'
      : m.entry === m.client
        ? 'through its own follower'
        : `through ${m.entry}`;
  const disk = m.fsync === undefined ? '' : `, fsync ${m.fsync.join('/')} ms`;
  return `${m.matrix}, leader ${m.leader}, client ${m.client} ${entry}${disk}`;
}

function toleranceOf({ operation }: Measurement): Tolerance {
  if (operation === undefined) return STACK;
  const modes: readonly ReadMode[] = READS[operation];
  return modes.every((mode) => mode === 'local') ? LOCAL_STACK : READ_STACK;
}

function kindOf({ operation }: Measurement): 'write' | 'read' {
  return operation === undefined ? 'write' : 'read';
}

/** Requests one after the other add up, each a constant where there is more than one. */
function quantile(m: Measurement, law: (rtt: number) => unknown, p: number, processing: number): number {
  const modes = m.operation === undefined ? [undefined] : READS[m.operation];
  const laws = modes.map((reads) =>
    lawOf(topology(m, law, processing, reads), kindOf(m), { client: 'client', leader: `m-${m.leader}` }),
  );
  return laws.reduce((sum, one) => sum + one.quantile(p), 0);
}

function topology(
  m: Measurement,
  law: (rtt: number) => unknown,
  processing: number,
  reads: ReadMode | undefined,
): Deployment {
  const { sites, ms } = matrices[m.matrix];
  const { fsync } = m;
  const overrides = sites.flatMap((a, i) =>
    sites.slice(i + 1).map((b, j) => ({ between: [a, b], rtt: law(ms[i][i + 1 + j]) })),
  );
  return deploymentOf({
    name: m.id,
    network: { rtt: { sites, ms }, overrides },
    ...(fsync === undefined
      ? {}
      : { disks: Object.fromEntries(sites.map((_, i) => [`disk-${i}`, { fsync: `${fsync[i]}ms` }])) }),
    replicas: sites.map((site, i) => ({
      id: `m-${site}`,
      at: site,
      disk: fsync === undefined ? 'none' : `disk-${i}`,
    })),
    clients: [{ id: 'client', at: m.client, entry: `m-${m.entry}` }],
    protocol: {
      name: m.system.startsWith('etcd') ? 'raft' : 'multi-paxos',
      leader: `m-${m.leader}`,
      disk: 'parallel',
      // ZooKeeper's log has a thread of its own: its follower does not wait for its own write before it answers.
      loop: m.system.startsWith('etcd') ? 'blocking' : 'free',
      processing: `${processing}ms`,
      ...(reads === undefined ? {} : { reads }),
    },
  });
}
