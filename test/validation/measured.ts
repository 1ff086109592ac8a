import { readFileSync } from 'node:fs';
import type { Case } from './case.js';
import { deploymentOf, lawOf } from './evaluate.js';

interface Measurement {
  readonly id: string;
  readonly system: string;
  readonly matrix: string;
  /** Durable write per site, ms. */
  readonly fsync: readonly number[];
  /** Mean of an exponential added to every one-way delay, ms. */
  readonly jitter?: number;
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

const { matrices, cases: measurements } = JSON.parse(
  readFileSync(new URL('./measured.json', import.meta.url), 'utf8'),
) as { matrices: Readonly<Record<string, Matrix>>; cases: readonly Measurement[] };

/** Real stacks add a small constant: 1.2–2 ms for etcd, 1.5–2.5 ms for ZooKeeper, as measured on a LAN. */
const STACK = { relative: 0.01, absolute: 2.5 };

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
};

/**
 * Leader-based writes of real etcd and ZooKeeper, one closed-loop client, the disk in parallel: etcd as Raft, whose
 * followers answer once they have the entry and the commit; ZooKeeper as Multi-Paxos, whose followers pass the answer on.
 */
export const measured: readonly Case[] = measurements.flatMap((m) =>
  m.jitter === undefined ? [steady(m)] : jittered(m, m.jitter),
);

function steady(m: Measurement): Case {
  const misfit = MISFITS[m.id];
  return {
    group: m.id.startsWith('slowdisk') ? 'etcd with slow disks' : m.system,
    id: m.id,
    claim: `${m.system}, write, ${where(m)}, n=${m.samples}`,
    figure: 'write p50',
    expected: m.p50,
    actual: () => quantile(m, (rtt) => `${rtt}ms`, 0.5, 0),
    tolerance: STACK,
    ...(misfit === undefined ? {} : { misfit }),
  };
}

/** Exponential jitter on each way makes the round trip a shifted gamma of shape 2. */
function jittered(m: Measurement, mean: number): Case[] {
  const law = (rtt: number): object => ({ gamma: { shift: `${rtt}ms`, shape: 2, scale: `${mean}ms` } });
  return (['p50', 'p90', 'p99'] as const).map((name) => ({
    group: 'etcd with jitter',
    id: `${m.id}-${name}`,
    claim: `${m.system}, write, exponential jitter of ${mean} ms each way, ${ETCD_PER_MESSAGE} ms a message, ${where(m)}, n=${m.samples}`,
    figure: `write ${name}`,
    expected: m[name],
    actual: () => quantile(m, law, Number(name.slice(1)) / 100, ETCD_PER_MESSAGE),
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
  return `${m.matrix}, leader ${m.leader}, client ${m.client} ${entry}, fsync ${m.fsync.join('/')} ms`;
}

function quantile(m: Measurement, law: (rtt: number) => unknown, p: number, processing: number): number {
  const { sites, ms } = matrices[m.matrix];
  const overrides = sites.flatMap((a, i) =>
    sites.slice(i + 1).map((b, j) => ({ between: [a, b], rtt: law(ms[i][i + 1 + j]) })),
  );
  const deployment = deploymentOf({
    name: m.id,
    network: { rtt: { sites, ms }, overrides },
    disks: Object.fromEntries(sites.map((_, i) => [`disk-${i}`, { fsync: `${m.fsync[i]}ms` }])),
    replicas: sites.map((site, i) => ({ id: `m-${site}`, at: site, disk: `disk-${i}` })),
    clients: [{ id: 'client', at: m.client, entry: `m-${m.entry}` }],
    protocol: {
      name: m.system.startsWith('etcd') ? 'raft' : 'multi-paxos',
      leader: `m-${m.leader}`,
      disk: 'parallel',
      processing: `${processing}ms`,
    },
  });
  return lawOf(deployment, 'write', { client: 'client', leader: `m-${m.leader}` }).quantile(p);
}
