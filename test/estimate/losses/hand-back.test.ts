import { describe, expect, it } from 'vitest';
import { estimate } from '../../../src/estimate/estimate.js';
import { simulateDeployment } from '../../../src/estimate/simulation/simulated.js';
import { protocolNamed } from '../../../src/protocol/registry.js';
import type { Loss } from '../../../src/result/losses.js';
import { deploymentOf } from '../what-if/deployment.js';

interface Group {
  readonly leads?: readonly (number | undefined)[];
  readonly returns?: string | null;
  /** Election timeouts of rb alone. */
  readonly slow?: string;
  readonly protocol?: string;
}

/** Three sites, 10 ms from each to the next, the client beside the first. */
function group({ leads = [2, 2, undefined], returns = '2s', protocol = 'raft', slow }: Group): string {
  const replicas = ['a', 'b', 'c'].map(
    (id, i) =>
      `  - { id: r${id}, at: ${id}, disk: ssd${leads[i] === undefined ? '' : `, leads: ${leads[i]}`}${i === 1 && slow !== undefined ? `, election: ${slow}` : ''} }`,
  );
  return `version: 1
name: hand-back
network: { rtt: { sites: [a, b, c], ms: [[0.5, 10, 20], [10, 0.5, 10], [20, 10, 0.5]] } }
disks: { ssd: { fsync: 1ms } }
replicas:
${replicas.join('\n')}
clients: [{ id: app, at: a, rate: 100/s, reads: 0% }]
protocol: { name: ${protocol}, leader: ra${returns === null ? '' : `, leadership: { returns-after: ${returns} }`} }
timeouts: { heartbeat: 100ms, election: [1s, 2s] }
`;
}

function lossOf(of: Group, name: string): Loss {
  const deployment = deploymentOf(group(of));
  const protocol = protocolNamed(deployment.protocol.name)!;
  return estimate(deployment, protocol, { seed: 1 }).losses.find((loss) => loss.name === name)!;
}

const phases = ({ later }: Loss) =>
  later.map(({ from, leaders }) => [from, ...leaders.map(({ leader }) => leader)]);

describe('after a loss leadership goes back', () => {
  it('to one that comes first and is still there, and to the first of all once that is back', () => {
    // rb waits so long that rc is elected first.
    const three = lossOf({ leads: [3, 2, undefined], slow: '[6s, 7s]' }, 'ra');
    expect(three.leaders.map(({ leader }) => leader)).toEqual(['rc']);
    expect(phases(three)).toEqual([
      ['takeover', 'rb'],
      ['repair', 'ra'],
    ]);
    // Of equals whoever leads keeps it.
    expect(lossOf({}, 'ra').leaders.map(({ leader }) => leader)).toEqual(['rb']);
    expect(phases(lossOf({}, 'ra'))).toEqual([]);
    // It is as before the loss: 10 ms to rb and back, its write of 1 ms, 0.5 ms to the client.
    expect(three.later.at(-1)?.clients[0].write.p50).toBeCloseTo(11.5, 6);
    expect(three.later.at(-1)?.after).toBe(2000);
  });

  it('never where nobody comes first, the file does not say so, or the loss was of another', () => {
    expect(phases(lossOf({ leads: [] }, 'ra'))).toEqual([]);
    expect(phases(lossOf({ leads: [3, 2, undefined], returns: null }, 'ra'))).toEqual([]);
    expect(phases(lossOf({ leads: [3, 2, undefined] }, 'rc'))).toEqual([]);
  });

  it('in a simulation as estimate says: after the takeover rb leads, and ra again once it is back', () => {
    const deployment = deploymentOf(group({ leads: [3, 2, undefined] }));
    const protocol = protocolNamed('raft')!;
    const run = (until: number | undefined) =>
      simulateDeployment(deployment, protocol, {
        seed: 1,
        arrivals: { kind: 'spaced' },
        load: 'spaced',
        operations: 1500,
        faults: [{ kind: 'crash', replicas: ['ra'], at: 500, ...(until === undefined ? {} : { until }) }],
        faultTexts: ['crash'],
      }).leaders;
    expect(run(undefined).at(-1)).toBe('rb');
    expect(run(6000).at(-1)).toBe('ra');
  });
});
