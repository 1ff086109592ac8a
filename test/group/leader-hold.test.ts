import { describe, expect, it } from 'vitest';
import { load } from '../../cli/load.js';
import { simulateDeployment } from '../../src/estimate/simulation/simulated.js';
import { type LeaderHold, leaderHold } from '../../src/group/leader-hold.js';
import { protocols } from '../../src/protocol/registry.js';
import { memoryIo } from '../cli/memory-io.js';

/** Replicas a, b, c … with this round trip (ms) between any two, and these election timeouts (ms). */
async function group(protocol: string, n: number, rtt: number, election: readonly [number, number]) {
  const sites = Array.from({ length: n }, (_, i) => 'abcde'[i]);
  const ms = sites.map((_, i) => `[${sites.map((_, j) => (i === j ? 0.5 : rtt)).join(', ')}]`);
  const file = `version: 1
name: ${protocol}
network: { rtt: { sites: [${sites.join(', ')}], ms: [${ms.join(', ')}] } }
replicas: [${sites.map((site) => `{ id: r${site}, at: ${site} }`).join(', ')}]
clients: [{ id: app, at: a }]
protocol: { name: ${protocol}${protocol === 'mencius' || protocol === 'epaxos' ? '' : ', leader: ra'} }
timeouts: { heartbeat: ${election[0] / 4}ms, election: [${election[0]}ms, ${election[1]}ms] }
`;
  const io = memoryIo({ 'a.yaml': file });
  const [loaded] = await load(io, ['a.yaml'], { quiet: true });
  return loaded;
}

const ELECTING = ['raft', 'multi-paxos', 'fast-paxos'];

describe('whether a leader can stay, from timeouts against round trips', () => {
  it('is asked of the protocols that elect by timeouts, and of no other', async () => {
    const asked: string[] = [];
    for (const { name } of protocols) {
      const { deployment, protocol } = await group(name, 3, 100, [1000, 2000]);
      if (leaderHold(deployment, protocol) !== undefined) asked.push(name);
    }
    expect(asked.sort()).toEqual([...ELECTING].sort());
  });

  it('goes by the nearest quorum of voters: its round trip, and the chance that it is over in time', async () => {
    const { deployment, protocol } = await group('raft', 3, 100, [200, 400]);
    const expected: LeaderHold = {
      leader: 'ra',
      roundTrip: 100,
      election: [200, 400],
      chance: 1,
      stays: true,
      why: null,
    };
    expect(leaderHold(deployment, protocol)).toEqual(expected);
    // With ra down rb and rc are a quorum; with two down there is none, and another sentence says so.
    expect(leaderHold(deployment, protocol, new Set(['ra']))?.leader).toBe('rb');
    expect(leaderHold(deployment, protocol, new Set(['ra', 'rb']))).toBeUndefined();
  });

  // etcd-io/etcd#656: two members, 500 ms apart, timeouts of 200 to 400 ms.
  it.each(ELECTING)('says of two and three %s machines what they do', async (name) => {
    for (const n of [2, 3]) {
      for (const rtt of [50, 410, 500, 900]) {
        const { deployment, protocol } = await group(name, n, rtt, [200, 400]);
        const { stays } = leaderHold(deployment, protocol)!;
        const run = simulateDeployment(deployment, protocol, {
          seed: 1,
          arrivals: { kind: 'spaced' },
          load: 'spaced',
          operations: 100,
          faults: [],
          faultTexts: [],
        });
        expect({ n, rtt, stays }).toEqual({ n, rtt, stays: rtt < 400 });
        expect({ n, rtt, steady: run.finished === 100 && run.leaderChanges === 0 }).toEqual({
          n,
          rtt,
          steady: stays,
        });
      }
    }
  });
});
