import { describe, expect, it } from 'vitest';
import { successionOf } from '../../../src/estimate/failover/succession.js';
import { crashTimeline } from '../../../src/estimate/failover/timeline.js';
import { multiPaxos } from '../../../src/protocol/multi-paxos/multi-paxos.js';
import { raft } from '../../../src/protocol/raft/raft.js';
import { deploymentOf } from '../../validation/evaluate.js';
import { cluster, etcd, plainRaft } from './cases.js';
import { etcdCases, europe, threeSites } from './etcd-europe.js';
import { failoverByHand } from './hand/by-hand.js';

describe('Ongaro, dissertation 2014, §9.3: AvailSim, 30–40 ms one way, timeouts of 300–600 ms, fresh timers', () => {
  // The text gives ~475 and ~650 ms for one and two failures; the figures are digitised from the CDFs.
  it.each([
    ['no other server down', 'mean', 430, 0, 0.01],
    ['no other server down', 'p99', 837, 0, 0.05],
    ['one down', 'mean', 469, 1, 0.01],
    ['one down', 'p50', 423, 1, 0.01],
    ['one down', 'p99', 1030, 1, 0.05],
    ['two down', 'mean', 626, 2, 0.02],
    ['two down', 'p50', 469, 2, 0.01],
    ['two down', 'p90', 1079, 2, 0.1],
  ] as const)('%s: election time %s of %i ms', (_name, figure, published, down, tolerance) => {
    const result = failoverByHand(cluster([30, 40], [300, 600]), plainRaft, {
      seed: 1,
      crashes: 6000,
      leader: 'f',
      down: new Set(['a', 'b'].slice(0, down)),
    });
    expect(Math.abs(result.untilElected[figure] / published - 1)).toBeLessThan(tolerance);
  });
});

describe('etcd 3.4.23, three sites in Europe, ticks of 100 ms, election timeout 1 s: until the first write after a crash', () => {
  const open = etcdCases.filter(({ id }) => id.includes('open'));
  const answers = open
    .flatMap(({ trials }) => trials.map(({ firstAnswerAfterCrash }) => firstAnswerAfterCrash))
    .sort((a, b) => a - b);
  const mean = answers.reduce((sum, answer) => sum + answer, 0) / answers.length;
  const options = { seed: 1, crashes: 10_000, leader: `r-${europe.leader}`, traffic: 50 };

  it("with etcd's ticks and its one kind of vote: 75 open-loop trials, mean and p50 within 8 %", () => {
    const { total, never } = failoverByHand(threeSites(['1s', '2s']), etcd, options);
    expect(answers).toHaveLength(75);
    expect(never).toBe(0);
    expect(Math.abs(total.mean / mean - 1)).toBeLessThan(0.08);
    expect(Math.abs(total.p50 / answers[37] - 1)).toBeLessThan(0.08);
    // A trial in ten needs a second candidacy, which is what the tail is made of.
    const second = answers.filter((answer) => answer > 2000).length / answers.length;
    expect(second).toBeGreaterThan(0.08);
    expect(total.p99).toBeGreaterThan(2000);
  });

  it('our Raft with timeouts of 0.9–1.9 s: p50 within 5 %, but a lighter tail: pre-votes that fail cost no term', () => {
    const { leader, seed } = options;
    const loss = { kind: 'kill', members: [leader] } as const;
    const ours = successionOf(threeSites(['900ms', '1900ms']), raft, { leader, loss, seed, trials: 2000 });
    const theirs = failoverByHand(threeSites(['1s', '2s']), etcd, options);
    expect(Math.abs((ours?.outage.p50 ?? 0) / answers[37] - 1)).toBeLessThan(0.05);
    expect(ours?.outage.mean).toBeLessThan(theirs.total.mean);
  });

  it('does not fit: a closed-loop writer waits 7 s in etcd, which forgets what it forwarded to a dead leader; ours asks again', () => {
    const closed = etcdCases.find(({ id }) => id.includes('closed'));
    const forgotten = closed?.trials.filter(({ firstAnswerAfterCrash }) => firstAnswerAfterCrash > 6000);
    expect(forgotten?.length).toBe(8);
    const { clients } = crashTimeline(threeSites(['900ms', '1900ms']), raft, {
      seed: 1,
      leader: `r-${europe.leader}`,
      crash: `r-${europe.leader}`,
      at: 2000,
      duration: 10_000,
      arrivals: { kind: 'closed', outstanding: 1 },
      timeout: 7000,
    });
    expect(clients[0].longestGap).toBeGreaterThan(900);
    expect(clients[0].longestGap).toBeLessThan(5000);
  });
});

describe('Atlas (EuroSys 2020), recovery of FPaxos, three sites: the leader in asia-east1 crashes at 32 s', () => {
  const SITES = ['asia-east1', 'europe-north1', 'us-east1'];
  const deployment = deploymentOf({
    name: 'atlas20-fpaxos-failover',
    network: {
      rtt: {
        sites: SITES,
        ms: [
          [0.001, 282.824, 184.887],
          [282.818, 0.001, 124.594],
          [184.88, 124.602, 0.001],
        ],
      },
    },
    replicas: SITES.map((site) => ({ id: `r-${site}`, at: site })),
    clients: SITES.map((site) => ({ id: site, at: site, reads: '0%', entry: 'nearest' })),
    protocol: { name: 'multi-paxos', leader: 'r-asia-east1', quorum: 'majority' },
    // Their failure detector's timeout, from memory of the authors' code.
    timeouts: { heartbeat: '500ms', election: ['10s', '11s'] },
  });
  const OUTSTANDING = 16;
  /** A seed by which us-east1 takes over, as it did in theirs. */
  const run = (seed: number) =>
    crashTimeline(deployment, multiPaxos, {
      seed,
      leader: 'r-asia-east1',
      crash: 'r-asia-east1',
      at: 32_000,
      duration: 60_000,
      arrivals: { kind: 'closed', outstanding: OUTSTANDING },
      // Clients whose own site is up wait for it to find a leader; those of the lost one turn to us-east1 just after that.
      timeout: 11_000,
    });
  const timeline = [1, 2, 3, 4, 5, 6, 7, 8]
    .map(run)
    .find(({ leadership }) => leadership.some(({ replica, leads }) => leads && replica === 'r-us-east1'));
  if (timeline === undefined) throw new Error('us-east1 never took over');

  /** Outstanding / throughput, as theirs, over whole seconds (ms). */
  const latency = (site: string, from: number, to: number): number => {
    const bins = timeline.clients.find(({ id }) => id === site)?.bins.slice(from, to) ?? [];
    return (OUTSTANDING * 1000 * bins.length) / bins.reduce((sum, { answered }) => sum + answered, 0);
  };

  it.each([
    ['asia-east1', 'before', 185.849],
    ['europe-north1', 'before', 472.794],
    ['us-east1', 'before', 371.429],
    ['asia-east1', 'after', 310.559],
    ['europe-north1', 'after', 249.163],
    ['us-east1', 'after', 124.944],
  ] as const)('%s, %s the crash: clients ÷ throughput is %f ms, within 2 %', (site, when, published) => {
    const found = when === 'before' ? latency(site, 5, 31) : latency(site, 50, 60);
    expect(Math.abs(found / published - 1)).toBeLessThan(0.02);
  });

  it('about 11 s without any throughput: 10 s until the crash is noticed, and recovery', () => {
    for (const { bins } of timeline.clients) {
      const silent = bins.filter(({ answered }) => answered === 0).length;
      expect(silent).toBeGreaterThanOrEqual(9);
      expect(silent).toBeLessThanOrEqual(12);
    }
  });
});
