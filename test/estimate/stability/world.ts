import { quorumsOf } from '../../../src/group/quorums.js';
import type { Protocol } from '../../../src/protocol/contract/protocol.js';
import type { SimulationRun } from '../../../src/result/simulation-run.js';
import type { Fault } from '../../../src/simulation/fault.js';
import { simulate } from '../../../src/simulation/simulate.js';
import type { Deployment } from '../../../src/topology/deployment.js';
import { deploymentOf } from '../../validation/evaluate.js';

export interface World {
  readonly protocol: string;
  readonly replicas: number;
  readonly loop: 'blocking' | 'free';
  /** ms between any two replicas, there and back; or a law as the file has it. */
  readonly rtt?: unknown;
  /** As the file has it. */
  readonly fsync: unknown;
  /** Writes a second. */
  readonly rate: number;
  readonly heartbeat?: string;
  readonly election?: readonly [string, string];
}

/** Alike replicas, each at a site of its own, r0 leading, and a client beside it that only writes. */
export function deploymentIn({
  protocol,
  replicas,
  loop,
  rtt = 10,
  fsync,
  rate,
  ...timeouts
}: World): Deployment {
  const sites = Array.from({ length: replicas }, (_, i) => `s${i}`);
  const base = typeof rtt === 'number' ? rtt : 10;
  const pairs = sites.flatMap((a, i) => sites.slice(i + 1).map((b) => ({ between: [a, b], rtt })));
  return deploymentOf({
    name: 'stability',
    network: {
      rtt: { sites, ms: sites.map((a) => sites.map((b) => (a === b ? 0.1 : base))) },
      ...(typeof rtt === 'number' ? {} : { overrides: pairs }),
    },
    disks: { log: { fsync, 'group-commit': true } },
    replicas: sites.map((at, i) => ({ id: `r${i}`, at, disk: 'log' })),
    clients: [{ id: 'app', at: 's0', entry: 'leader', rate: `${rate}/s`, reads: '0%' }],
    protocol: { name: protocol, leader: 'r0', loop },
    timeouts: { heartbeat: timeouts.heartbeat ?? '100ms', election: timeouts.election ?? ['1s', '2s'] },
  });
}

export function run(
  deployment: Deployment,
  protocol: Protocol,
  {
    seed,
    time,
    faults = [],
  }: { readonly seed: number; readonly time: number; readonly faults?: readonly Fault[] },
): SimulationRun {
  return simulate({
    deployment,
    machine: protocol.machine,
    leader: 'r0',
    quorum: quorumsOf(deployment, protocol),
    entryOf: () => 'r0',
    seed,
    workload: { arrivals: { kind: 'open' } },
    faults,
    until: { time },
    traits: protocol.traits,
  });
}
