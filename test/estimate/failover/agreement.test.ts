import { describe, expect, it } from 'vitest';
import { nodeIo } from '../../../cli/io.js';
import { load } from '../../../cli/load.js';
import { failoverByModel } from '../../../src/estimate/failover/by-model.js';
import { failoverBySimulation } from '../../../src/estimate/failover/by-simulation.js';
import type { Protocol } from '../../../src/protocol/contract.js';
import { mencius } from '../../../src/protocol/mencius/mencius.js';
import { multiPaxos } from '../../../src/protocol/multi-paxos/multi-paxos.js';
import { pacifica } from '../../../src/protocol/pacifica/pacifica.js';
import { raft } from '../../../src/protocol/raft/raft.js';
import type { Deployment } from '../../../src/topology/deployment.js';

const FILES = ['one-region-three-zones', 'three-regions', 'payments-ledger'];
const PROTOCOLS = [multiPaxos, raft, mencius, pacifica];
const SEED = 1;
const SIMULATED = 450;
const MODELLED = 3000;
/** Second candidacies widen these, so that more crashes are needed. */
const MORE: Readonly<Record<string, number>> = { 'raft payments-ledger': 1000, 'raft three-regions': 900 };
/**
 * One election in ten is held up by a follower that takes the old leader for alive, and needs a second one: p90 of the whole
 * stands at the edge of a gap of half a second, on this side or on that. Mean and p50 are held.
 */
const AT_THE_EDGE = 'raft payments-ledger';

async function deploymentFor(file: string, { traits }: Protocol): Promise<Deployment> {
  const [{ deployment }] = await load(nodeIo(), [`topologies/${file}.yaml`], { quiet: true });
  const { reads } = deployment.protocol;
  const known = reads !== undefined && traits.reads.includes(reads);
  return known ? deployment : { ...deployment, protocol: { ...deployment.protocol, reads: undefined } };
}

describe('failover: model and simulator agree within 5 % on mean, p50 and p90 of the whole outage and of its detection', () => {
  it.each([
    ...PROTOCOLS.flatMap((protocol) => FILES.map((file) => [protocol.name, file, protocol] as const)),
    [raft.name, 'eu-azure', raft] as const,
  ])('%s, %s', async (_name, file, protocol) => {
    const deployment = await deploymentFor(file, protocol);
    const leader = protocol.traits.leadership === 'none' ? undefined : deployment.protocol.leader;
    const model = failoverByModel(deployment, protocol, { seed: SEED, crashes: MODELLED, leader });
    const simulated = failoverBySimulation(deployment, protocol, {
      seed: SEED,
      crashes: MORE[`${protocol.name} ${file}`] ?? SIMULATED,
      leader,
    });
    if (model === undefined || simulated === undefined) throw new Error('nobody took over');
    expect([model.never, simulated.never]).toEqual([0, 0]);
    for (const phase of ['total', 'detection'] as const) {
      for (const figure of ['mean', 'p50', 'p90'] as const) {
        if (figure === 'p90' && phase === 'total' && `${protocol.name} ${file}` === AT_THE_EDGE) continue;
        const off = model[phase][figure] / simulated[phase][figure] - 1;
        expect(Math.abs(off), `${phase} ${figure}`).toBeLessThan(0.05);
      }
      // The interval is narrow enough for that to say something.
      const [low, high] = simulated[phase].confidence.mean;
      expect((high - low) / 2 / simulated[phase].mean).toBeLessThan(0.04);
    }
    // Reconciliation is a few messages and writes: a tenth of a millisecond or 5 %.
    const { mean } = simulated.reconciliation;
    expect(Math.abs(model.reconciliation.mean - mean)).toBeLessThan(0.05 * mean + 0.1);
  });

  it('pacifica, payments-ledger, a secondary: writes wait for its lease to run out and for the manager', async () => {
    const deployment = await deploymentFor('payments-ledger', pacifica);
    const options = { seed: SEED, crashes: SIMULATED, leader: 'va1', crashed: 'or1' };
    const model = failoverByModel(deployment, pacifica, options);
    const simulated = failoverBySimulation(deployment, pacifica, options);
    if (model === undefined || simulated === undefined) throw new Error('writes never went on');
    expect(Math.abs(model.total.mean / simulated.total.mean - 1)).toBeLessThan(0.02);
    expect(simulated.detection.p99).toBeLessThanOrEqual(deployment.timeouts.lease);
    expect(simulated.nextLeaders).toEqual([{ replica: 'va1', share: 1 }]);
  });

  it('and a wrong model is caught: timeouts that begin at 1.2 s instead of 1 s are more than 5 % off', async () => {
    const deployment = await deploymentFor('one-region-three-zones', raft);
    const late = { ...deployment, timeouts: { ...deployment.timeouts, election: [1200, 2000] as const } };
    const model = failoverByModel(late, raft, { seed: SEED, crashes: MODELLED, leader: 'a1' });
    const simulated = failoverBySimulation(deployment, raft, {
      seed: SEED,
      crashes: SIMULATED,
      leader: 'a1',
    });
    expect((model?.total.mean ?? 0) / (simulated?.total.mean ?? 1)).toBeGreaterThan(1.05);
  });
});

describe('failover', () => {
  it('is undefined where nobody is left to elect, and for a protocol without one', async () => {
    const deployment = await deploymentFor('three-regions', raft);
    const options = { seed: SEED, crashes: 10, leader: 'va1' };
    expect(failoverByModel(deployment, raft, { ...options, down: new Set(['oh1']) })).toBeUndefined();
    const { failover: _, ...without } = raft;
    expect(failoverByModel(deployment, without, options)).toBeUndefined();
    expect(failoverByModel(deployment, raft, options)?.crashes).toBe(10);
  });

  it('gives the same figures for the same seed, and others for another', async () => {
    const deployment = await deploymentFor('three-regions', raft);
    const run = (seed: number) => [
      failoverByModel(deployment, raft, { seed, crashes: 50, leader: 'va1' }),
      failoverBySimulation(deployment, raft, { seed, crashes: 20, leader: 'va1' }),
    ];
    expect(run(1)).toEqual(run(1));
    expect(run(1)).not.toEqual(run(2));
  });

  it('phases add up, and traffic that followers hear makes detection later', async () => {
    const deployment = await deploymentFor('three-regions', raft);
    const options = { seed: SEED, crashes: MODELLED, leader: 'va1' };
    const idle = failoverByModel(deployment, raft, options);
    const busy = failoverByModel(deployment, raft, { ...options, traffic: 1000 });
    if (idle === undefined || busy === undefined) throw new Error('nobody took over');
    const { detection, election, reconciliation, untilElected, total } = idle;
    expect(detection.mean + election.mean).toBeCloseTo(untilElected.mean, 6);
    expect(untilElected.mean + reconciliation.mean).toBeCloseTo(total.mean, 6);
    // Half a heartbeat of 100 ms later, less the millisecond since the last write.
    expect(busy.detection.mean - detection.mean).toBeGreaterThan(40);
    expect(busy.detection.mean - detection.mean).toBeLessThan(58);
  });

  it.each([
    ['a replica that there is not', { leader: 'va1', crashed: 'nowhere' }, 'nowhere'],
    ['no leader where there is one', { leader: undefined }, 'raft has a leader'],
  ])('refuses %s', async (_name, which, message) => {
    const deployment = await deploymentFor('three-regions', raft);
    expect(() => failoverByModel(deployment, raft, { seed: 1, crashes: 1, ...which })).toThrow(message);
  });
});
