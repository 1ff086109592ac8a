import { readFileSync } from 'node:fs';
import type { Deployment } from '../../src/topology/deployment.js';
import { type Case, once } from './case.js';
import { deploymentOf, lawOf, simulationOf } from './evaluate.js';
import { pingsOf } from './pings.js';

interface Run {
  readonly protocol: 'EPaxos' | 'Tempo';
  readonly dataset: string | null;
  readonly f: number;
  readonly fast: number;
  readonly replicas: readonly string[];
  readonly latency: Readonly<Record<string, number>>;
}

const { cases: runs } = JSON.parse(
  readFileSync(new URL('./conflict-free-leaderless.json', import.meta.url), 'utf8'),
) as { cases: readonly Run[] };

/** Operations a client, about half of them writes. */
const OPERATIONS = 12;

const SAID: Readonly<Record<Run['protocol'], string>> = {
  EPaxos: 'EPaxos without conflicts (fantoch)',
  Tempo: 'Tempo without conflicts (fantoch), as EPaxos with its fast quorum',
};

/**
 * EPaxos in fantoch, to the millisecond: the model and the machine. And Tempo: where nothing conflicts its commit waits
 * for what EPaxos waits for, a fast quorum's answers, only that the quorum has another size; what Tempo does about
 * conflicts is not in this.
 */
export const leaderless: readonly Case[] = runs.flatMap((run) => {
  const { dataset } = run;
  return dataset === null ? [] : casesOf(run, dataset);
});

function casesOf(run: Run, dataset: string): Case[] {
  const deployment = once(() => topology(run, dataset));
  const simulation = once(() => simulationOf(deployment(), { kind: 'spaced' }, OPERATIONS));
  const caseOf = (
    client: string,
    expected: number,
    figure: string,
    part: string,
    actual: () => number,
  ): Case => ({
    group: SAID[run.protocol],
    id: `${run.protocol.toLowerCase()}-${run.replicas.length}-${run.f}-${part}-${client}`,
    claim: `n=${run.replicas.length} f=${run.f}, fast quorum ${run.fast}, client ${client}, RTTs of ${dataset}`,
    figure,
    expected,
    actual: once(actual),
    tolerance: { relative: 0, absolute: 0 },
  });
  return Object.entries(run.latency).flatMap(([client, expected]) => {
    const modelled = caseOf(client, expected, 'write', 'model', () =>
      lawOf(deployment(), 'write', { client }).quantile(0.5),
    );
    if (run.protocol !== 'EPaxos') return [modelled];
    const simulated = caseOf(client, expected, 'write p50, simulated', 'machine', () => {
      const found = simulation().clients.find(({ id }) => id === client)?.write;
      return found?.p50 ?? Number.NaN;
    });
    return [modelled, simulated];
  });
}

function topology(run: Run, dataset: string): Deployment {
  const { replicas, fast } = run;
  const pings = pingsOf(dataset);
  const sites = [...new Set([...replicas, ...Object.keys(run.latency)])];
  return deploymentOf({
    name: `fantoch-${run.protocol}-${replicas.length}-${run.f}`,
    network: { rtt: { sites, ms: sites.map((a) => sites.map((b) => 2 * pings.oneWay(a, b))) } },
    replicas: replicas.map((site) => ({ id: `r-${site}`, at: site, disk: 'none' })),
    clients: Object.keys(run.latency).map((site) => ({
      id: site,
      at: site,
      entry: `r-${pings.nearest(site, replicas)}`,
    })),
    // EPaxos' own fast quorum is what quorate takes where none is given.
    protocol: {
      name: 'epaxos',
      ...(run.protocol === 'EPaxos' ? {} : { quorum: { classic: 'majority', fast } }),
    },
  });
}
