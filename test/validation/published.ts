import { readFileSync } from 'node:fs';
import type { SimulationResult } from '../../src/result/simulation.js';
import type { Arrivals } from '../../src/simulation/workload.js';
import type { Deployment } from '../../src/topology/deployment.js';
import { type Bound, type Case, once } from './case.js';
import { deploymentOf, lawOf, simulationOf } from './evaluate.js';
import { lowerBound } from './mencius-bound.js';

type Operation = 'write' | 'read' | 'execution';

interface Publication {
  readonly id: string;
  readonly source: string;
  readonly sites: readonly string[];
  readonly ms: readonly (readonly number[])[];
  /** As in a topology file; Multi-Paxos with leader leases where it does not say. */
  readonly protocol?: object;
  readonly workload?: object;
  /** ms of a durable write; no disk where absent. */
  readonly fsync?: number;
  /** Operations per second of each client, in the order of the sites. */
  readonly rates?: readonly number[];
  /** Where expectations are simulated: the load, and how many operations for each client. */
  readonly simulation?: { readonly arrivals: Arrivals; readonly operations: number };
  /** Share of the published figure. */
  readonly tolerance: number;
  /** ms on top. */
  readonly stack?: number;
  readonly expected: readonly Expectation[];
}

interface Expectation {
  readonly claim: string;
  readonly client: string;
  readonly ms: number;
  /** p50 where absent. */
  readonly figure?: 'mean' | 'p50' | 'p99';
  readonly operation?: Operation;
  readonly leader?: string;
  readonly down?: readonly string[];
  /** Sets it apart where nothing else of its id does. */
  readonly variant?: string;
  /** In place of the publication's. */
  readonly fsync?: number;
  /** Only the first so many sites have replicas. */
  readonly replicas?: number;
  /** More of the protocol. */
  readonly protocol?: object;
  /** Rounds one after the other at the leader; 1 unless said. */
  readonly rounds?: number;
  /** ms on top of what is modelled, as the claim says. */
  readonly constant?: number;
  /** By the machines instead of the model. */
  readonly simulated?: true;
  /** Ours is a bound: with `upper` the model's figure, the client being the only one; with `lower` that of Mencius. */
  readonly bound?: Bound;
  readonly misfit?: string;
}

const publications: readonly Publication[] = ['./published.json', './published-leaderless.json'].flatMap(
  (name) =>
    (
      JSON.parse(readFileSync(new URL(name, import.meta.url), 'utf8')) as {
        cases: readonly Publication[];
      }
    ).cases,
);

/** Published figures with complete inputs. */
export const published: readonly Case[] = publications.flatMap((publication) => {
  const runs = new Map<string, SimulationResult>();
  return publication.expected.map((expected): Case => {
    const { claim, leader, down = [], client, ms, bound, misfit } = expected;
    const { operation = 'write', figure, simulated, replicas } = expected;
    const led = leader === undefined ? '' : `leader ${leader}, `;
    const without = down.length === 0 ? '' : `, ${down.join(' and ')} down`;
    const name = figure === undefined ? operation : `${operation} ${figure}`;
    return {
      group: publication.id,
      id: [
        publication.id,
        replicas,
        leader,
        client,
        figure,
        expected.variant,
        bound,
        simulated && 'simulated',
      ]
        .filter((part) => part !== undefined)
        .join('-'),
      claim: `${claim}: ${led}client ${client}${without}`,
      figure: `${bound === undefined ? '' : `${bound} bound of the `}${name}${simulated ? ', simulated' : ''}`,
      expected: ms,
      actual: once(() =>
        simulated ? simulatedFigure(publication, expected, runs) : modelled(publication, expected),
      ),
      ...(bound === undefined
        ? { tolerance: { relative: publication.tolerance, absolute: publication.stack ?? 0 } }
        : { tolerance: { relative: 0, absolute: 0 }, bound }),
      ...(misfit === undefined ? {} : { misfit }),
    };
  });
});

/** Where the figures of `published` come from, by group. */
export const sources: ReadonlyMap<string, string> = new Map(
  publications.map(({ id, source }) => [id, source]),
);

function modelled(publication: Publication, expected: Expectation): number {
  const { leader, down, client, operation = 'write', rounds = 1, constant = 0, bound } = expected;
  const only = bound === 'upper' ? client : undefined;
  const deployment = topology(publication, expected, only);
  if (bound === 'lower') return lowerBound(deployment, client);
  const at = (place: string): number => {
    const law = lawOf(deployment, operation, {
      client: place,
      leader: leader === undefined ? undefined : `r-${leader}`,
      down: down?.map((site) => `r-${site}`) ?? [],
    });
    return expected.figure === 'mean' ? law.mean : law.quantile(expected.figure === 'p99' ? 0.99 : 0.5);
  };
  // A client beside the leader sees one round and nothing else: further rounds cost that much each.
  const further = rounds === 1 || leader === undefined ? 0 : (rounds - 1) * at(leader);
  return at(client) + further + constant;
}

/** One run serves every figure of the same deployment. */
function simulatedFigure(
  publication: Publication,
  expected: Expectation,
  runs: Map<string, SimulationResult>,
): number {
  const { simulation, id } = publication;
  if (simulation === undefined) throw new Error(`${id} does not say what to simulate`);
  const { client, operation = 'write', figure = 'p50', constant = 0, leader, replicas, protocol } = expected;
  const key = JSON.stringify([leader, replicas, protocol]);
  const run =
    runs.get(key) ??
    simulationOf(topology(publication, expected), simulation.arrivals, simulation.operations);
  runs.set(key, run);
  const found = run.clients.find((one) => one.id === client)?.[operation]?.[figure];
  if (found === undefined || found === null) throw new Error(`${id}: nothing of ${client} was measured`);
  return found + constant;
}

/** @param only the one client that there is; where absent there is one at each site */
function topology(publication: Publication, expected: Expectation, only?: string): Deployment {
  const { sites, ms, rates, workload } = publication;
  const fsync = expected.fsync ?? publication.fsync;
  const members = sites.slice(0, expected.replicas ?? sites.length);
  const { leader } = expected;
  return deploymentOf({
    name: publication.id,
    network: { rtt: { sites, ms } },
    ...(fsync === undefined ? {} : { disks: { data: { fsync: `${fsync}ms` } } }),
    replicas: members.map((site) => ({
      id: `r-${site}`,
      at: site,
      disk: fsync === undefined ? 'none' : 'data',
    })),
    clients: members
      .filter((site) => only === undefined || site === only)
      .map((site) => ({
        id: site,
        at: site,
        ...(leader === undefined ? { entry: `r-${site}` } : {}),
        ...(rates === undefined ? {} : { rate: `${rates[sites.indexOf(site)]}/s` }),
      })),
    ...(workload === undefined ? {} : { workload }),
    protocol: {
      ...(publication.protocol ?? { name: 'multi-paxos', reads: 'leader-lease' }),
      ...(leader === undefined ? {} : { leader: `r-${leader}` }),
      ...expected.protocol,
    },
  });
}
