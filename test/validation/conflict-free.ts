import { readFileSync } from 'node:fs';
import { type Case, once } from './case.js';
import { deploymentOf, lawOf } from './evaluate.js';
import { pingsOf } from './pings.js';

interface Run {
  readonly dataset: string | null;
  readonly leader: string;
  readonly f: number;
  readonly replicas: readonly string[];
  readonly latency: Readonly<Record<string, number>>;
}

const { cases: runs } = JSON.parse(
  readFileSync(new URL('./conflict-free.json', import.meta.url), 'utf8'),
) as {
  cases: readonly Run[];
};

/**
 * FPaxos without conflicts in another simulator (fantoch), which sends each message in ⌊⌊mean ping⌋ / 2⌋ ms: exact
 * whole numbers, so ours must be the same whole numbers.
 */
export const conflictFree: readonly Case[] = runs.flatMap((run, index) =>
  run.dataset === null ? fromItsOwnFigures(run, index) : fromPings(run, run.dataset, index),
);

function fromPings(run: Run, dataset: string, index: number): Case[] {
  const sites = [...new Set([...run.replicas, ...Object.keys(run.latency)])];
  const { oneWay } = pingsOf(dataset);
  const ms = sites.map((a) => sites.map((b) => 2 * oneWay(a, b)));
  return Object.entries(run.latency).map(([client, expected]) =>
    caseOf(run, index, dataset, client, expected, () => latency(run, sites, ms, client)),
  );
}

/**
 * The pings of four runs are not published, but the runs hold them: a client's latency beyond the leader's own is
 * its round trip to the leader. What remains to be predicted is the leader's own figure, the f-th nearest follower.
 */
function fromItsOwnFigures(run: Run, index: number): Case[] {
  const sites = run.replicas;
  const own = run.latency[run.leader];
  const ms = sites.map((a) =>
    sites.map((b) =>
      a === b ? 0 : a === run.leader ? run.latency[b] - own : b === run.leader ? run.latency[a] - own : 999,
    ),
  );
  return [
    caseOf(run, index, 'its own client figures', run.leader, own, () => latency(run, sites, ms, run.leader)),
  ];
}

function caseOf(
  run: Run,
  index: number,
  data: string,
  client: string,
  expected: number,
  actual: () => number,
): Case {
  return {
    group: 'FPaxos without conflicts (fantoch)',
    id: `fpaxos-${index + 1}-${client}`,
    claim: `n=${run.replicas.length} f=${run.f}, leader ${run.leader}, client ${client}, RTTs of ${data}`,
    figure: 'write',
    expected,
    actual: once(actual),
    tolerance: { relative: 0, absolute: 0 },
  };
}

function latency(
  run: Run,
  sites: readonly string[],
  ms: readonly (readonly number[])[],
  client: string,
): number {
  const n = run.replicas.length;
  const deployment = deploymentOf({
    name: 'fantoch',
    network: { rtt: { sites, ms } },
    replicas: run.replicas.map((site) => ({ id: `r-${site}`, at: site })),
    clients: [{ id: 'client', at: client, entry: 'nearest' }],
    // Flexible Paxos: phase 2 needs f + 1, phase 1 what meets every such set.
    protocol: {
      name: 'multi-paxos',
      leader: `r-${run.leader}`,
      quorum: { phase1: n - run.f, phase2: run.f + 1 },
    },
  });
  return lawOf(deployment, 'write', { client: 'client', leader: `r-${run.leader}` }).quantile(0.5);
}
