import { describe, expect, it } from 'vitest';
import type { Distribution } from '../../../src/distribution/distribution.js';
import { exponential } from '../../../src/distribution/gamma.js';
import { lognormal } from '../../../src/distribution/lognormal.js';
import { constant } from '../../../src/distribution/points.js';
import { randomStream } from '../../../src/distribution/random.js';
import { sum } from '../../../src/distribution/sum.js';
import { inOrder } from '../../../src/estimate/latency/in-order.js';
import { retransmission } from '../../../src/estimate/latency/lossy.js';
import { idleTraffic, intervalsOf } from '../../../src/estimate/traffic/idle.js';
import { asProtocol } from '../../../src/group/as-protocol.js';
import { protocolNamed } from '../../../src/protocol/registry.js';
import { deploymentOf } from '../../validation/evaluate.js';

/** Quantiles of a message behind others sent every h ms, by playing it: the latest of all that were sent up to it. */
function played(delay: Distribution, h: number, runs: number): (p: number) => number {
  const uniform = randomStream(1, 'played');
  const times = new Float64Array(runs);
  for (let i = 0; i < runs; i++) {
    let latest = delay.draw(uniform);
    for (let ago = uniform() * h; ago < 2000; ago += h) latest = Math.max(latest, delay.draw(uniform) - ago);
    times[i] = latest;
  }
  times.sort();
  return (p) => times[Math.min(runs - 1, Math.floor(p * runs))];
}

describe('a message behind others sent every h ms', () => {
  it.each([
    ['lossy', sum(constant(30), retransmission(60, 0.01)), 100],
    ['lossy and varied', sum(exponential({ mean: 5 }).plus(20), retransmission(60, 0.02)), 50],
    ['lognormal', lognormal({ shift: 24, median: 6, sigma: 1 }), 20],
  ] as const)('%s: takes what playing it says', (_name, delay, h) => {
    const law = inOrder(delay, [h]);
    expect(law).not.toBe(delay);
    const quantile = played(delay, h, 40_000);
    for (const p of [0.5, 0.9, 0.99]) expect(Math.abs(law.quantile(p) / quantile(p) - 1)).toBeLessThan(0.03);
  });

  it('waits for nobody where every one takes the same, and is then the same object', () => {
    const always = constant(30);
    expect(inOrder(always, [10])).toBe(always);
    const steady = exponential({ mean: 0.1 }).plus(30);
    expect(inOrder(steady, [1000])).toBe(steady);
  });
});

describe('who sends to whom while idle is counted on the machines', () => {
  const sites = ['a', 'b', 'c'];
  const file = deploymentOf({
    name: 'idle',
    network: {
      rtt: {
        sites,
        ms: [
          [0.4, 30, 60],
          [30, 0.4, 50],
          [60, 50, 0.4],
        ],
      },
    },
    replicas: sites.map((at, i) => ({ id: `r${i}`, at })),
    clients: [{ id: 'c', at: 'a' }],
    protocol: { name: 'raft', leader: 'r0' },
  });
  const between = (name: string): number[][] => {
    const protocol = protocolNamed(name);
    if (protocol === undefined) throw new Error(`no protocol ${name}`);
    const { deployment } = asProtocol(file, protocol);
    const leader = protocol.traits.leadership === 'none' ? undefined : 'r0';
    return intervalsOf(idleTraffic(deployment, protocol, leader), 3).map((of) => of.map(Math.round));
  };

  it('Raft: the leader with each of the others, both ways, with every heartbeat (100 ms)', () => {
    expect(between('raft')).toEqual([[], [100], [100], [100], [], [], [100], [], []]);
  });

  it.each(['mencius', 'epaxos'])('%s: all with all', (name) => {
    expect(between(name)).toEqual([[], [100], [100], [100], [], [100], [100], [100], []]);
  });

  it('two-phase commit: nobody', () => {
    expect(between('two-phase-commit').flat()).toEqual([]);
  });
});
