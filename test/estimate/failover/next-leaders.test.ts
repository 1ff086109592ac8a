import { describe, expect, it } from 'vitest';
import { nodeIo } from '../../../cli/io.js';
import { load } from '../../../cli/load.js';
import { protocolNamed } from '../../../src/protocol/registry.js';
import type { Deployment } from '../../../src/topology/deployment.js';
import { chiSquare } from './chi-square.js';
import { nextLeaders } from './next-leaders.js';

const LOSSES = 150;
/** Another one each time: the ones that are fixed show that nothing has changed, these that nothing was fitted to them. */
const FRESH = Number(process.env.SEED ?? Math.floor(Math.random() * 1e6));

async function deploymentFor(file: string, protocol: string): Promise<Deployment> {
  const [{ deployment }] = await load(nodeIo(), [`topologies/${file}.yaml`], { quiet: true });
  const { reads } = deployment.protocol;
  const known = reads !== undefined && protocolNamed(protocol)!.traits.reads.includes(reads);
  // Fewer writes than the file has: enough to be flowing, and few enough for a thousand runs.
  const clients = deployment.clients.map((client) => ({ ...client, rate: 40, reads: 0, entry: 'leader' }));
  return {
    ...deployment,
    clients,
    protocol: { ...deployment.protocol, ...(known ? {} : { reads: undefined }) },
  };
}

describe('who leads next, and how long writes stop: the small world says what the whole simulator does', () => {
  it.each([
    ['raft', 'three-regions', 'kill'],
    ['raft', 'three-regions', 'cut'],
    ['raft', 'payments-ledger', 'kill'],
    ['raft', 'payments-ledger', 'cut'],
    ['multi-paxos', 'payments-ledger', 'kill'],
    ['pacifica', 'three-regions', 'kill'],
  ] as const)(
    '%s, %s, a %s: shares not told apart at the hundredth, mean outage within a fiftieth or its error',
    async (name, file, kind) => {
      const deployment = await deploymentFor(file, name);
      const leader = deployment.protocol.leader as string;
      const found = nextLeaders(deployment, protocolNamed(name)!, leader, kind, 1, LOSSES);
      expect(found.p, found.line).toBeGreaterThan(0.01);
      expect(Math.abs(found.ratio - 1), found.line).toBeLessThan(Math.max(0.02, 3 * found.error));
    },
  );

  it(`also with a seed of today: SEED=${FRESH} npx vitest run test/estimate/failover/next-leaders.test.ts`, async () => {
    const deployment = await deploymentFor('three-regions', 'raft');
    const found = nextLeaders(deployment, protocolNamed('raft')!, 'va1', 'cut', FRESH, LOSSES);
    expect(found.p, found.line).toBeGreaterThan(1e-4);
    expect(Math.abs(found.ratio - 1), found.line).toBeLessThan(Math.max(0.02, 4 * found.error));
  });

  it('and a difference is noticed: kills of the small world are not cuts of the simulator', async () => {
    const deployment = await deploymentFor('three-regions', 'raft');
    const raft = protocolNamed('raft')!;
    const [kill, cut] = (['kill', 'cut'] as const).map((kind) =>
      nextLeaders(deployment, raft, 'va1', kind, 1, LOSSES),
    );
    expect(chiSquare(kill.small, cut.full)).toBeLessThan(0.001);
  });
});

// By hand: 7.2260 and 2.0202 with one degree of freedom (p = erfc √(x/2)), 3.1111 with two (p = e^(−x/2)).
it.each([
  [[560, 440], [500, 500], 0.00718],
  [[60, 40], [50, 50], 0.15521],
  [[20, 30, 50], [30, 30, 40], 0.21107],
  [[50, 50], [50, 50], 1],
])('chi-square of %j and %j: %f', (one, other, p) => {
  expect(chiSquare(one, other)).toBeCloseTo(p, 4);
});
