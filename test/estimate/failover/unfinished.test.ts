import { describe, expect, it } from 'vitest';
import { randomStream } from '../../../src/distribution/random.js';
import { estimate } from '../../../src/estimate/estimate.js';
import type { Loss } from '../../../src/estimate/failover/result.js';
import { successionOf } from '../../../src/estimate/failover/succession.js';
import { ASSUMED_WRITES } from '../../../src/estimate/failover/writes-before.js';
import { whatIf } from '../../../src/estimate/what-if/what-if.js';
import { quorumsOf } from '../../../src/group/quorums.js';
import type { Protocol } from '../../../src/protocol/contract/protocol.js';
import { epaxos } from '../../../src/protocol/epaxos/epaxos.js';
import type { Fault } from '../../../src/simulation/fault.js';
import { simulate } from '../../../src/simulation/simulate.js';
import type { Deployment } from '../../../src/topology/deployment.js';
import { readDisruption } from '../../../src/topology/disruption.js';
import { deploymentOf } from '../../validation/evaluate.js';

const SEED = 7;
const RTT = 40;

/** Replicas at equal distances; who writes at `a` is on its own, and at each other place somebody reads. */
function group({ n = 3, writes = 12, reads = 40, keys = 1 as number | object, more = {} } = {}): Deployment {
  const sites = ['a', 'b', 'c', 'd', 'e', 'f', 'g'].slice(0, n);
  return deploymentOf({
    name: 'equal-distances',
    network: { rtt: { sites, ms: sites.map((x) => sites.map((y) => (x === y ? 0.1 : RTT))) } },
    disks: { ssd: { fsync: '1ms' } },
    replicas: sites.map((at) => ({ id: at, at, disk: 'ssd' })),
    clients: [
      { id: 'writer', at: 'a', rate: `${writes}/s`, reads: '0%', entry: 'a' },
      ...sites
        .slice(1)
        .map((at) => ({ id: `reader-${at}`, at, rate: `${reads}/s`, reads: '100%', entry: at })),
    ],
    workload: { keys },
    protocol: { name: 'epaxos', reads: 'consensus' },
    timeouts: { heartbeat: '50ms', election: ['300ms', '500ms'], request: '30s' },
    ...more,
  });
}

const lossOf = (kind: Loss['kind']): Loss => ({ kind, members: ['a'] });

/** How long the first read after the loss took from then on at each survivor, in runs of the whole simulator, clients and all. */
function simulatedWaits(
  deployment: Deployment,
  protocol: Protocol,
  kind: Loss['kind'],
  runs: number,
): number[] {
  const uniform = randomStream(SEED, 'runs of the simulator');
  const others = ['b', 'c', 'reader-b', 'reader-c'];
  const waits: number[] = [];
  for (let i = 0; i < runs; i++) {
    const at = 400 + 50 * uniform();
    const fault: Fault =
      kind === 'kill'
        ? { kind: 'crash', replicas: ['a'], at }
        : { kind: 'partition', groups: [['a', 'writer'], others], at };
    const { history } = simulate({
      deployment,
      machine: protocol.machine,
      leader: undefined,
      quorum: quorumsOf(deployment, protocol),
      entryOf: (client) => deployment.clients[client].entry as string,
      seed: Math.floor(uniform() * 2 ** 32),
      workload: { arrivals: { kind: 'open' } },
      faults: [fault],
      until: { time: at + 200 },
      history: true,
      traits: protocol.traits,
    });
    if (history === undefined) throw new Error('no history');
    for (const reader of [1, 2]) {
      const after = [...history.invoked.keys()].filter(
        (one) => history.client[one] === reader && history.invoked[one] >= at,
      );
      const first = after.sort((x, y) => history.invoked[x] - history.invoked[y])[0];
      if (first !== undefined) waits.push(history.responded[first] - at);
    }
  }
  return waits;
}

const mean = (of: readonly number[]): number => of.reduce((sum, each) => sum + each, 0) / of.length;
const variance = (of: readonly number[]): number => mean(of.map((each) => (each - mean(of)) ** 2));

/** The shortest election timeout: nothing is recovered sooner, and without that the first read is answered long before. */
const HELD = 300;

/** What the simulator shows, beside what the small world says. */
function compared(deployment: Deployment, machine: Protocol, kind: Loss['kind'], runs: number) {
  const trials = 4 * runs;
  const found = successionOf(deployment, epaxos, {
    leader: undefined,
    loss: lossOf(kind),
    seed: SEED,
    trials,
  });
  const { probability, wait } = found!.unfinished!;
  const waits = simulatedWaits(deployment, machine, kind, runs);
  const held = waits.filter((one) => one > HELD);
  const share = held.length / waits.length;
  // Both readers of one run see the same loss.
  const shareError = Math.sqrt(share * (1 - share) * (1 / trials + 1 / runs));
  const error = Math.sqrt(variance(held) * (2 / held.length + 1 / (probability * trials)));
  return {
    shareWithin: Math.abs(probability - share) < 3 * shareError,
    waitWithin: Math.abs(wait!.mean - mean(held)) < Math.max(0.01 * mean(held), 3 * error),
    found: found!,
  };
}

describe('what a lost replica of EPaxos leaves unfinished, on one hot key: the small world and the whole simulator', () => {
  it.each(['kill', 'cut'] as const)(
    'agree after a %s: how often there is any, how long it is waited for',
    (kind) => {
      const { shareWithin, waitWithin, found } = compared(group(), epaxos, kind, 150);
      expect({ shareWithin, waitWithin }).toEqual({ shareWithin: true, waitWithin: true });
      expect(found.unfinished?.operations).toBe(1);
      // Writes are answered when they are committed, whatever they depend on.
      expect(found.outage.mean).toBe(0);
    },
  );

  it('disagree where replicas of the simulator wait twice as long before they recover an instance', () => {
    const patient: Protocol = {
      ...epaxos,
      machine: {
        create(setup) {
          const election = [2 * setup.election[0], 2 * setup.election[1]] as const;
          const members = setup.members.map((member) => ({ ...member, election }));
          return epaxos.machine.create({ ...setup, election, members });
        },
      },
    };
    expect(compared(group(), patient, 'kill', 25).waitWithin).toBe(false);
  });

  it('no reader waits where keys are many: seen in the simulator, where with one key some do', () => {
    const many = simulatedWaits(group({ keys: 1_000_000 }), epaxos, 'kill', 25);
    expect(Math.max(...many)).toBeLessThan(HELD);
    expect(Math.max(...simulatedWaits(group(), epaxos, 'kill', 25))).toBeGreaterThan(HELD);
  });
});

describe('what a lost replica of EPaxos leaves unfinished', () => {
  const after = (deployment: Deployment, loss: Loss, trials = 40) =>
    successionOf(deployment, epaxos, { leader: undefined, loss, seed: SEED, trials })!;

  it('waits for the silence of the longest election timeout, and for the rounds of a recovery', () => {
    const { detection, wait } = after(group(), lossOf('kill')).unfinished!;
    const { election, heartbeat } = group().timeouts;
    // Silence counts from the last message, which is at most a heartbeat older than the loss, and is looked at with heartbeats.
    expect(detection!.p50).toBeGreaterThan(election[1] - heartbeat);
    expect(detection!.p99).toBeLessThan(election[1] + RTT / 2 + heartbeat + 5);
    // prepare, try-pre-accept, accept: three round trips at most, where nobody else asks at the same time.
    expect(wait!.mean).toBeGreaterThan(detection!.mean + RTT);
  });

  it('is the likelier the more is written there, as a Poisson stream over a commit has it', () => {
    const quiet = after(group({ writes: 2, reads: 0.1, keys: 1000 }), lossOf('kill'), 400).unfinished!;
    // One round trip to the nearest other and two durable writes, the leader's own beside the first.
    const expected = 1 - Math.exp(-(2 / 1000) * (RTT + 1));
    expect(Math.abs(quiet.probability - expected)).toBeLessThan(3 * Math.sqrt(expected / 400));
    expect(quiet.operations).toBeCloseTo(1 / 1000, 9);
    const busy = after(group({ writes: 200, reads: 0.1, keys: 1000 }), lossOf('kill')).unfinished!;
    expect(busy.probability).toBeGreaterThan(0.9);
  });

  it('is nothing, and nothing is run, where no client writes to the lost', () => {
    const found = after(group(), { kind: 'kill', members: ['b'] });
    expect(found).toMatchObject({ trials: 0, outage: { mean: 0 }, unfinished: { probability: 0 } });
  });

  it('is said of assumed writes where no client has a rate', () => {
    const deployment = group();
    const idle = {
      ...deployment,
      clients: deployment.clients.map((client) => ({ ...client, rate: undefined })),
    };
    const { failover } = estimate(idle, epaxos, { seed: SEED });
    expect(failover?.unfinished).toMatchObject({ given: false, writesPerSecond: ASSUMED_WRITES });
    expect(failover?.unfinished?.probability).toBeGreaterThan(0);
    expect(estimate(deployment, epaxos, { seed: SEED }).failover?.unfinished).toMatchObject({
      given: true,
      writesPerSecond: 12,
    });
  });

  it('goes on by itself where the lost was only paused, for less than the others would wait', () => {
    const paused = after(group(), { kind: 'pause', members: ['a'], duration: 200 }).unfinished!;
    expect(paused.probability).toBeGreaterThan(0.3);
    expect(paused.wait!.p99).toBeLessThan(200 + 4 * RTT);
  });

  it('is never executed where those left are no phase-1 quorum, until the lost is back', () => {
    const deployment = group({ more: { protocol: { name: 'epaxos', quorum: { phase1: 3, phase2: 2 } } } });
    expect(after(deployment, lossOf('kill'), 10).unfinished?.wait?.mean).toBe(Number.POSITIVE_INFINITY);
    const { failover, losses } = estimate(deployment, epaxos, { seed: SEED });
    expect(failover?.unfinished).toMatchObject({ wait: null, detection: { p50: expect.any(Number) } });
    expect(losses[0]).toMatchObject({ readsStop: true, unfinished: { wait: null } });
  });

  it('all writes wait where no fast quorum is left, until that is noticed; where one is left, none', () => {
    const seven = group({ n: 7, keys: 1000 });
    const { election } = seven.timeouts;
    const three = after(seven, { kind: 'kill', members: ['e', 'f', 'g'] });
    expect(three.outage.p50).toBeGreaterThan(election[0]);
    expect(three.outage.p99).toBeLessThan(election[1] + 100 + 3 * RTT);
    expect(after(seven, { kind: 'kill', members: ['f', 'g'] }).outage.mean).toBe(0);
  });
});

describe('one answer about it', () => {
  const deployment = group({
    keys: 10,
    more: { failures: { machine: { mtbf: '100d', mttr: '1h' } } },
  });
  const whole = estimate(deployment, epaxos, { seed: SEED });

  it('the failover, the losses, what-if and explain say the same', () => {
    const [lost] = whole.losses;
    expect(lost).toMatchObject({ name: 'a', outage: { mean: 0 }, recovery: { rto: { p99: 0 } } });
    expect(whole.failover?.unfinished).toEqual(lost.unfinished);
    expect(whole.failover?.perceived).toMatchObject({ clients: ['writer'], mean: 30_000 });
    const replicas = deployment.replicas.map(({ id, at, disk }) => ({ id, at, disk: disk.name }));
    const population = { replicas, clients: deployment.clients, shared: [] };
    const read = readDisruption({ fail: ['a'], slow: [], degrade: [] }, population);
    if ('problems' in read) throw new Error('no such replica');
    const { disruption } = read;
    const question = {
      name: 'a',
      description: '',
      edits: [],
      notes: [],
      deployment,
      protocol: epaxos,
      disruption,
    };
    const { scenarios } = whatIf(deployment, epaxos, [question], { seed: SEED, each: null });
    expect(scenarios[0].loss?.unfinished).toEqual(lost.unfinished);
  });

  it('reads are without those that wait, at the rate of crashes; writes are not', () => {
    const { probability, operations, wait } = whole.failover!.unfinished!;
    const { downtimePerYear, readDowntimePerYear } = whole.availability!;
    const crashes = 365 / 100;
    expect(downtimePerYear.failover).toBe(0);
    // Only `a` has writes to leave behind. Seconds a year, while a quorum is up.
    expect(readDowntimePerYear.failover).toBeCloseTo(
      (crashes * probability * operations * wait!.mean) / 1000,
      3,
    );
    const local = deployment.protocol;
    const reads = { ...deployment, protocol: { ...local, reads: 'local' as const } };
    expect(estimate(reads, epaxos, { seed: SEED }).availability?.readDowntimePerYear.failover).toBe(0);
  });
});
