import { describe, expect, test } from 'vitest';
import { batchSize } from '../../../src/estimate/throughput/demands.js';
import { throughputOf } from '../../../src/estimate/throughput/throughput.js';
import { Evaluator } from '../../../src/outcome/evaluate.js';
import type { Protocol } from '../../../src/protocol/contract/protocol.js';
import { fastPaxos } from '../../../src/protocol/fast-paxos/fast-paxos.js';
import { protocolNamed } from '../../../src/protocol/registry.js';
import { deploymentOf } from '../../validation/evaluate.js';

const named = (name: string): Protocol => protocolNamed(name) as Protocol;

/** n replicas and a client in one place, the leader the first. */
function lan(n: number, topology: object, protocol: object) {
  return deploymentOf({
    name: 'lan',
    network: { rtt: { sites: ['lan'], ms: [[0.1]] }, ...topology },
    disks: { d: { fsync: (protocol as { fsync?: string }).fsync ?? '0ms' } },
    replicas: Array.from({ length: n }, (_, i) => ({ id: `r${i}`, at: 'lan', disk: 'd' })),
    clients: [{ id: 'c', at: 'lan', rate: '10/s', reads: '0%' }],
    protocol: { name: 'multi-paxos', leader: 'r0', ...protocol, fsync: undefined },
  });
}

function maxOf(deployment: ReturnType<typeof lan>, name = 'multi-paxos') {
  const run = () => throughputOf(deployment, named(name), 'r0', new Evaluator({ seed: 1, samples: 4000 }));
  return run();
}

describe('the SRE book, ch. 23: a disk of 10 ms', () => {
  test('bears 100 writes a second one by one, and names the disk', () => {
    const { max, bottleneck, load, utilisation } = maxOf(lan(3, {}, { fsync: '10ms' }));
    expect(max).toBeCloseTo(100, 6);
    expect(bottleneck).toEqual({ replica: 'r0', resource: 'disk' });
    expect(load).toBeCloseTo(0.1, 6);
    expect(utilisation[0]).toMatchObject({ replica: 'r0', disk: 0.1 });
  });

  test('bears more in batches: with group commit it is no bottleneck; a window of one batch of 20 is', () => {
    const batched = maxOf(lan(3, {}, { fsync: '10ms', batch: { size: 20, delay: '5ms' } }));
    expect(batched.max).toBe(Number.POSITIVE_INFINITY);
    expect(batched.bottleneck).toBeNull();
    const windowed = maxOf(lan(3, {}, { fsync: '10ms', batch: { size: 20, delay: '5ms' }, window: 1 }));
    expect(windowed.bottleneck).toEqual({ replica: 'r0', resource: 'window' });
    // 20 in the 10.1 ms that one round takes.
    expect(windowed.max).toBeGreaterThan(1900);
    expect(windowed.max).toBeLessThan(2000);
  });
});

describe('ppm, the model behind Paxi (Ailijiang et al., SIGMOD 2019): p / (N(td + tx) + 2(ts + tx))', () => {
  // td = 0.0125, ts = 0.0005, tx = 0.000816 ms: each message costs its transmission at both ends.
  const costs = { processing: '0.013316327ms', sending: '0.001316327ms' };

  test.each([
    [3, 23484],
    [5, 14448],
    [7, 10433],
    [9, 8165],
  ])(
    '%d replicas: %d a second within 0.5 %, where the leader sends twice, to all and to the client',
    (n, expected) => {
      const { max, bottleneck } = maxOf(lan(n, {}, { ...costs, quorum: 'majority' }), 'primary-backup');
      expect(Math.abs(max / expected - 1)).toBeLessThan(0.005);
      expect(bottleneck).toEqual({ replica: 'r0', resource: 'processor' });
    },
  );

  test('our Multi-Paxos tells the others of each decision as well: one sending more, 3 % less at N = 3', () => {
    const { max } = maxOf(lan(3, {}, costs));
    expect(max).toBeCloseTo(1000 / (3 * 0.013316327 + 3 * 0.001316327), 0);
  });
});

describe('ppm’s EPaxos, c = 0: N·p / (nd(td + tx) + ns(ts + tx)), nd = 2(N − 1) + 1, ns = N + 1', () => {
  // td = 0.025, ts = 0.001, tx = 0.000816 ms: twice those of Multi-Paxos, for dependencies.
  const [receive, send] = [0.025816327, 0.001816327];

  function everywhere(n: number) {
    const deployment = deploymentOf({
      name: 'lan',
      network: { rtt: { sites: ['lan'], ms: [[0.1]] } },
      disks: { d: { fsync: '0ms' } },
      replicas: Array.from({ length: n }, (_, i) => ({ id: `r${i}`, at: 'lan', disk: 'd' })),
      clients: Array.from({ length: n }, (_, i) => ({
        id: `c${i}`,
        at: 'lan',
        entry: `r${i}`,
        rate: '10/s',
        reads: '0%',
      })),
      protocol: { name: 'epaxos', processing: `${receive}ms`, sending: `${send}ms` },
    });
    return throughputOf(deployment, named('epaxos'), undefined, new Evaluator({ seed: 1, samples: 4000 }))
      .max;
  }

  test('without the commits that ours sends and theirs does not count it is 20,452 a second with 5 replicas, within 1 %', () => {
    const work = (5 * 1000) / everywhere(5);
    // A commit to all for each operation: one sent, and one received from each of the others.
    const withoutCommits = work - 4 * receive - send;
    expect(Math.abs((5 * 1000) / withoutCommits / 20_452 - 1)).toBeLessThan(0.01);
  });

  test('with them ours is 30 % below it, and 31 % below theirs with 9 replicas', () => {
    expect(everywhere(5) / 20_452).toBeCloseTo(0.702, 2);
    // theirs by their formula: 9 / (17·td' + 10·ts').
    expect(everywhere(9) / (9000 / (17 * receive + 10 * send))).toBeCloseTo(0.69, 2);
  });
});

describe('Zab (Junqueira et al., DSN 2011, Fig. 7): the leader’s interface, NIC/((N − 1)·size)', () => {
  test.each([
    [3, 61_000],
    [5, 30_500],
    [7, 20_300],
    [9, 15_300],
    [11, 12_200],
    [13, 10_200],
  ])('%d servers, 1 KB at 1 Gbit/s: %d a second within 1 %', (n, expected) => {
    const deployment = { ...lan(n, { bandwidth: '1Gbit/s' }, {}), payload: 1024 };
    const { max, bottleneck } = maxOf({
      ...deployment,
      network: Object.create(deployment.network, {
        overhead: { value: 0 },
        link: { value: (a: string[], b: string[]) => deployment.network.link(a, b) },
        linkLimit: { value: () => undefined },
      }),
    });
    expect(bottleneck).toEqual({ replica: 'r0', resource: 'interface' });
    expect(Math.abs(max / expected - 1)).toBeLessThan(0.01);
  });
});

describe('LogCabin (Ongaro’s dissertation, Fig. 10): a fit of two parameters, 8.6 µs a message received, 8.4 µs sent', () => {
  test.each([
    [3, 19_640],
    [4, 16_730],
    [5, 14_640],
  ])('%d servers: %d a second within 1 %', (n, expected) => {
    const { max } = maxOf(lan(n, {}, { name: 'raft', processing: '0.0086ms', sending: '0.0084ms' }), 'raft');
    expect(Math.abs(max / expected - 1)).toBeLessThan(0.01);
  });
});

describe('SDPaxos (Zhao et al., SoCC 2018, Fig. 11): Multi-Paxos with 3 replicas against 5', () => {
  test('16 B are bound by messages: measured 75/57, modelled 8/6 with equal costs, within 2 %', () => {
    const costs = { processing: '0.002ms', sending: '0.002ms' };
    const ratio = maxOf(lan(3, {}, costs)).max / maxOf(lan(5, {}, costs)).max;
    expect(ratio).toBeCloseTo(8 / 6, 6);
    expect(Math.abs(ratio / (75 / 57) - 1)).toBeLessThan(0.02);
  });
});

test('Fast Paxos with clients as proposers cannot batch', () => {
  const deployment = lan(3, {}, { batch: { size: 20, delay: '5ms' } });
  expect(batchSize({ deployment, protocol: fastPaxos })).toBe(1);
  expect(batchSize({ deployment, protocol: named('multi-paxos') })).toBe(20);
});
