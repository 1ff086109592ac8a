import { describe, expect, it } from 'vitest';
import { asProtocol } from '../../src/group/as-protocol.js';
import type { Protocol } from '../../src/protocol/contract/protocol.js';
import { fitOf } from '../../src/protocol/fit.js';
import { protocols } from '../../src/protocol/registry.js';
import type { Deployment } from '../../src/topology/deployment.js';
import { deploymentOf } from '../validation/evaluate.js';
import { misses } from './misses.js';

/**
 * Model and machines where messages do not go their ways alone: they are lost and held up by lost ones, they vary so much
 * that they would overtake each other, they come in crowds to one processor.
 */

const SITES = ['a', 'b', 'c'];
const MS = [
  [0.4, 30, 60],
  [30, 0.4, 50],
  [60, 50, 0.4],
];

/** Three regions, one client at the leader and one that enters elsewhere. */
function regions(network: object): object {
  return {
    network: { rtt: { sites: SITES, ms: MS }, ...network },
    disks: { d: { fsync: '1ms' } },
    replicas: SITES.map((at, i) => ({ id: `r${i}`, at, disk: 'd' })),
    clients: [
      { id: 'near', at: 'a' },
      { id: 'elsewhere', at: 'b', entry: 'r1' },
    ],
    protocol: { name: 'raft', leader: 'r0' },
    // So patient that no loss makes them elect another leader than the model's.
    timeouts: { election: ['8s', '9s'], lease: '7s', grace: '8s' },
  };
}

/** So many replicas in three zones of one region, each a fraction of a millisecond away. */
function crowd(replicas: number, processing: string): object {
  const zones = ['x', 'y', 'z'];
  return {
    network: {
      rtt: {
        sites: zones,
        ms: [
          [0.1, 0.6, 0.7],
          [0.6, 0.1, 0.8],
          [0.7, 0.8, 0.1],
        ],
      },
    },
    disks: { d: { fsync: '0.2ms' } },
    replicas: Array.from({ length: replicas }, (_, i) => ({ id: `r${i}`, at: zones[i % 3], disk: 'd' })),
    clients: [
      { id: 'near', at: 'x' },
      { id: 'elsewhere', at: 'y', entry: 'r1' },
    ],
    protocol: { name: 'raft', leader: 'r0', processing },
  };
}

/** Lognormal with σ = 1 on a fifth of each round trip. */
const JITTER = {
  overrides: SITES.flatMap((a, i) =>
    SITES.slice(i + 1).map((b, j) => {
      const ms = MS[i][i + 1 + j];
      const lognormal = { shift: `${0.8 * ms}ms`, median: `${0.2 * ms}ms`, sigma: 1 };
      return { between: [a, b], rtt: { lognormal } };
    }),
  ),
};

const CONDITIONS: readonly (readonly [string, object])[] = [
  ['loss of 0.1 %', regions({ loss: '0.1%' })],
  ['loss of 1 %', regions({ loss: '1%' })],
  ['lognormal jitter', regions(JITTER)],
  ['five replicas at 0.23 ms a message', crowd(5, '0.23ms')],
  ['nine replicas at 0.5 ms a message', crowd(9, '0.5ms')],
];

/** Figures that the model is known to miss, and why. */
const KNOWN: Readonly<Record<string, { readonly figures: RegExp; readonly because: string }>> = {
  'mencius, loss of 1 %': {
    figures: /p99/,
    because:
      'a replica whose suggestion is held up skips its slot as soon as another’s heartbeat tells of it',
  },
  'mencius, lognormal jitter': {
    figures: /p99/,
    because: 'the same: what it skips is heard by way of a third replica first',
  },
};

function recast(topology: object, protocol: Protocol): Deployment | undefined {
  const { deployment } = asProtocol(deploymentOf({ name: 'conditions', ...topology }), protocol);
  return fitOf(protocol, deployment).some(({ severity }) => severity === 'error') ? undefined : deployment;
}

describe.each(CONDITIONS)('%s', (condition, topology) => {
  it.each(protocols.map((protocol) => [protocol.name, protocol] as const))(
    '%s takes on its machines what its model says: within one per cent or the interval',
    (name, protocol) => {
      const deployment = recast(topology, protocol);
      if (deployment === undefined) return;
      // One interval in twenty misses by chance, a wrong model misses under every seed.
      let missed = [...misses(deployment, protocol, { seed: 1, operations: 6000, least: 2000 })];
      for (const seed of [2, 3]) {
        if (missed.length === 0) break;
        const again = misses(deployment, protocol, { seed, operations: 6000, least: 2000 });
        missed = missed.filter(([figure]) => again.has(figure));
      }
      const known = KNOWN[`${name}, ${condition}`]?.figures;
      expect(missed.filter(([figure]) => known?.test(figure) !== true)).toEqual([]);
    },
  );
});
