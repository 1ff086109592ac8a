import { describe, expect, it } from 'vitest';
import { nodeIo } from '../../../cli/io.js';
import { load } from '../../../cli/load.js';
import type { Loss } from '../../../src/estimate/failover/result.js';
import { successionOf } from '../../../src/estimate/failover/succession.js';
import type { Protocol } from '../../../src/protocol/contract/protocol.js';
import { epaxos } from '../../../src/protocol/epaxos/epaxos.js';
import { fastPaxos } from '../../../src/protocol/fast-paxos/fast-paxos.js';
import { mencius } from '../../../src/protocol/mencius/mencius.js';
import { multiPaxos } from '../../../src/protocol/multi-paxos/multi-paxos.js';
import { pacifica } from '../../../src/protocol/pacifica/pacifica.js';
import { primaryBackup } from '../../../src/protocol/primary-backup/primary-backup.js';
import { raft } from '../../../src/protocol/raft/raft.js';
import type { Deployment } from '../../../src/topology/deployment.js';
import { deploymentOf } from '../../validation/evaluate.js';
import { failoverByHand } from './hand/by-hand.js';
import { ownRaft } from './hand/raft-elections.js';

const SEED = 1;

async function deploymentFor(file: string, { traits }: Protocol): Promise<Deployment> {
  const [{ deployment }] = await load(nodeIo(), [`topologies/${file}.yaml`], { quiet: true });
  const { reads } = deployment.protocol;
  const known = reads !== undefined && traits.reads.includes(reads);
  return known ? deployment : { ...deployment, protocol: { ...deployment.protocol, reads: undefined } };
}

function idle(deployment: Deployment): Deployment {
  return { ...deployment, clients: deployment.clients.map((client) => ({ ...client, rate: undefined })) };
}

const kill = (...members: string[]): Loss => ({ kind: 'kill', members });

describe("Raft: the machines and a model of its rules by hand, which shares nothing with them, agree within 4 % on an idle group's outage", () => {
  it.each(['one-region-three-zones', 'three-regions', 'payments-ledger', 'eu-azure'])('%s', async (file) => {
    const deployment = idle(await deploymentFor(file, raft));
    const leader = deployment.protocol.leader as string;
    const machines = successionOf(deployment, raft, { leader, loss: kill(leader), seed: SEED, trials: 1500 });
    const rules = failoverByHand(deployment, ownRaft, { seed: SEED, crashes: 6000, leader });
    if (machines === undefined) throw new Error('nobody took over');
    expect([machines.never, rules.never]).toEqual([0, 0]);
    for (const figure of ['mean', 'p50'] as const) {
      expect(Math.abs(machines.outage[figure] / rules.total[figure] - 1), figure).toBeLessThan(0.04);
      expect(Math.abs(machines.detection[figure] / rules.detection[figure] - 1), figure).toBeLessThan(0.04);
    }
  });

  it('and wrong rules are caught: timeouts that begin at 1.2 s instead of 1 s are more than 5 % off', async () => {
    const deployment = idle(await deploymentFor('one-region-three-zones', raft));
    const late = { ...deployment, timeouts: { ...deployment.timeouts, election: [1200, 2000] as const } };
    const machines = successionOf(deployment, raft, { leader: 'a1', loss: kill('a1'), seed: SEED });
    const rules = failoverByHand(late, ownRaft, { seed: SEED, crashes: 3000, leader: 'a1' });
    expect(rules.total.mean / (machines?.outage.mean ?? 1)).toBeGreaterThan(1.05);
  });
});

/** etcd 3.6, laboratory: leader a, one member 2 ms away and one 80 ms away, writes flowing; 27 cuts and 60 kills. */
const laboratory = deploymentOf({
  name: 'etcd-near-and-far',
  network: {
    rtt: {
      sites: ['a', 'b', 'c'],
      ms: [
        [0.1, 2, 80],
        [2, 0.1, 79],
        [80, 79, 0.1],
      ],
    },
  },
  replicas: ['a', 'b', 'c'].map((id) => ({ id, at: id })),
  clients: [{ id: 'writer', at: 'a', rate: '200/s', reads: '0%' }],
  protocol: { name: 'raft', leader: 'a', quorum: 'majority', reads: 'read-index' },
  // etcd's T is 1 s: whole ticks of h = 100 ms, the first of which is a part of one, so from T − h to 2T − h.
  timeouts: { heartbeat: '100ms', election: ['900ms', '1900ms'] },
});

describe('a kill, a cut and a pause are different losses (etcd 3.6 in a laboratory, November 2026)', () => {
  const after = (loss: Loss, trials = 400) => {
    const found = successionOf(laboratory, raft, { leader: 'a', loss, seed: SEED, trials });
    if (found === undefined) throw new Error('nobody took over');
    return found;
  };
  const share = (found: ReturnType<typeof after>, id: string): number =>
    found.leaders.find(({ leader }) => leader === id)?.probability ?? 0;

  it('after a kill each survivor leads about as often as the other, however far away', () => {
    const found = after(kill('a'));
    expect(share(found, 'c')).toBeGreaterThan(0.35);
    expect(share(found, 'c')).toBeLessThan(0.65);
  });

  it('after a cut while writes flow the near one leads, for it has the newest log: 27 of 27 times, as here', () => {
    const found = after({ kind: 'cut', members: ['a'] });
    expect(share(found, 'b')).toBeGreaterThan(0.98);
  });

  // T = 1 s, h = 100 ms, V the round trip of a vote: the farther of a majority, 79 ms; here the near one's vote is not enough alone.
  it.each([300, 800])('a pause of %d ms, shorter than T − h, never changes the leader', (duration) => {
    expect(share(after({ kind: 'pause', members: ['a'], duration }), 'a')).toBe(1);
  });

  it('a pause of 1.5 s changes it about as often as 1 − (1 − x)^(N−1), x = (s − (T−h) − 2V)/T; one of 3 s nearly always', () => {
    const changed = 1 - share(after({ kind: 'pause', members: ['a'], duration: 1500 }, 1000), 'a');
    const x = (1500 - 900 - 2 * 79) / 1000;
    expect(Math.abs(changed - (1 - (1 - x) ** 2))).toBeLessThan(0.06);
    expect(share(after({ kind: 'pause', members: ['a'], duration: 3000 }), 'a')).toBeLessThan(0.02);
  });

  it('a pause of a follower changes nothing', () => {
    const found = after({ kind: 'pause', members: ['c'], duration: 1500 });
    expect(found).toMatchObject({ leaders: [{ leader: 'a', probability: 1 }], trials: 0, never: 0 });
    expect(found.outage.p99).toBe(0);
  });

  it('a pause that never ends is answered by somebody else', () => {
    const found = after({ kind: 'pause', members: ['a'] }, 100);
    expect(share(found, 'a')).toBe(0);
    expect(found.never).toBe(0);
  });

  it('clients of a paused leader wait no longer than the pause and a vote, or for the next leader', () => {
    const { outage } = after({ kind: 'pause', members: ['a'], duration: 300 });
    expect(outage.p50).toBeGreaterThanOrEqual(300);
    expect(outage.p99).toBeLessThan(320);
  });
});

describe('succession', () => {
  it.each([
    ['raft', raft],
    ['multi-paxos', multiPaxos],
    ['fast-paxos', fastPaxos],
    ['pacifica', pacifica],
    ['mencius', mencius],
  ] as const)(
    '%s gets over the loss of a replica, of a zone, of two regions, each in its time',
    async (_name, protocol) => {
      const deployment = await deploymentFor('payments-ledger', protocol);
      const [first, second, third] = deployment.replicas.map(({ id }) => id);
      const leader = protocol.traits.leadership === 'none' ? undefined : first;
      const { election, grace } = deployment.timeouts;
      for (const members of [[first], [first, second], [first, third]]) {
        const found = successionOf(deployment, protocol, {
          leader,
          loss: kill(...members),
          seed: SEED,
          trials: 60,
        });
        expect(found?.never).toBe(0);
        const sum = found?.leaders.reduce((total, { probability }) => total + probability, 0);
        expect(sum).toBeCloseTo(1, 9);
        for (const { leader: next } of found?.leaders ?? []) {
          if (leader === undefined) expect(next).toBeNull();
          else expect(members).not.toContain(next);
        }
        expect(found?.outage.p50).toBeGreaterThan(Math.min(election[0], grace) / 3);
        expect(found?.outage.mean).toBeLessThan(4 * Math.max(election[1], grace));
      }
    },
  );

  it('stops nothing where a follower of a majority is lost, or a replica of EPaxos that no client writes to: nothing is run', async () => {
    const deployment = await deploymentFor('payments-ledger', raft);
    const [leader, other] = deployment.replicas.map(({ id }) => id);
    const options = { leader, loss: kill(other), seed: SEED };
    expect(successionOf(deployment, raft, options)).toMatchObject({
      leaders: [{ leader, probability: 1 }],
      trials: 0,
      outage: { mean: 0, p99: 0 },
    });
    const found = successionOf(deployment, epaxos, { leader: undefined, loss: kill('or1'), seed: SEED });
    expect(found).toMatchObject({ leaders: [{ leader: null, probability: 1 }], trials: 0 });
  });

  it('PacificA waits for the lease of a lost secondary, and the primary stays', async () => {
    const deployment = await deploymentFor('payments-ledger', pacifica);
    const found = successionOf(deployment, pacifica, { leader: 'va1', loss: kill('or1'), seed: SEED });
    expect(found?.leaders).toEqual([{ leader: 'va1', probability: 1 }]);
    expect(found?.detection.p99).toBeLessThanOrEqual(deployment.timeouts.lease);
    expect(found?.detection.p50).toBeGreaterThan(deployment.timeouts.lease / 2);
  });

  it('is undefined where nobody is left to elect, and where only an operator helps', async () => {
    const deployment = await deploymentFor('three-regions', raft);
    const options = { leader: 'va1', loss: kill('va1'), seed: SEED, trials: 10 };
    expect(successionOf(deployment, raft, { ...options, down: new Set(['oh1']) })).toBeUndefined();
    expect(successionOf(deployment, raft, { ...options, loss: kill('va1', 'or1') })).toBeUndefined();
    expect(successionOf(deployment, primaryBackup, options)).toBeUndefined();
    expect(successionOf(deployment, raft, options)?.trials).toBe(10);
  });

  it('gives up on a group that never elects anybody, and says so', async () => {
    const deployment = await deploymentFor('three-regions', raft);
    const timeouts = { ...deployment.timeouts, heartbeat: 1, election: [2, 2] as const, lease: 1, grace: 2 };
    const found = successionOf({ ...deployment, timeouts }, raft, {
      leader: 'va1',
      loss: kill('va1'),
      seed: SEED,
    });
    expect(found?.never).toBe(1);
    expect(found?.leaders).toEqual([{ leader: null, probability: 1 }]);
    expect(found?.outage.mean).toBe(Number.POSITIVE_INFINITY);
  });

  it('is the same for the same seed, another for another, and asked twice is run once', async () => {
    const run = async (seed: number) => {
      const deployment = await deploymentFor('three-regions', raft);
      return successionOf(deployment, raft, { leader: 'va1', loss: kill('va1'), seed, trials: 30 });
    };
    expect(await run(1)).toEqual(await run(1));
    expect(await run(1)).not.toEqual(await run(2));
  });

  it('has phases that add up, and writes that followers receive make detection later', async () => {
    const deployment = await deploymentFor('three-regions', raft);
    const at = (rate: number | undefined) => {
      const clients = deployment.clients.map((client) => ({ ...client, rate, reads: 0 }));
      const options = { leader: 'va1', loss: kill('va1'), seed: SEED, trials: 1500 };
      const found = successionOf({ ...deployment, clients }, raft, options);
      if (found === undefined) throw new Error('nobody took over');
      return found;
    };
    const quiet = at(undefined);
    const busy = at(1000);
    const { detection, election, reconciliation, outage } = quiet;
    expect(detection.mean + election.mean + reconciliation.mean).toBeCloseTo(outage.mean, 6);
    // Half a heartbeat of 100 ms later, less the millisecond since the last write.
    expect(busy.detection.mean - detection.mean).toBeGreaterThan(30);
    expect(busy.detection.mean - detection.mean).toBeLessThan(65);
  });

  it.each([
    ['a replica that there is not', { leader: 'va1', loss: kill('nowhere') }, 'nowhere'],
    ['no leader where there is one', { leader: undefined, loss: kill('va1') }, 'raft has a leader'],
    [
      'a loss of no time',
      { leader: 'va1', loss: { kind: 'cut', members: ['va1'], duration: 0 } },
      'a loss lasts longer than 0 ms',
    ],
  ] as const)('refuses %s', async (_name, which, message) => {
    const deployment = await deploymentFor('three-regions', raft);
    expect(() => successionOf(deployment, raft, { seed: 1, trials: 1, ...which })).toThrow(message);
  });
});
